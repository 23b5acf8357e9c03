import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which words a store's listings have, so that a list offers them and counts nothing."""

    dependencies = [
        ("aliexpress", "0051_call_facts_as_pages_do"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.JSONField(default=dict)),
                ("main_currency", models.CharField(blank=True, max_length=12)),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="aliexpress.listingsnapshot",
                    ),
                ),
                (
                    "store",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="word_tally",
                        to="aliexpress.store",
                    ),
                ),
            ],
        ),
    ]
