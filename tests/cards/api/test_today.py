"""What to do today, to other apps: behind the one gate, and from the rows."""

import time_machine

from tests.factories import ListingFactory, MembershipFactory, StoreFactory
from tests.moments import NOON

TODAY = "/api/v1/stores/harbour-home/today/"


def asked(client, address=TODAY):
    with time_machine.travel(NOON, tick=False):
        return client.get(address)


def test_the_rejected_listings_of_a_store_are_told_by_reason(snapshot, owner, with_key):
    ListingFactory.create_batch(
        2, store=snapshot.store, state="rejected", audit_failure_reason="category_audit_fail"
    )

    answer = asked(with_key(owner))

    assert answer.json() == {
        "store": "harbour-home",
        "at": "2026-03-14T12:00:00Z",
        "sentences": [
            {
                "rule": "rejected",
                "store": "harbour-home",
                "sentence": "2 listings of Harbour Home are rejected: in the wrong category.",
                "listings": 2,
                "link": "/stores/harbour-home/work/groups/rejected/?reason=category_audit_fail",
            }
        ],
        "nothing": "",
    }


def test_with_nothing_to_do_it_says_so(snapshot, owner, with_key):
    answer = asked(with_key(owner))

    assert answer.json()["sentences"] == []
    assert answer.json()["nothing"] == "Nothing to do today."


def test_another_store_and_no_store_are_one_answer(snapshot, owner, with_key):
    StoreFactory(slug="another")

    for slug in ("another", "nowhere"):
        assert asked(with_key(owner), f"/api/v1/stores/{slug}/today/").status_code == 404


def test_a_member_without_a_role_is_told_nothing(snapshot, member, with_key):
    assert asked(with_key(member(None))).status_code == 404


def test_only_what_concerns_a_card_where_one_is_named(snapshot, owner, with_key):
    ListingFactory(store=snapshot.store, state="rejected")

    assert asked(with_key(owner), f"{TODAY}?card=aex_oos_listings").json()["sentences"] == []
    assert asked(with_key(owner), f"{TODAY}?card=nothing").status_code == 400


def test_what_is_told_is_of_one_store_alone(snapshot, owner, with_key):
    other = MembershipFactory(user=owner, store=StoreFactory(name="Other")).store
    ListingFactory(store=other, state="rejected")

    assert asked(with_key(owner)).json()["sentences"] == []
