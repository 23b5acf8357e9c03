"""What a listing was like when it was submitted to review."""

import django.db.models.deletion
from django.db import migrations, models

# What the list says of it, and what its own answer says.
LISTED = [
    ("gmt_modified", models.CharField(blank=True, max_length=40)),
    ("owner_member_id", models.CharField(blank=True, max_length=120)),
    ("group_id", models.BigIntegerField(null=True)),
    ("source", models.CharField(blank=True, max_length=60)),
    ("product_type", models.CharField(blank=True, max_length=60)),
    ("currency", models.CharField(blank=True, max_length=12)),
    ("min_price", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
    ("max_price", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
    ("freight_template_id", models.BigIntegerField(null=True)),
]
TOLD = [
    ("category_id", models.BigIntegerField(blank=True, null=True)),
    ("brand_id", models.BigIntegerField(blank=True, null=True)),
    ("brand", models.CharField(blank=True, default="", max_length=120)),
    ("attributes", models.JSONField(blank=True, default=dict)),
    ("msr_eu_id", models.BigIntegerField(blank=True, null=True)),
    ("manufacturer_id", models.BigIntegerField(blank=True, null=True)),
    ("has_qualification", models.BooleanField(null=True)),
    ("has_size_chart", models.BooleanField(null=True)),
    ("has_hs_code", models.BooleanField(null=True)),
    ("has_video", models.BooleanField(null=True)),
    (
        "gross_weight",
        models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
    ),
    ("delivery_days", models.PositiveIntegerField(blank=True, null=True)),
    ("validity_days", models.PositiveIntegerField(blank=True, null=True)),
    ("facts_of", models.CharField(blank=True, max_length=40)),
    ("facts_at", models.DateTimeField(null=True)),
    ("sku_count", models.PositiveIntegerField(null=True)),
    ("image_count", models.PositiveIntegerField(null=True)),
    ("title_length", models.PositiveIntegerField(null=True)),
    ("required_filled", models.PositiveSmallIntegerField(null=True)),
    ("key_filled", models.PositiveSmallIntegerField(null=True)),
]


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0032_name_the_values_of_facts")]

    operations = [
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "transition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="submission",
                        serialize=False,
                        to="aliexpress.transition",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="aliexpress.listing",
                    ),
                ),
                *LISTED,
                *TOLD,
            ],
            options={
                "indexes": [
                    models.Index(fields=["listing", "gmt_modified"], name="submission_of_version"),
                ],
            },
        ),
    ]
