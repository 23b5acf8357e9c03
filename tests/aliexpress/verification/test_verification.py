"""What was published is derived anew from the rows, and whatever does not hold is said."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import F

from aliexpress.models import (
    Confirmation,
    Listing,
    ListingSku,
    ListingSnapshot,
    ReviewTally,
    SnapshotSeal,
    StoreNow,
    Transition,
    ValidityTally,
)
from aliexpress.proof.proof_file import proof_of
from aliexpress.proof.seal import link
from aliexpress.proof.statement import FORMAT, FORMER, statement_digest, statement_of
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


def _publish_it_at_another_moment():
    ListingSnapshot.objects.filter(pk=_second().pk).update(
        published_at=_second().published_at + timedelta(minutes=1)
    )


def _judge_its_age_by_another_interval():
    ListingSnapshot.objects.filter(pk=_second().pk).update(sync_interval=86_400)


def _tell_another_cause_of_a_movement():
    Transition.objects.filter(snapshot=_second()).update(audit_failure_reason="other")


def _date_a_movement_otherwise():
    Transition.objects.filter(snapshot=_second()).update(by_at=F("by_at") + timedelta(seconds=1))


def _begin_a_movement_earlier():
    Transition.objects.filter(snapshot=_second()).update(
        after_at=F("after_at") - timedelta(hours=1)
    )


def _tell_what_the_vanished_became():
    Transition.objects.filter(to_state=None).update(to_offline_reason="user_offline")


def _age_a_listing():
    Listing.objects.filter(gone_at=None, transitions__snapshot=_second()).update(
        state_since_at=F("state_since_at") - timedelta(days=3)
    )


def _let_it_be_gone_for_longer():
    Listing.objects.exclude(gone_at=None).update(gone_at=F("gone_at") - timedelta(days=3))


def _find_it_true_for_longer():
    ListingSnapshot.objects.filter(pk=_second().pk).update(
        confirmed_at=F("confirmed_at") + timedelta(seconds=1)
    )


def _lose_the_looks():
    Confirmation.objects.all().delete()


def _look_without_a_break():
    ListingSnapshot.objects.filter(longest_lapse__gt=0).update(longest_lapse=0)


def _hide_a_listing_from_searches():
    Listing.objects.update(search_text="something else")


HARMS = {
    _date_a_movement_otherwise: "Movements that are dated otherwise than their snapshots: 1.",
    _begin_a_movement_earlier: "Movements that are dated otherwise than their snapshots: 1.",
    _tell_what_the_vanished_became: "do not join what came after",
    _age_a_listing: "Listings in their state since another moment than their movements say: 1.",
    _let_it_be_gone_for_longer: "Listings gone since another moment than their movements say: 1.",
    _find_it_true_for_longer: "was last found true at",
    _lose_the_looks: "was last found true at",
    _look_without_a_break: "its looks lie otherwise apart than it says",
    _hide_a_listing_from_searches: "searched by another title than theirs: ",
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


@pytest.mark.parametrize(
    "harm",
    [
        _publish_it_at_another_moment,
        _judge_its_age_by_another_interval,
        _tell_another_cause_of_a_movement,
    ],
)
def test_what_the_next_release_seals_besides_is_held_already(lived, harm):
    assert proof_of(_second())["statement"]["format"] == FORMER
    for one in SnapshotSeal.objects.order_by("snapshot").select_related("snapshot"):
        said = statement_of(one.snapshot, listings_digest=one.listings_digest, format_=FORMAT)
        sealed_anew(one, statement_digest(said))
    assert list(problems(lived)) == []
    assert proof_of(_second())["statement"]["format"] == FORMAT

    harm()

    assert any("does not say what was sealed" in problem for problem in problems(lived))


def sealed_anew(one, statement):
    before = SnapshotSeal.objects.filter(snapshot=one.snapshot.previous_id).first()
    one.previous_digest = before.digest if before else ""
    one.statement_digest, one.digest = statement, link(one.previous_digest, statement)
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(one.key.private))
    one.signature = key.sign(one.digest.encode()).hex()
    one.save()


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
