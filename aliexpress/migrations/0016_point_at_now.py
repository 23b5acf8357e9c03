"""A row of pointers to the newest facts of each store."""

import django.db.models.deletion
from django.db import migrations, models


def pointer(to):
    return models.OneToOneField(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=f"aliexpress.{to}",
    )


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0015_know_what_stretches_of_listings_hold")]

    operations = [
        migrations.CreateModel(
            name="StoreNow",
            fields=[
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="now",
                        serialize=False,
                        to="aliexpress.store",
                    ),
                ),
                ("snapshot", pointer("ListingSnapshot")),
                ("validity", pointer("ValidityTally")),
                ("details", pointer("DetailTally")),
                ("reviews", pointer("ReviewTally")),
                ("last_run", pointer("SyncRun")),
                ("open_run", pointer("SyncRun")),
            ],
            options={"verbose_name_plural": "stores now"},
        ),
    ]
