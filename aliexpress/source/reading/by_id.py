"""Reads all products by their ids, and proves at one moment that they are all there are."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from aliexpress.source.reading.closing import Closing
from aliexpress.source.reading.shop import Newest, SourceShop
from aliexpress.source.reading.walk import RangesFail, stage, walk
from aliexpress.source.staging import StagedItems

THEIR_CLOCK_MAY_DIFFER: Final = timedelta(minutes=2)
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
    since = shop.now() - THEIR_CLOCK_MAY_DIFFER
    newest, began = shop.newest(), shop.request_count
    items = StagedItems()
    for page in walk(shop, above=0, at_most=newest.id):
        if not items.product_count and page.total > newest.total:
            raise RangesFail("The source counts more products in a range than it has.")
        stage(items, page.products)
        on_progress(newest.total, items.product_count)
    calls = max(FEWEST_EXTRA_CALLS, shop.request_count - began)
    closing = Closing(shop, items, calls=calls)
    end = closed(shop, items, closing, since=since, bound=newest.id, clock=clock)
    evidence = {
        "read": "by id",
        "declared_before": newest.total,
        "declared_after": items.product_count,
        "bound": end.bound,
    }
    if closing.re_read:
        evidence["read_again"] = closing.re_read
    if end.is_changing:
        evidence["changing"] = True
    return Listed(items, end.as_of, evidence)


class Closed(NamedTuple):
    """`is_changing`: they never kept still, so some products are as they were after `as_of`."""

    bound: int
    as_of: datetime
    is_changing: bool


def closed(
    shop: SourceShop,
    items: StagedItems,
    closing: Closing,
    *,
    since: datetime,
    bound: int,
    clock: Callable[[], datetime],
) -> Closed:
    """The bound, and the moment at which what is listed was all there was up to it, with every
    change up to then. What is made faster than it can be read belongs to the next read."""
    rounds = 0
    while True:
        closing.close(bound=bound)
        as_of = clock()
        newest = shop.newest()
        has_newer = newest.id > bound
        if not has_newer:
            # By a number no filter is part of, what was listed is all there is: at this moment.
            as_of = clock()
            if newest.total < items.product_count:
                continue  # something was deleted since
        rounds += 1
        if has_newer and rounds <= ROUNDS:
            take_newcomers(shop, items, above=bound, at_most=newest.id)
            bound = newest.id
            continue
        beyond = shop.total(above=bound, at_most=newest.id) if has_newer else 0
        if newest.total > items.product_count + beyond:
            raise RangesFail("The source has products that no range of ids tells of.")
        caught = catch_up(shop, items, newest, since=since, at_most=bound)
        if not caught.is_whole:
            if rounds > ROUNDS:
                raise RangesFail("The source keeps back what was modified while it was read.")
        elif caught.is_still or rounds > ROUNDS:
            return Closed(bound, as_of, is_changing=not caught.is_still)


def take_newcomers(shop: SourceShop, items: StagedItems, *, above: int, at_most: int) -> None:
    for page in walk(shop, above=above, at_most=at_most):
        stage(items, page.products)


class Caught(NamedTuple):
    is_whole: bool  # it was all that the source says was modified
    is_still: bool  # each product is as it was listed, and none was made or deleted meanwhile


def catch_up(
    shop: SourceShop, items: StagedItems, newest: Newest, *, since: datetime, at_most: int
) -> Caught:
    """Take what was modified during the read as it is now. `newest`: as it was just before: what
    was deleted since may have been modified before."""
    declared, found, is_otherwise = 0, 0, False
    for page in walk(shop, above=0, at_most=at_most, since=since):
        declared = max(declared, found + page.total)
        found += len(page.products)
        for one in page.products:
            if not items.holds(str(one.id), one.rows):
                items.put(str(one.id), one.rows)
                is_otherwise = True
    if not found:
        return nothing_caught(shop, newest, since=since, at_most=at_most)
    return Caught(found >= declared, not is_otherwise and shop.newest() == newest)


def nothing_caught(shop: SourceShop, newest: Newest, *, since: datetime, at_most: int) -> Caught:
    """No proof leans on an empty list alone: the product modified last is looked at as well."""
    latest = shop.latest_change()
    if latest is None:
        return Caught(is_whole=True, is_still=not newest.total)
    if latest.at < since:
        return Caught(is_whole=True, is_still=latest.total == newest.total)
    return Caught(is_whole=latest.product_id > at_most, is_still=False)
