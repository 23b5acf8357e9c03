"""The listings behind a number: filtered, in a stable order, page by page without a count."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Shop, Transition
from aliexpress.typed.bad_input import BadInput
from cards.flow.movements import whole_moves
from cards.listings.filters import Filters, filters_from
from cards.listings.listing_set import Found, find
from cards.listings.page import page_of
from tests.cards.store_past import lived
from tests.factories import ListingFactory, SnapshotFactory, StoreFactory, TransitionFactory
from tests.moments import NOON
from tests.thorough import examples

MINUTE = timedelta(minutes=1)


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


def test_the_search_finds_all_of_its_words_in_any_order(store):
    lamp = ListingFactory(store=store, subject="Brass Lamp, dimmable")
    ListingFactory(store=store, subject="Brass rail")

    assert ids(listings(store, Filters(search="dimmable brass"))) == [lamp.product_id]


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
    with pytest.raises(BadInput) as refused:
        filters_from(values)

    assert refused.value.field == field


def test_an_unknown_state_is_answered_with_those_there_are():
    with pytest.raises(BadInput, match="active, auditing, rejected, expired"):
        filters_from({"state": "sleeping"})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=examples(25),
)
@given(number=st.integers(0, 12), size=st.integers(1, 5))
def test_pages_forth_and_back_hold_every_listing_once(store, number, size):
    store.listings.all().delete()
    made = ids(ListingFactory.create_batch(number, store=store))
    found = find(store, Filters(), at=NOON)

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
        page_of(find(store, Filters(), at=NOON), size=2)

    assert len(statements) == 2  # the snapshot it is told of, and the rows
    assert all("COUNT" not in statement["sql"] for statement in statements)


@pytest.mark.parametrize("state", State.values)
def test_a_state_s_list_is_as_long_as_its_number(store, state):
    ListingFactory.create_batch(2, store=store, state=state)
    ListingFactory(store=store, state=State.ACTIVE if state != "active" else State.EXPIRED)

    assert len(listings(store, Filters(state=state))) == 2


def test_a_file_of_now_stays_with_its_snapshot_though_another_is_published_meanwhile(store):
    first, _ = lived(store, [{1: "active", 2: "rejected"}, {1: "rejected", 3: "active"}])
    before = NOON + timedelta(minutes=30)
    stood = Found(Listing.objects.of(store), first)

    kept = stood.pinned(store, filters_from({"state": "rejected"}), at=before)

    assert [(row.product_id % 10, row.state) for row in kept.told(list(kept.listings))] == [
        (2, "rejected")
    ]


@pytest.fixture
def much_later(store):
    """The first two snapshots of a store, and five thousand moves after them in five stores: with
    fewer rows PostgreSQL would not care which index it takes."""
    ends = [SnapshotFactory(store=store, as_of=moment) for moment in (NOON, NOON + MINUTE)]
    for one in [store, *StoreFactory.create_batch(4)]:
        listings = Listing.objects.bulk_create(ListingFactory.build_batch(100, store=one))
        for days in range(1, 11):
            snapshot = SnapshotFactory(store=one, as_of=NOON + timedelta(days=days))
            Transition.objects.bulk_create(
                TransitionFactory.build(snapshot=snapshot, listing=listing) for listing in listings
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return ends


@pytest.mark.parametrize("values", [{}, {"state": "rejected"}])
def test_a_page_of_the_past_asks_the_index_of_each_listing(store, much_later, values):
    filters = filters_from({"as_of": NOON.isoformat(), **values})

    plan = listings(store, filters)[:50].explain()

    assert "transition_of_listing" in plan


def test_a_movement_is_found_by_the_store_s_own_moves(store, much_later):
    first, second = much_later

    plan = whole_moves(store, after=first, until=second).explain()

    assert "transition_of_store" in plan
    assert "transition_of_listing" in plan


@pytest.mark.django_db
def test_a_price_filter_leaves_supply_prices_out():
    store = StoreFactory()
    SnapshotFactory(store=store)
    shops = {
        family: Shop.objects.create(store=store, family=family, channel_seller_id=family)
        for family in ("pop", "choice", "local_cb")
    }
    made = {
        family: ListingFactory(store=store, shop=shop, min_price=5, max_price=6)
        for family, shop in shops.items()
    }
    of_nobody = ListingFactory(store=store, min_price=5, max_price=6)

    found = listings(store, filters_from({"min_price": "1"}))

    assert set(found) == {made["pop"], made["local_cb"], of_nobody}
