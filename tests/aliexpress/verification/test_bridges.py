"""A bridge that is not what its rows come to is told."""

from datetime import timedelta

import pytest
from django.db.models import F

from aliexpress.models import BridgeEntry, BridgeTally, Finding, SourceItem, SourceSnapshot
from aliexpress.source.item_row import ItemRow
from aliexpress.verification import bridges
from aliexpress.verification.bridges import OF_FINDINGS
from tests.bridge_stores import (
    aliexpress_read_again,
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.rollback import undone

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ROWS = [
    ItemRow("1", "A", code="A-1", name="Linen curtain", stock=0),
    ItemRow("2", "A", code="A-2", name="Linen curtain", stock=5),
    ItemRow("3", "B", code="B-1", is_meant=False),
    ItemRow("4", "C", code=""),
    ItemRow("5", "D", code="D-1"),
]


@pytest.fixture
def store():
    """Three bridges: an item goes missing, a listing comes, what is out of stock settles."""
    store = held_together(items=ROWS, listings=[["A-1", "STRAY"], ["a-1"], ["D-1"], [""]])
    counted(store)
    source_read(store, ROWS[:-1], at=NOON + MINUTE)
    listed(store, ["A-2"])
    snapshot_of(store, at=NOON + MINUTE)
    aliexpress_read_again(store, at=NOON + MINUTE)
    counted(store, at=NOON + 2 * MINUTE)
    assert BridgeTally.objects.count() == 2
    return store


def first(model, **those):
    return model.objects.filter(**those).order_by("pk")[0]


def said(store):
    return " ".join(bridges.problems(store))


def test_bridges_that_are_what_their_rows_come_to_hold(store):
    assert said(store) == ""


def test_a_store_without_a_source_costs_one_look(django_assert_num_queries):
    store = StoreFactory()

    with django_assert_num_queries(1):
        assert said(store) == ""


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda: first(BridgeEntry, side="sku").delete(), "counting again gives"),
        (lambda: BridgeEntry.objects.filter(side="listing").update(item_id=10**9), "name no item"),
        (lambda: BridgeEntry.objects.update(state="rejected"), "active_count is"),
        (lambda: Finding.objects.filter(kind="oos").delete(), "oos_count is 1"),
        (lambda: SourceItem.objects.filter(external_id="3").update(fingerprint="x"), "digest is"),
        (lambda: SourceItem.objects.filter(external_id="3").delete(), "item_count is 4"),
        (lambda: SourceSnapshot.objects.update(item_count=9), "than its two snapshots"),
    ],
)
def test_what_does_not_hold_is_told(store, spoil, sentence):
    spoil()

    assert sentence in said(store)


def test_a_bridge_of_the_past_is_verified_too(store):
    one = first(BridgeTally)
    first(BridgeEntry, until_tally__isnull=False, since_tally=one).delete()

    assert f"{one}:" in said(store)


def test_what_was_found_in_a_bridge_of_the_past_is_verified_too(store):
    one = first(BridgeTally)
    for name in OF_FINDINGS:
        with undone():
            BridgeTally.objects.filter(pk=one.pk).update(**{name: F(name) + 1})

            assert f"{one}: {name} is " in said(store)
