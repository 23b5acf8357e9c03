"""A work item stands on listings of its store, in the states they were taken on in."""

import pytest

from aliexpress.models import Transition
from cards.models import WorkItem, WorkListing
from cards.verification.work_items import problems
from tests.cards.store_past import lived
from tests.factories import ListingFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
DAYS = [{1: "rejected", 2: "rejected"}, {1: "auditing", 2: "rejected"}, {1: "active"}]


@pytest.fixture
def item():
    """Two rejected listings, of which one was sent back and one vanished since."""
    store = StoreFactory()
    snapshot = lived(store, DAYS)[0]
    item = WorkItem.objects.create(
        store=store, title="Clear", kind="rejected", created_at=NOON, snapshot=snapshot,
        looked_snapshot=snapshot.pk,
    )  # fmt: skip
    for listing in store.listings.all():
        WorkListing.objects.create(item=item, listing=listing, state="rejected")
    return item


def said(item):
    return list(problems(item.store))


def test_one_whose_listings_moved_on_since_holds(item):
    assert said(item) == []


def test_one_without_listings_is_named(item):
    item.rows.all().delete()

    assert said(item) == [f"Work item {item.pk} holds no listing."]


def test_a_listing_of_another_store_is_counted(item):
    WorkListing.objects.create(item=item, listing=ListingFactory(), state="active")

    assert said(item) == ["Rows of work items that name no listing of the store: 1."]


def test_a_listing_that_is_not_there_is_counted(item):
    """As a restore that checks nothing may leave it."""
    rows = item.rows.order_by("pk")
    there = rows[0].listing_id
    rows.filter(pk=rows[0].pk).update(listing=10**9)

    assert said(item) == ["Rows of work items that name no listing of the store: 1."]
    rows.filter(pk=rows[0].pk).update(listing=there)


def test_a_snapshot_of_another_store_is_named(item):
    WorkItem.objects.update(snapshot=SnapshotFactory())

    assert f"Work item {item.pk} began with a snapshot that is none of the store's." in said(item)


@pytest.mark.parametrize("facts", ["looked_snapshot", "looked_details"])
def test_facts_that_are_not_there_are_named(item, facts):
    WorkItem.objects.update(**{facts: 10**9})

    assert said(item) == [
        f"Work item {item.pk} was held against facts that are none of the store's."
    ]


def test_another_state_than_movements_lead_back_to_is_named(item):
    item.rows.update(state="auditing")

    assert said(item) == [f"Work item {item.pk} has 2 listings that were in another state then."]


def test_a_listing_that_appeared_only_afterwards_is_named(item):
    Transition.objects.filter(to_state="auditing").update(from_state=None)

    assert len(said(item)) == 1
