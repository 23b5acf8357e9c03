"""A row per SKU of a listing, and of which listings they are kept."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0025_remember_who_bears_the_watermark")]

    operations = [
        migrations.CreateModel(
            name="ListingSku",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku_id", models.CharField(max_length=120)),
                ("code", models.CharField(blank=True, max_length=255)),
                ("key", models.CharField(blank=True, max_length=255)),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
                ),
                ("currency", models.CharField(blank=True, max_length=12)),
                ("stock", models.IntegerField(blank=True, null=True)),
                ("barcode", models.CharField(blank=True, max_length=60)),
                ("position", models.PositiveIntegerField()),
                (
                    "listing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skus",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "SKU",
                "verbose_name_plural": "SKUs",
                "indexes": [
                    models.Index(fields=["store", "key", "listing"], name="sku_by_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("listing", "sku_id"), name="one_row_per_sku_of_a_listing"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="listingdetail",
            name="codes_kept",
            field=models.BooleanField(default=False),
        ),
    ]
