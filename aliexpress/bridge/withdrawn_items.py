"""Items that were withdrawn from AliExpress: the seller's tool names a listing for them that is
gone, even where that was before any bridge of ours."""

from collections.abc import Iterable, Mapping

from aliexpress.batches import in_batches
from aliexpress.bridge.sides import Before, Item
from aliexpress.models import Listing


def with_what_is_gone(before: Before, items: Iterable[Item], *, store_id: int) -> Before:
    """`before`, and beside it the gone listing of each item that no bridge held in any."""
    named = {
        item.pk: item.aliexpress_product_id
        for item in items
        if item.aliexpress_product_id is not None and item.pk not in before.listing_of
    }
    gone = gone_listings(store_id, set(named.values()))
    found = {pk: gone[product_id] for pk, product_id in named.items() if product_id in gone}
    return before._replace(listing_of={**found, **before.listing_of}) if found else before


def gone_listings(store_id: int, product_ids: set[int]) -> Mapping[int, int]:
    """By AliExpress's product id."""
    rows = Listing.objects.filter(store=store_id, gone_at__isnull=False)
    return {
        product_id: pk
        for some in in_batches(sorted(product_ids))
        for product_id, pk in rows.filter(product_id__in=some).values_list("product_id", "pk")
    }
