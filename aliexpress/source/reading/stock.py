"""Reads the stock alone, between two reads of the whole: which items there are stays as those
proved it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from aliexpress.batches import in_batches
from aliexpress.models import SourceItem, SourceRead
from aliexpress.source.failures import NotPermitted, SourceUnproven
from aliexpress.source.publishing import newest_of
from aliexpress.source.reading.heartbeat import Heart
from aliexpress.source.reading.overlay import BY_LOCATION
from aliexpress.source.reading.shop import SourceShop, Stock
from aliexpress.source.reading.whole_read import look_at_shop
from aliexpress.source.stock_snapshot import Levels, Moments, publish_stock

# Products whose stock did not come with the others, and is asked for once more by name.
MOST_AGAIN: Final = 200
A_CALL: Final = 50


def read_stock(
    read: SourceRead, shop: SourceShop, heart: Heart, *, clock: Callable[[], datetime]
) -> None:
    """Publishes the newest snapshot with the stock as it is now; only what is tracked has any.
    Nothing where it may not be read alone. Raises SourceFailure and LeaseLost."""
    began = clock()
    last = newest_of(read.catalogue)
    if last is None:
        raise SourceUnproven("The source was never read whole, so its stock says nothing yet.")
    look_at_shop(shop.facts(), read, last)
    try:
        levels: Levels | None = stock_of(read, shop, heart)
    except NotPermitted:
        levels = None
    heart.beat()
    publish_stock(read, levels, Moments(began, clock()), clock=clock)


def stock_of(read: SourceRead, shop: SourceShop, heart: Heart) -> Levels:
    """What is not told of even when asked for by name is not known. Raises SourceFailure, also
    where that would be a good part of the items."""
    tracked = products_by_item(read)
    told = stocks_told(shop, heart)
    again = sorted({product for item, product in tracked.items() if item not in told})
    if len(again) > MOST_AGAIN:
        raise SourceUnproven(
            f"The source told of the stock of {len(tracked.keys() & told.keys()):,} of "
            f"{len(tracked):,} items. No new number was published; it is read again by itself."
        )
    for some in in_batches(again, A_CALL):
        told |= stocks_told(shop, heart, products=some)
    levels = {item: told[item].level if item in told else None for item in tracked}
    # Then the list of products may tell another level than what is for sale.
    held_back = any(one.is_held_back for one in told.values())
    return Levels(levels, BY_LOCATION if held_back else {})


def products_by_item(read: SourceRead) -> dict[str, str]:
    """Of what is tracked."""
    items = SourceItem.objects.filter(catalogue=read.catalogue_id, gone_at__isnull=True)
    tracked = items.exclude(tracking=SourceItem.Tracking.NONE)
    return dict(tracked.values_list("external_id", "product_external_id"))


def stocks_told(
    shop: SourceShop, heart: Heart, *, products: Iterable[str] = ()
) -> dict[str, Stock]:
    """By item."""
    told: dict[str, Stock] = {}
    for one in shop.stocks(list(products), by_location=True) or ():
        told[one.item] = one
        heart.beat(request_count=shop.request_count)
    return told
