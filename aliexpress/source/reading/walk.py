"""Lists a range of products by id, a page after the last, up to a bound fixed before."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from aliexpress.source.failures import SourceFailure, TooMuch, Unfit
from aliexpress.source.reading.shop import Page, Product, SourceShop
from aliexpress.source.staging import StagedItems

LARGEST_PAGE: Final = 250


class RangesFail(SourceFailure):
    """Lists by a range of ids do not hold what they should: they cannot be read so."""


def walk(
    shop: SourceShop, *, above: int, at_most: int, since: datetime | None = None
) -> Iterator[Page]:
    """Pages until one that ends at the bound, beyond which there is nothing, or an empty one: a
    short page is not the end. What is too much at once is asked for by half. Raises RangesFail
    where ids or counts are not kept to."""
    limit, last = LARGEST_PAGE, above
    while True:
        try:
            page = shop.page(above=last, at_most=at_most, limit=limit, since=since)
        except TooMuch:
            if limit == 1:
                raise
            limit //= 2
            continue
        except Unfit as error:
            raise RangesFail(str(error)) from error
        if not page.products:
            if page.total:
                raise RangesFail("The source declares products beyond its last one.")
            return
        yield page
        last = page.products[-1].id
        if last >= at_most:
            return
        limit = min(LARGEST_PAGE, limit * 2)


def stage(items: StagedItems, products: list[Product]) -> None:
    for one in products:
        items.put(str(one.id), one.rows)
