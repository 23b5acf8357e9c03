"""The end of validity a listing had before it was renewed, from now on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0045_tell_how_long_drift_lasts")]

    operations = [
        migrations.CreateModel(
            name="Renewal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("former_end", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renewals",
                        to="aliexpress.listing",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.store",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["store", "former_end"], name="renewal_by_former_end")
                ]
            },
        ),
    ]
