from django.db import migrations, models
from django.db.models import Q

from aliexpress.migrations._concurrently import AddIndexConcurrently, RemoveIndexConcurrently


class Migration(migrations.Migration):
    """Indexes by which a bridge is worked out from what changed, and one made narrower."""

    atomic = False

    dependencies = [
        ("aliexpress", "0049_let_entries_point_freely"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="finding",
            index=models.Index(
                condition=Q(until_tally__isnull=True), fields=["store", "kind"], name="finding_open"
            ),
        ),
        AddIndexConcurrently(
            model_name="sourceitem",
            index=models.Index(fields=["catalogue", "product_external_id"], name="item_by_product"),
        ),
        AddIndexConcurrently(
            model_name="sourceitem",
            index=models.Index(
                condition=Q(aliexpress_product_id__isnull=False),
                fields=["catalogue", "aliexpress_product_id"],
                name="item_by_listing",
            ),
        ),
        AddIndexConcurrently(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(side="item", until_tally__isnull=True),
                fields=["listing"],
                name="entry_of_items_listing",
            ),
        ),
        AddIndexConcurrently(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(side="sku", until_tally__isnull=True),
                fields=["item"],
                name="entry_of_skus_item",
            ),
        ),
        RemoveIndexConcurrently(model_name="bridgeentry", name="entry_until"),
        AddIndexConcurrently(
            model_name="bridgeentry",
            index=models.Index(
                condition=Q(until_tally__isnull=False),
                fields=["until_tally"],
                name="entry_until",
            ),
        ),
    ]
