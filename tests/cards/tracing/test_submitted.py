"""What review turned down is told by what was submitted, not by what became of it since."""

from urllib.parse import parse_qsl

import pytest

from aliexpress.lifecycle import State
from aliexpress.models import Listing, Submission, Transition
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from cards.tracing.archive import asked_from, traced_at_once
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store

STRICT_WITH = 77


@pytest.fixture
def reviewed(store):
    """The assistant's listings were submitted in one product group, with one picture; since then
    everything was moved to another account and group."""
    reviewed_store(store, share=0.8, size=240)
    moves = Transition.objects.filter(store=store, to_state=State.AUDITING)
    Submission.objects.bulk_create(
        Submission(
            transition=move,
            listing=move.listing,
            gmt_modified="2026-03-20 10:00:00",
            facts_of="2026-03-20 10:00:00",
            owner_member_id="cn1",
            group_id=STRICT_WITH if is_its else move.listing.group_id,
            image_count=1 if is_its else 5,
        )
        for move in moves.select_related("listing")
        for is_its in (move.listing.owner_member_id == ASSISTANT,)
    )
    Listing.objects.of(store).update(owner_member_id="cn9", group_id=5)
    return store


def answer_of(store):
    asked = asked_from({"subject": "rejected", "kind": "why"}, at=CLOSING)
    return traced_at_once(store, asked, by=None, at=CLOSING).answer or {}


def count(store, address):
    query = dict(parse_qsl(address.partition("?")[2]))
    return find(store, filters_from(query), at=CLOSING).listings.count()


def test_reviews_are_told_by_the_facts_they_were_submitted_with(reviewed):
    answer = answer_of(reviewed)

    (finding,) = answer["findings"]
    named = [finding["where"], *(one["where"] for one in finding["like_it"])]
    assert {"group": str(STRICT_WITH)} in named
    assert {"images": "1"} in named
    assert not any("cn9" in one.values() for one in named)
    assert answer["attributes"]["kept_at_submission"] == answer["counts"]["asked_about"]
    assert answer["attributes"]["modified_since"] == 0


def test_the_lists_behind_them_are_as_long_as_their_numbers(reviewed):
    (finding,) = answer_of(reviewed)["findings"]

    (a, c), (others_a, others_c) = finding["here"], finding["others"]
    assert count(reviewed, finding["listings"]) == a
    assert count(reviewed, finding["listings_of_others"]) == c - a
    assert count(reviewed, finding["listings_elsewhere"]) == others_a
    assert count(reviewed, finding["listings_of_others_elsewhere"]) == others_c - others_a
    for alike in finding["like_it"]:
        assert count(reviewed, alike["listings"]) == alike["of"]


def test_where_nothing_was_kept_what_is_known_now_counts(reviewed):
    Submission.objects.all().delete()

    answer = answer_of(reviewed)

    assert answer["attributes"]["kept_at_submission"] == 0
    assert {"dimension": "owner", "words": "account"} not in answer["looked_at"]
    assert all("group" not in one["where"] for one in answer["findings"])


def test_a_fact_that_was_not_read_of_the_version_submitted_is_not_known(reviewed):
    """The product's own answer of another version says nothing of this one's pictures."""
    Submission.objects.update(facts_of="2026-01-01 10:00:00")

    left_out = {one["dimension"] for one in answer_of(reviewed)["not_looked_at"]}

    assert "images" in left_out
    assert "group" not in left_out
