"""A list in pages that have numbers: each listing on one page, from either end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import Listing
from cards.listings.filters import Filters
from cards.listings.headline import headline_of
from cards.listings.listing_set import find
from cards.listings.page import SORTED_BY, in_order, numbered_page
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON


@pytest.fixture
def eleven(store):
    """Two states, prices that are alike, that differ and that are not known."""
    SnapshotFactory(store=store)
    return [
        ListingFactory(
            store=store,
            state="rejected" if number % 3 == 0 else "active",
            min_price=None if number % 4 == 0 else number % 2,
            subject=f"title {number % 2}",
        )
        for number in range(11)
    ]


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("name", SORTED_BY)
def test_pages_hold_each_listing_once_in_the_order_of_the_whole_list(eleven, name, way):
    listings = in_order(Listing.objects.all(), way + name)

    pages = [numbered_page(listings, number, size=3) for number in range(1, 5)]

    assert [row for page in pages for row in page.rows] == list(listings)
    assert [len(page.rows) for page in pages] == [3, 3, 3, 2]


def test_a_number_past_the_end_is_the_last_page(eleven):
    page = numbered_page(in_order(Listing.objects.all(), "id"), 99, size=3)

    assert (page.number, page.pages, page.first, page.last) == (4, 4, 10, 11)
    assert page.rows == eleven[9:]


def test_a_page_near_the_end_is_looked_for_from_there(eleven):
    with CaptureQueriesContext(connection) as asked:
        numbered_page(in_order(Listing.objects.all(), "id"), 4, size=3, total=11)

    (statement,) = asked.captured_queries
    assert "OFFSET" not in statement["sql"]
    assert '"product_id" DESC' in statement["sql"]


@pytest.mark.parametrize(
    ("filters", "total", "parts"),
    [
        ({}, 11, [("active", 7), ("rejected", 4)]),
        ({"state": "rejected"}, 4, []),
        ({"search": "title 1"}, 5, [("active", 3), ("rejected", 2)]),
        ({"search": "nobody"}, 0, []),
    ],
)
def test_a_list_is_counted_with_its_parts_in_one_statement(
    store, eleven, filters, total, parts, django_assert_num_queries
):
    filters = Filters(**filters)
    found = find(store, filters, at=NOON)

    with django_assert_num_queries(1):
        headline = headline_of(found, filters)

    assert headline.total == total
    assert [(part.words, part.count) for part in headline.parts] == parts
