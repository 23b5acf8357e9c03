"""The listings behind a number: filtered, in a stable order, page by page without a count."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from cards.board.filters import BadFilter, Filters, filters_from
from cards.board.listings import csv_rows, find, page_of
from cards.board.past import whole_moves
from tests.factories import ListingFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON


def listings(store, filters):
    return find(store, filters, at=NOON).listings


def ids(rows):
    return [listing.product_id for listing in rows]


def test_listings_gone_and_of_other_stores_are_not_among_them(store):
    here = ListingFactory(store=store)
    ListingFactory(store=store, gone_at=NOON)
    ListingFactory(store=StoreFactory())

    assert ids(listings(store, Filters())) == [here.product_id]


def test_filters_narrow_together(store):
    wanted = ListingFactory(
        store=store, state="unmapped", status="offline", offline_reason="moon_offline"
    )
    ListingFactory(store=store, state="unmapped", status="frozen")
    ListingFactory(store=store, state="expired", status="offline", offline_reason="expire_offline")

    filters = Filters(state="unmapped", status="offline", offline_reason="moon_offline")

    assert ids(listings(store, filters)) == [wanted.product_id]


def test_the_search_finds_words_of_the_subject_in_any_case(store):
    lamp = ListingFactory(store=store, subject="Brass Lamp, dimmable")
    ListingFactory(store=store)

    assert ids(listings(store, Filters(search="brass lamp"))) == [lamp.product_id]


@pytest.mark.parametrize("character", ["%", "_", "\\", "'", '"'])
def test_the_search_takes_every_character_for_itself(store, character):
    with_it = ListingFactory(store=store, subject=f"Cotton 100{character} soft")
    ListingFactory(store=store, subject="Cotton 100 soft")

    assert ids(listings(store, Filters(search=f"100{character}"))) == [with_it.product_id]


def test_an_id_longer_than_any_finds_nothing_and_breaks_nothing(store):
    ListingFactory(store=store)

    assert ids(listings(store, Filters(search="9" * 19))) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"state": "sleeping"}, "state"),
        ({"search": "a\x00b"}, "search"),
        ({"status": "x" * 201}, "status"),
    ],
)
def test_a_filter_that_cannot_be_is_named(values, field):
    with pytest.raises(BadFilter) as refused:
        filters_from(values)

    assert refused.value.field == field


def test_an_unknown_state_is_answered_with_those_there_are():
    with pytest.raises(BadFilter, match="active, auditing, rejected, expired"):
        filters_from({"state": "sleeping"})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)
@given(number=st.integers(0, 12), size=st.integers(1, 5))
def test_pages_forth_and_back_hold_every_listing_once(store, number, size):
    store.listings.all().delete()
    made = ids(ListingFactory.create_batch(number, store=store))
    found = listings(store, Filters())

    forth, page = [], page_of(found, size=size)
    forth += ids(page.rows)
    while page.next_after is not None:
        page = page_of(found, after=page.next_after, size=size)
        forth += ids(page.rows)
    back = ids(page.rows)
    while page.previous_before is not None:
        page = page_of(found, before=page.previous_before, size=size)
        back = ids(page.rows) + back

    assert forth == made
    assert back == made


def test_a_page_is_two_statements_without_a_count(store):
    ListingFactory.create_batch(3, store=store)

    with CaptureQueriesContext(connection) as statements:
        page_of(listings(store, Filters()), size=2)

    assert len(statements) == 2  # the snapshot it is told of, and the rows
    assert all("COUNT" not in statement["sql"] for statement in statements)


@pytest.mark.parametrize("state", State.values)
def test_a_state_s_list_is_as_long_as_its_number(store, state):
    ListingFactory.create_batch(2, store=store, state=state)
    ListingFactory(store=store, state=State.ACTIVE if state != "active" else State.EXPIRED)

    assert len(listings(store, Filters(state=state))) == 2


def test_an_exported_row_names_the_snapshot_and_verdict_it_stands_on(store, snapshot):
    ListingFactory(store=store)

    [row] = csv_rows(find(store, Filters(), at=NOON))

    assert row[:3] == [snapshot.pk, "complete", "2026-03-14T12:00:00+00:00"]


def test_an_exported_row_carries_the_words_and_the_address(store):
    listing = ListingFactory(store=store, subject="Linen curtain")

    [row] = csv_rows(find(store, Filters(), at=NOON))

    assert row[3] == listing.product_id
    assert "Linen curtain" in row
    assert row[-1] == f"https://www.aliexpress.com/item/{listing.product_id}.html"


@pytest.fixture
def large_tables(db):
    """With so few rows PostgreSQL would read the whole table, whatever the indexes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.parametrize("values", [{}, {"state": "rejected"}])
def test_a_page_of_the_past_asks_the_index_of_each_listing(store, large_tables, values):
    SnapshotFactory(store=store)
    filters = filters_from({"as_of": NOON.isoformat(), **values})

    plan = listings(store, filters)[:50].explain()

    assert "transition_of_listing" in plan


def test_a_movement_is_found_by_the_store_s_own_moves(store, large_tables):
    first = SnapshotFactory(store=store)
    second = SnapshotFactory(store=store, as_of=NOON + timedelta(minutes=5))

    plan = whole_moves(store, after=first, until=second).explain()

    assert "transition_of_store" in plan
    assert "transition_of_listing" in plan
