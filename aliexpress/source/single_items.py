"""Looks single items up at the source, whichever it is: for whoever doubts what was read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from aliexpress.models import SourceCatalogue
from aliexpress.source.gateway.shop_reader import KIND as SHOP
from aliexpress.source.gateway.single_products import look_up_products
from aliexpress.source.item_row import ItemRow

LOOK_UPS: Final[Mapping[str, Callable[..., list[ItemRow]]]] = {SHOP: look_up_products}


def look_up(
    catalogue: SourceCatalogue, *, product_ids: Iterable[str] = (), codes: Iterable[str] = ()
) -> list[ItemRow] | None:
    """The items of these products, and of the products these SKU codes belong to, as the source
    tells of them now; a product that is gone has none. Fifty products are a call, and each code is
    one more. Nothing is written.

    None where the source cannot be asked (a file). Raises SourceFailure with a sentence.
    """
    ask = LOOK_UPS.get(catalogue.kind)
    return None if ask is None else ask(catalogue, product_ids=product_ids, codes=codes)
