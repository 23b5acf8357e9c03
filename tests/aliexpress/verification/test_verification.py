"""What was published is derived anew from the rows, and whatever does not hold is said."""

from datetime import timedelta

import pytest
from django.db.models import F

from aliexpress.models import (
    Listing,
    ListingSku,
    ListingSnapshot,
    ReviewTally,
    SnapshotSeal,
    StoreNow,
    Transition,
    ValidityTally,
)
from aliexpress.verification.verification import problems
from tests.factories import ListingFactory, SnapshotFactory, StoreFactory
from tests.rollback import undone

pytestmark = pytest.mark.django_db


def test_whatever_a_store_lived_through_holds(lived):
    assert ListingSnapshot.objects.filter(store=lived).count() == 4

    assert list(problems(lived)) == []


def test_a_store_that_was_never_read_holds():
    assert list(problems(StoreFactory())) == []


def _second():
    return ListingSnapshot.objects.order_by("id")[1]


def _change_a_state():
    Listing.objects.filter(state="active").update(state="auditing")


def _lose_a_listing():
    Listing.objects.filter(state="active", transitions=None)[0].delete()


def _lose_a_movement():
    Transition.objects.filter(snapshot=_second()).delete()


def _invent_a_movement():
    listing = Listing.objects.filter(state="active", transitions=None)[0]
    Transition.objects.create(
        store=listing.store,
        snapshot=_second(),
        listing=listing,
        from_state="active",
        to_state="rejected",
        after_at=_second().as_of,
        by_at=_second().as_of,
    )


def _tell_another_reason_of_a_listing():
    """No state shows it: a list of that reason would be longer than the reading says."""
    Listing.objects.filter(state="active", transitions=None).update(offline_reason="user_offline")


def _tell_another_status_of_a_movement():
    Transition.objects.filter(snapshot=_second()).update(from_status="offline")


def _count_another_number():
    ListingSnapshot.objects.filter(pk=_second().pk).update(
        active_count=F("active_count") + 1, auditing_count=F("auditing_count") - 1
    )


def _change_two_listings_for_one_another():
    """No count shows it."""
    active = Listing.objects.filter(state="active", transitions=None)[0]
    rejected = Listing.objects.filter(state="rejected", transitions=None)[0]
    Listing.objects.filter(pk=active.pk).update(state="rejected")
    Listing.objects.filter(pk=rejected.pk).update(state="active")


def _change_evidence():
    snapshot = _second()
    snapshot.evidence[0]["declared"] = 99
    snapshot.save()


def _lose_a_seal():
    SnapshotSeal.objects.filter(snapshot=_second()).delete()


def _sign_it_otherwise():
    SnapshotSeal.objects.filter(snapshot=_second()).update(signature="00" * 64)


def _point_at_an_older_snapshot():
    StoreNow.objects.update(snapshot=_second())


def _count_reviews_otherwise():
    ReviewTally.objects.update(waiting=[])


def _count_ends_otherwise():
    ValidityTally.objects.update(undated_count=F("undated_count") + 1)


def _give_a_listing_to_another_shop():
    Listing.objects.update(shop=987_654)


def _give_skus_to_another_store():
    ListingSku.objects.create(
        store=ListingSnapshot.objects.earliest("id").store,
        listing=ListingFactory(),
        sku_id="1",
        position=1,
    )


HARMS = {
    _change_a_state: "the movements since then lead to",
    _lose_a_listing: "the movements since then lead to",
    _lose_a_movement: "the movements since then lead to",
    _invent_a_movement: "do not join what came after",
    _tell_another_reason_of_a_listing: "as onSelling / user_offline, and the movements since",
    _tell_another_status_of_a_movement: "as offline, and the movements since then lead to",
    _count_another_number: "the movements since then lead to",
    _change_two_listings_for_one_another: "are not those that were sealed",
    _change_evidence: "does not say what was sealed",
    _lose_a_seal: "bears no seal, and the one before it does",
    _sign_it_otherwise: "is not signed by its key",
    _point_at_an_older_snapshot: "Its pointer 'snapshot' is at",
    _count_reviews_otherwise: "waiting is []",
    _count_ends_otherwise: "undated_count is",
    _give_a_listing_to_another_shop: "Listings of a shop that is not one of the store's: ",
    _give_skus_to_another_store: "SKUs of a listing that is not one of the store's",
}


def test_what_was_changed_behind_its_back_is_said(lived):
    for harm, sentence in HARMS.items():
        with undone():
            harm()
            said = list(problems(lived))

        assert any(sentence in problem for problem in said), (harm.__name__, said)


def test_snapshots_of_a_release_before_bear_no_seal_and_hold(lived):
    SnapshotSeal.objects.all().delete()

    assert list(problems(lived)) == []


def test_a_snapshot_that_no_listing_stands_behind_is_told_by_state():
    snapshot = SnapshotFactory()

    assert [problem for problem in problems(snapshot.store) if "active" in problem] == [
        f"Snapshot {snapshot.pk} counts 4,310 active, and the movements since then lead to 0."
    ]


def test_one_store_is_verified_without_the_others(lived):
    other = SnapshotFactory(as_of=ListingSnapshot.objects.earliest("id").as_of + timedelta(days=1))

    assert list(problems(lived)) == []
    assert list(problems(other.store)) != []
