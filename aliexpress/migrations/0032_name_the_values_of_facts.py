"""Names of groups, categories, freight templates, brands and owners, and when they were asked."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("group", "product group"),
    ("category", "category"),
    ("freight", "freight template"),
    ("brand", "brand"),
    ("owner", "owner"),
]


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0031_fill_the_shops")]

    operations = [
        migrations.CreateModel(
            name="FactName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("value", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=300)),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_names",
                        to="aliexpress.store",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "kind", "value"), name="one_name_of_a_value_per_store"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="detailreading",
            name="named_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
