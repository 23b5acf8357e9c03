"""A bridge is appended where it differs, and each thing keeps where it stood, and until when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from aliexpress.models import BridgeEntry, BridgeTally, Listing, SkuAlias, StoreNow
from aliexpress.models.bridge_words import Side
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import counted, held_together, listed, snapshot_of, source_read
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def store():
    """One listing with two SKUs, of a source with three items."""
    store = held_together(items=["A-1", "A-2", "B-1"], listings=[["A-1", "a-2"]])
    counted(store, at=NOON)
    return store


def parts(store, side, tally=None):
    tally = tally or BridgeTally.objects.filter(store=store).latest("pk")
    return sorted(
        BridgeEntry.objects.at_tally(tally)
        .filter(side=side)
        .values_list("code", "part", "rule", "reason")
    )


def test_the_parts_of_both_sides_are_kept(store):
    assert parts(store, Side.ITEM) == [
        ("A-1", "listed", "exact", ""),
        ("A-2", "listed", "normalised", ""),
        ("B-1", "missing", "", "not_pushed"),
    ]
    assert parts(store, Side.SKU) == [
        ("A-1", "first", "exact", ""),
        ("a-2", "first", "normalised", ""),
    ]
    assert StoreNow.objects.get(store=store).bridge == BridgeTally.objects.get(store=store)


def test_holding_the_sides_together_again_changes_nothing(store):
    before = list(BridgeEntry.objects.values())

    again = counted(store, at=LATER)

    assert again == BridgeTally.objects.get()
    assert list(BridgeEntry.objects.values()) == before


def test_what_was_matched_and_is_gone_from_the_source_is_told_from_what_never_was(store):
    first = BridgeTally.objects.get()
    source_read(store, ["A-1", "B-1"], at=LATER)

    counted(store, at=LATER)

    assert ("a-2", "orphan", "", "gone") in parts(store, Side.SKU)
    assert ("a-2", "first", "normalised", "") in parts(store, Side.SKU, first)


def test_an_item_whose_listing_is_gone_is_withdrawn(store):
    Listing.objects.filter(store=store).update(gone_at=LATER)
    snapshot_of(store, at=LATER)

    tally = counted(store, at=LATER)

    assert (tally.withdrawn_count, tally.not_pushed_count) == (2, 1)


def test_what_the_sellers_tool_listed_before_any_bridge_of_ours_is_withdrawn_as_well():
    def listed_once(key, product_id):
        return ItemRow(key, key, code=f"X-{key}", aliexpress_product_id=product_id)

    store = StoreFactory()
    gone = listed(store, ["OLD-1"], gone_at=NOON)
    elsewhere = listed(StoreFactory(), ["OLD-2"], gone_at=NOON)
    held_together(
        store=store,
        items=[
            listed_once("1", gone.product_id),
            listed_once("2", elsewhere.product_id),
            listed_once("3", 7),
        ],
        listings=[],
    )

    tally = counted(store)

    assert (tally.withdrawn_count, tally.not_pushed_count) == (1, 2)
    assert BridgeEntry.objects.get(store=store, reason="withdrawn").listing == gone


def test_a_listing_of_another_moment_than_the_snapshot_is_not_counted(store):
    listed(store, ["C-1"])

    assert counted(store, at=LATER) is None


def test_a_decision_holds_from_the_next_bridge_on_and_not_before(store):
    first = BridgeTally.objects.get()
    listed(store, ["OLD-B"])
    snapshot_of(store, at=LATER)
    SkuAlias.objects.create(
        store=store,
        kind="same",
        code="OLD-B",
        key="old-b",
        item_id=BridgeEntry.objects.get(code="B-1", side="item").item_id,
        why="Renamed in May",
        made_at=LATER,
    )

    tally = counted(store, at=LATER)

    assert (tally.missing_count, tally.alias_count, tally.by_alias) == (0, 1, 1)
    assert ("B-1", "missing", "", "not_pushed") in parts(store, Side.ITEM, first)


def test_a_store_without_a_source_has_no_bridge_and_costs_a_statement(
    store, django_assert_num_queries
):
    other = snapshot_of(None, at=NOON).store

    with django_assert_num_queries(1):
        assert counted(other, at=NOON) is None


def test_the_database_refuses_parts_that_do_not_add_up(store):
    with pytest.raises(IntegrityError, match="items_are_listed_left_out"):
        BridgeTally.objects.update(missing_count=7, missing_whole_count=7, not_pushed_count=7)


def test_the_order_in_which_the_sides_are_published_does_not_matter(store):
    other = held_together(items=["A-1"], listings=[["A-1", "a-2"]])
    counted(other, at=NOON)
    source_read(other, ["A-1", "A-2", "B-1"], at=LATER)
    counted(other, at=LATER)

    assert parts(other, Side.ITEM) == parts(store, Side.ITEM)
