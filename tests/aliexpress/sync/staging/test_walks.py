"""What a walk of a list came to: each product of it counts once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.gateway.answers import ListedProduct, ListPage, Products
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import POP
from aliexpress.sync.lists_to_read import CountedShop
from aliexpress.sync.read_page import ReadPage
from aliexpress.sync.staging import table
from aliexpress.sync.staging.table import Staging
from aliexpress.sync.staging.walks import close_walks
from aliexpress.sync.status_tally import StatusTally

NOON = datetime(2026, 11, 1, 20, tzinfo=UTC)
SHOP = CountedShop(
    pk=1, family=POP, address=ShopAddress(), name="", statuses=(), watermark=("", None, ())
)

pytestmark = pytest.mark.django_db


def walk(tally, product_ids, *, staging):
    tally.begin_walk(after=staging.seq)
    listed = Products.of([ListedProduct(one, tally.status) for one in product_ids])
    page = ListPage(tally.status, 1, len(listed), 1, listed)
    tally.take(ReadPage.of(page, key=tally.key, page_size=99, now=NOON), at=None)
    staging.add(staging.ready(listed, shop=SHOP))
    close_walks([tally], staging=staging)


@pytest.mark.parametrize("few", [1, 500])
def test_what_a_walk_lists_more_than_once_is_counted_once_and_the_same_ids_agree(monkeypatch, few):
    """However many were seen again."""
    monkeypatch.setattr(table, "IDS_A_STATEMENT", few)
    tally = StatusTally("auditing", SHOP)
    with Staging() as staging:
        walk(tally, [11, 12, 13, 12, 13, 13], staging=staging)
        assert (tally.listed, tally.duplicates) == (3, 3)

        walk(tally, [13, 12, 11], staging=staging)
        assert (tally.listed, tally.duplicates) == (3, 0)
        assert tally.signature == tally.walk_before

        walk(tally, [13, 12, 10], staging=staging)
        assert tally.signature != tally.walk_before


@pytest.mark.parametrize(
    ("before", "since"), [([1, 4], [2, 3]), ([1, 5, 6], [2, 3, 7]), ([1, 5, 8, 12], [2, 3, 10, 11])]
)
def test_ids_that_come_to_the_same_sums_do_not_agree(before, since):
    """Neither to the same sum, nor sum of squares, nor of cubes."""
    tally = StatusTally("auditing", SHOP)
    with Staging() as staging:
        walk(tally, before, staging=staging)
        walk(tally, since, staging=staging)

    assert tally.signature != tally.walk_before


def test_a_product_in_two_lists_is_no_duplicate_of_either():
    one, other = StatusTally("auditing", SHOP), StatusTally("offline", SHOP)
    with Staging() as staging:
        walk(one, [11, 12], staging=staging)
        walk(other, [12, 13], staging=staging)

    assert (one.listed, one.duplicates, other.listed, other.duplicates) == (2, 0, 2, 0)


def test_of_what_came_since_the_walk_nothing_else_is_looked_at():
    """A second look over a million sightings for one that came back would keep a reader waiting."""
    tally = StatusTally("auditing", SHOP)
    with Staging() as staging:
        walk(tally, range(1, 700), staging=staging)
        staging.add_product(ListedProduct(3, "auditing", gmt_modified="2"), shop=SHOP)

        with CaptureQueriesContext(connection) as asked:
            staging.keep_newest_sightings()

        looks = [query["sql"] for query in asked if "HAVING COUNT" in query["sql"]]
        assert len(looks) == 1
        assert "IN (3)" in looks[0]
        assert staging.sightings().count() == 699
