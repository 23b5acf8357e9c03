"""The life of a listing: each state with the stretch it changed in, no false minute."""

from datetime import timedelta

import pytest
from django.http import Http404

from cards.listings.timeline import timeline
from cards.pages.moment_words import between
from cards.templatetags.centre import stage_length
from tests.cards.store_past import HOUR, lived
from tests.factories import ListingFactory, StoreFactory
from tests.moments import NOON

FIRST = 1_005_000_000_000_000
LATER = NOON + 5 * HOUR


def test_every_state_it_was_in_newest_first(store):
    lived(store, [{1: "auditing"}, {1: "rejected"}, {1: "rejected"}, {1: "active"}])

    stages = timeline(store, FIRST + 1, at=LATER).stages

    assert [stage.state for stage in stages] == ["active", "rejected", "auditing"]
    assert [(stage.after_at, stage.by_at) for stage in stages] == [
        (NOON + 2 * HOUR, NOON + 3 * HOUR),
        (NOON, NOON + HOUR),
        (None, NOON),
    ]


def test_what_never_moved_began_no_later_than_aliexpress_last_changed_it(store):
    listing = ListingFactory(store=store, state_since_at=NOON - 24 * HOUR)

    [stage] = timeline(store, listing.product_id, at=NOON).stages

    assert (stage.after_at, stage.by_at) == (None, NOON - 24 * HOUR)


def test_it_lasted_at_least_from_when_we_knew_it_until_it_may_have_ended(store):
    lived(store, [{1: "auditing"}, {1: "rejected"}, {1: "rejected"}, {1: "active"}])

    active, rejected, auditing = timeline(store, FIRST + 1, at=LATER).stages

    assert active.lasted(at=LATER) == 2 * HOUR
    assert rejected.lasted(at=LATER) == HOUR
    assert auditing.lasted(at=LATER) == timedelta()


def test_it_lasted_at_most_from_when_we_last_did_not_see_it_until_we_saw_the_next(store):
    lived(store, [{1: "auditing"}, {1: "rejected"}, {1: "rejected"}, {1: "active"}])

    active, rejected, auditing = timeline(store, FIRST + 1, at=LATER).stages

    assert active.lasted_at_most(at=LATER) == 3 * HOUR
    assert rejected.lasted_at_most(at=LATER) == 3 * HOUR
    assert auditing.lasted_at_most(at=LATER) is None
    assert stage_length(active, LATER) == "between 2 and 3 hours so far"
    assert stage_length(rejected, LATER) == "between 1 and 3 hours"
    assert stage_length(auditing, LATER) == "not known"


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        ("0 seconds", "2 days", "between 0 and 2 days"),
        ("1 hour", "3 hours", "between 1 and 3 hours"),
        ("5 minutes", "3 hours", "between 5 minutes and 3 hours"),
        ("3 hours", "3 hours", "3 hours"),
    ],
)
def test_a_stretch_nobody_knows_to_the_minute_is_given_by_its_ends(least, most, said):
    assert between(least, most) == said


def test_a_listing_that_appeared_later_begins_with_its_appearance(store):
    lived(store, [{}, {1: "auditing"}])

    [only] = timeline(store, FIRST + 1, at=LATER).stages

    assert (only.state, only.after_at, only.by_at) == ("auditing", NOON, NOON + HOUR)


def test_a_listing_that_is_gone_says_so_and_one_that_returns_too(store):
    lived(store, [{1: "active"}, {}, {1: "active"}])

    stages = timeline(store, FIRST + 1, at=LATER).stages

    assert [stage.state for stage in stages] == ["active", None, "active"]


@pytest.mark.parametrize(
    ("before", "then", "cause"),
    [
        ("auditing", "active", "AliExpress's review let it through."),
        ("auditing", "rejected", "AliExpress's review turned it down."),
        ("active", "expired", "Its listing period ran out."),
        ("active", "taken_down", "The seller took it off sale."),
        # Nothing AliExpress says tells who or what did these.
        ("active", "auditing", ""),
        ("expired", "active", ""),
        ("active", "unmapped", ""),
    ],
)
def test_what_moved_it_is_told_where_aliexpress_says_so(store, before, then, cause):
    lived(store, [{1: before}, {1: then}])

    newest, first = timeline(store, FIRST + 1, at=LATER).stages

    assert (newest.cause, first.cause) == (cause, "")


def test_what_moved_one_before_we_first_saw_it_is_not_told(store):
    lived(store, [{1: "expired"}])

    [only] = timeline(store, FIRST + 1, at=LATER).stages

    assert only.cause == ""


def test_one_that_never_moved_has_one_stage(store):
    listing = ListingFactory(store=store, state="rejected", status="editingRequired")

    [only] = timeline(store, listing.product_id, at=LATER).stages

    assert (only.state, only.status, only.until) == ("rejected", "editingRequired", None)


def test_a_listing_of_another_store_is_not_there(store):
    listing = ListingFactory(store=StoreFactory())

    with pytest.raises(Http404):
        timeline(store, listing.product_id, at=LATER)


def test_it_takes_two_statements(store, django_assert_num_queries):
    lived(store, [{1: "auditing"}, {1: "rejected"}, {1: "active"}])

    with django_assert_num_queries(2):
        timeline(store, FIRST + 1, at=LATER)
