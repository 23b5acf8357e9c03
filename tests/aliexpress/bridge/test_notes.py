"""Whoever writes a fact of either side notes what the bridge has to look at."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.bridge import count_again
from aliexpress.bridge.decisions import decide, undo
from aliexpress.gateway.answers import ListedSku, ProductDetail
from aliexpress.models import (
    BridgeChange,
    BridgeTally,
    Listing,
    ListingSku,
    SourceCatalogue,
    Store,
)
from aliexpress.models.source import STOCK
from aliexpress.source import lease
from aliexpress.source.item_row import ItemRow
from aliexpress.source.stock_snapshot import Levels, Moments, publish_stock
from aliexpress.sync.details.selection import wanted
from aliexpress.sync.details.storage import Asked, keep
from tests.bridge_stores import counted, held_together, source_read
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
ROWS = [
    ItemRow("1", "A", code="A-1", stock=5),
    ItemRow("2", "B", code="B-1", stock=5),
    ItemRow("3", "C", code="C-1", stock=5),
]


@pytest.fixture
def store():
    store = held_together(items=ROWS, listings=[["A-1"], ["OLD-B"]])
    counted(store)
    return store


def noted(store):
    rows = BridgeChange.objects.filter(store=store)
    return {value for pair in rows.values_list("listing_id", "product") for value in pair} - {None}


def answered(listing, *codes):
    skus = tuple(ListedSku(f"14:{place}", code) for place, code in enumerate(codes))
    return Asked(
        listing,
        ProductDetail(
            listing.product_id, listing.gmt_modified, None, len(skus), 0, 0, 1, 1, None, skus
        ),
    )


def test_a_first_read_of_a_source_notes_nothing_and_the_first_bridge_looks_at_all(store):
    assert noted(store) == set()
    assert BridgeTally.objects.get().whole_at == NOON


def test_a_read_of_the_source_notes_products_as_they_were_and_as_they_are(store):
    source_read(store, [ROWS[0], ROWS[1]._replace(product_external_id="B2")], at=LATER)

    assert noted(store) == {"B", "B2", "C"}  # moved, and gone


def test_an_item_notes_the_listing_its_tool_names_and_named_before(store):
    one, other = Listing.objects.of(store).order_by("pk")
    named = ROWS[0]._replace(aliexpress_product_id=one.product_id)
    source_read(store, [named, *ROWS[1:]], at=LATER)
    assert noted(store) == {"A", one.pk}

    BridgeChange.objects.all().delete()
    named = ROWS[0]._replace(aliexpress_product_id=other.product_id)
    source_read(store, [named, *ROWS[1:]], at=LATER)
    assert noted(store) == {"A", one.pk, other.pk}


def test_an_answer_of_a_product_notes_its_listing(store):
    listing = Listing.objects.of(store).order_by("pk")[0]
    keep([answered(listing, "B-1")], at=LATER)

    assert noted(store) == {listing.pk}


def test_a_decision_and_its_undoing_note_the_item_and_the_listings_of_the_code(store):
    alias = decide(store, kind="same", code="old-b", item="2", why="Renamed", at=LATER, by=None)
    listing = ListingSku.objects.get(code="OLD-B").listing_id
    assert noted(store) == {"B", listing}

    BridgeChange.objects.all().delete()
    undo(alias, why="", at=LATER, by=None)
    assert noted(store) == {"B", listing}


def test_a_store_without_a_source_notes_nothing():
    listing = ListingFactory()
    keep([answered(listing, "A")], at=LATER)

    assert not BridgeChange.objects.exists()


def test_without_a_source_an_answer_of_a_product_costs_no_look_for_one():
    store = ListingFactory().store
    SnapshotFactory(store=store, active_count=1)
    [listing] = wanted(store, at=LATER)
    with CaptureQueriesContext(connection) as asked:
        keep([answered(listing, "A")], at=LATER)

    assert not [one for one in asked if "aliexpress_sourcecatalogue" in one["sql"]]


def test_while_a_source_is_young_all_is_looked_at_for_who_did_not_know_of_it(store):
    SourceCatalogue.objects.update(connected_at=NOON)
    listing: Any = Listing.objects.of(store).order_by("pk")[1]
    listing.has_source = False  # as it was when the product was asked for
    keep([answered(listing, "C-1")], at=LATER)
    assert not BridgeChange.objects.exists()

    count_again(Store.objects.select_related("now").get(pk=store.pk), clock=lambda: LATER)

    assert BridgeTally.objects.latest("pk").listed_count == 2


def test_more_than_many_are_noted_as_everything(store, monkeypatch):
    monkeypatch.setattr("aliexpress.models.bridge_change.MANY", 1)
    BridgeChange.objects.note(store.pk, listings=[1], products=["A"])

    note = BridgeChange.objects.get()
    assert (note.listing_id, note.product) == (None, None)


def test_counting_again_looks_at_what_was_noted_alone_and_forgets_it(store):
    one, other = Listing.objects.of(store).order_by("pk")
    ListingSku.objects.filter(listing=other).update(code="C-1", key="c-1")  # noted by nobody
    keep([answered(one, "B-1")], at=LATER)

    count_again(Store.objects.select_related("now").get(pk=store.pk), clock=lambda: LATER)

    newest = BridgeTally.objects.latest("pk")
    assert (newest.listed_count, newest.missing_count, newest.orphan_count) == (1, 2, 1)
    assert not BridgeChange.objects.exists()


def test_once_a_day_all_is_looked_at_whatever_was_noted(store):
    other = Listing.objects.of(store).order_by("pk")[1]
    ListingSku.objects.filter(listing=other).update(code="C-1", key="c-1")  # noted by nobody

    tomorrow = NOON + timedelta(days=1)
    count_again(Store.objects.select_related("now").get(pk=store.pk), clock=lambda: tomorrow)

    newest = BridgeTally.objects.latest("pk")
    assert (newest.listed_count, newest.whole_at) == (2, tomorrow)


def test_a_read_of_the_stock_alone_notes_the_products_it_changed(store):
    catalogue = SourceCatalogue.objects.get(store=store)
    read = lease.request_read(catalogue, at=LATER, trigger="command", kind=STOCK)
    lease.claim(read, at=LATER)
    publish_stock(read, Levels({"1": 5, "2": 0}), Moments(LATER, LATER), clock=lambda: LATER)

    assert noted(store) == {"B"}
