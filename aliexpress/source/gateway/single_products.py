"""Looks a few products up singly, as they are at this moment."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Final

from aliexpress.batches import in_batches
from aliexpress.models import SourceCatalogue
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.credentials import door_of, pace_of
from aliexpress.source.gateway.shop import BigCommerceShop
from aliexpress.source.item_row import ItemRow
from aliexpress.source.publishing import newest_of
from aliexpress.source.reading.overlay import add_stocks
from aliexpress.source.reading.walk import stage
from aliexpress.source.staging import StagedItems

A_CALL: Final = 50  # products


def look_up_products(
    catalogue: SourceCatalogue, *, product_ids: Iterable[str], codes: Iterable[str]
) -> list[ItemRow]:
    """See `aliexpress.source.single_items`."""
    with closing(door_of(catalogue)) as door:
        shop = BigCommerceShop(catalogue, Calls(door, pace_of(catalogue)))
        shop.facts()  # its currency
        last = newest_of(catalogue)
        wanted = {int(one) for one in product_ids} | set(products_of(shop, codes))
        found: list[ItemRow] = []
        for some in in_batches(sorted(wanted), A_CALL):
            part = StagedItems()
            stage(part, shop.products(some))
            add_stocks(part, shop, last=last, products=part.product_ids)
            found += [item.row for item in part]
        return found


def products_of(shop: BigCommerceShop, codes: Iterable[str]) -> Iterator[int]:
    for code in dict.fromkeys(codes):
        if code:
            yield from shop.products_with(code)
