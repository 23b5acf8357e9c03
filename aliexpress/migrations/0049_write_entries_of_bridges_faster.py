from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Two constraints fewer and three narrower indexes, all of them of what one writer writes."""

    dependencies = [
        ("aliexpress", "0048_note_what_changed_for_the_bridge"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bridgeentry",
            name="since_tally",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=models.deletion.CASCADE,
                related_name="+", to="aliexpress.bridgetally",
            ),
        ),
        migrations.AlterField(
            model_name="bridgeentry",
            name="until_tally",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=models.deletion.CASCADE,
                related_name="+", to="aliexpress.bridgetally",
            ),
        ),
        migrations.RemoveIndex(model_name="bridgeentry", name="entry_of_listing"),
        migrations.RemoveIndex(model_name="bridgeentry", name="entry_of_item"),
        migrations.RemoveIndex(model_name="bridgeentry", name="entry_until"),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(until_tally__isnull=False),
                fields=["until_tally"],
                name="entry_until",
            ),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(side="item", until_tally__isnull=True),
                fields=["listing"],
                name="entry_of_items_listing",
            ),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(side="sku", until_tally__isnull=True),
                fields=["item"],
                name="entry_of_skus_item",
            ),
        ),
    ]
