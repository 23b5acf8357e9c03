"""Reads all products by their ids, and proves at one moment that they are all there are."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from aliexpress.source.reading.closing import Closing
from aliexpress.source.reading.shop import SourceShop
from aliexpress.source.reading.walk import RangesFail, stage, walk
from aliexpress.source.staging import StagedItems

CLOCKS_DIFFER: Final = timedelta(minutes=2)
ROUNDS: Final = 3  # for newcomers, and for what changed meanwhile
FEWEST_EXTRA_CALLS: Final = 50

OnProgress = Callable[[int, int], None]  # declared, listed


class Listed(NamedTuple):
    """`as_of`: the moment at which what was listed was all there was."""

    items: StagedItems
    as_of: datetime
    evidence: dict[str, Any]


def read_by_id(
    shop: SourceShop, *, clock: Callable[[], datetime], on_progress: OnProgress
) -> Listed:
    """Raises RangesFail, MoreThanListed and KeepsMoving, beside what the shop raises."""
    since = shop.now() - CLOCKS_DIFFER
    newest, began = shop.newest(), shop.request_count
    items = StagedItems()
    for page in walk(shop, above=0, at_most=newest.id):
        if not items.product_count and page.total > newest.total:
            raise RangesFail("The source counts more products in a range than it has.")
        stage(items, page.products)
        on_progress(newest.total, items.product_count)
    calls = max(FEWEST_EXTRA_CALLS, shop.request_count - began)
    closing = Closing(shop, items, calls=calls)
    bound, as_of = closed(shop, items, closing, since=since, bound=newest.id, clock=clock)
    evidence = {
        "read": "by id",
        "declared_before": newest.total,
        "declared_after": items.product_count,
        "bound": bound,
    }
    if closing.re_read:
        evidence["read_again"] = closing.re_read
    return Listed(items, as_of, evidence)


def closed(
    shop: SourceShop,
    items: StagedItems,
    closing: Closing,
    *,
    since: datetime,
    bound: int,
    clock: Callable[[], datetime],
) -> tuple[int, datetime]:
    """The bound, and the moment at which what is listed was all there was up to it, with every
    change up to then. What is made faster than it can be read belongs to the next read."""
    rounds = 0
    while True:
        closing.close(bound=bound)
        # By a number no filter is part of, what was listed is all there is: at this moment.
        newest = shop.newest()
        as_of = clock()
        if newest.id <= bound and newest.total > items.product_count:
            raise RangesFail("The source has products that no range of ids tells of.")
        if newest.id <= bound and newest.total < items.product_count:
            continue  # something was deleted since
        rounds += 1
        if newest.id > bound and rounds <= ROUNDS:
            take_newcomers(shop, items, above=bound, at_most=newest.id)
            bound = newest.id
            continue
        caught = catch_up(shop, items, since=since, at_most=bound)
        if not caught.is_whole:
            if rounds > ROUNDS:
                raise RangesFail("The source keeps back what was modified while it was read.")
        elif not caught.is_otherwise or rounds > ROUNDS:
            return bound, as_of


def take_newcomers(shop: SourceShop, items: StagedItems, *, above: int, at_most: int) -> None:
    for page in walk(shop, above=above, at_most=at_most):
        stage(items, page.products)


class Caught(NamedTuple):
    is_whole: bool  # it was all that the source says was modified
    is_otherwise: bool  # any of it is otherwise than it was listed


def catch_up(shop: SourceShop, items: StagedItems, *, since: datetime, at_most: int) -> Caught:
    """Take what was modified during the read as it is now."""
    declared, found, is_otherwise = 0, 0, False
    for page in walk(shop, above=0, at_most=at_most, since=since):
        declared = max(declared, found + page.total)
        found += len(page.products)
        for one in page.products:
            if not items.holds(str(one.id), one.rows):
                items.put(str(one.id), one.rows)
                is_otherwise = True
    is_whole = found >= declared if found else not was_any(shop, since=since, at_most=at_most)
    return Caught(is_whole, is_otherwise)


def was_any(shop: SourceShop, *, since: datetime, at_most: int) -> bool:
    """Whether a product was modified since. No proof leans on an empty list alone."""
    latest = shop.latest_change()
    return latest is not None and latest.at >= since and latest.product_id <= at_most
