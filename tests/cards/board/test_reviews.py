"""Listings in auditing: what is stuck is told from the usual churn."""

from datetime import datetime, timedelta

import pytest
import time_machine

from aliexpress.sync.publishing.reviews import count_reviews
from cards.board.reviews import newest_reviews
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from tests.factories import ListingFactory, SnapshotFactory, TransitionFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def waiting(store, *, since: timedelta, **fields):
    return ListingFactory(
        store=store, state="auditing", status="auditing", state_since_at=NOON - since, **fields
    )


def reviewed(store, *, took: timedelta, ended: datetime = NOON - DAY, outcome="active", begin=None):
    """A review seen from beginning to end."""
    listing = ListingFactory(store=store)
    for moment, source, to in ((ended - took, begin, "auditing"), (ended, "auditing", outcome)):
        TransitionFactory(
            snapshot=SnapshotFactory(store=store, as_of=moment),
            listing=listing,
            from_state=source,
            to_state=to,
            after_at=moment - DAY,
        )


def reviews_of(store, *, at=NOON):
    """As a sync of that moment counted them."""
    count_reviews(store=store, snapshot=SnapshotFactory(store=store, as_of=at), as_of=at)
    reviews = newest_reviews(store)
    assert reviews is not None
    return reviews


def behind(store, query):
    return find(store, filters_from(query), at=NOON).listings


@pytest.fixture
def usual(store):
    """Twenty reviews of one to two days; nine in ten end within two."""
    for hours in range(24, 64, 2):
        reviewed(store, took=timedelta(hours=hours))


def test_ages_are_told_apart_and_add_up(store):
    for since in (0, 1.99, 2, 6.9, 7, 30):
        waiting(store, since=since * DAY)
    waiting(store, since=DAY, gone_at=NOON)
    ListingFactory(store=store, state="rejected", state_since_at=NOON)

    reviews = reviews_of(store, at=NOON)

    assert [bucket.count for bucket in reviews.buckets] == [2, 2, 2]
    assert reviews.sentence == "6 in auditing: 2 under 2 days, 2 for 2 to 7, 2 over 7."


def test_the_list_of_each_age_is_as_long_as_its_number(store):
    for since in (0, 1, 2, 3, 7, 8, 9):
        waiting(store, since=since * DAY)

    for bucket in reviews_of(store, at=NOON).buckets:
        assert len(behind(store, bucket.listings)) == bucket.count > 0


def test_what_is_longer_there_than_nine_in_ten_reviews_take_is_stuck(store, usual):
    waiting(store, since=2 * DAY)
    waiting(store, since=3 * DAY)

    reviews = reviews_of(store, at=NOON)

    assert reviews.usual == timedelta(hours=43)
    assert reviews.nine_in_ten is not None
    assert timedelta(hours=58) < reviews.nine_in_ten < timedelta(hours=62)
    assert reviews.stuck == len(behind(store, reviews.stuck_listings)) == 1
    assert "1 of the 2 have been there longer than that, the other 1" in reviews.usual_sentence


def test_a_rejection_ends_a_review_too(store):
    for _ in range(20):
        reviewed(store, took=DAY, outcome="rejected")

    assert reviews_of(store, at=NOON).usual == DAY


def test_a_listing_that_was_first_seen_in_auditing_began_then(store):
    for _ in range(20):
        reviewed(store, took=DAY, begin="rejected")

    assert reviews_of(store, at=NOON).reviews_known == 20


def test_a_review_whose_beginning_nobody_saw_is_not_known(store):
    TransitionFactory(snapshot=SnapshotFactory(store=store), from_state="auditing")

    assert reviews_of(store, at=NOON).reviews_known == 0


def test_leaving_auditing_for_elsewhere_is_no_review(store):
    for _ in range(20):
        reviewed(store, took=DAY, outcome="taken_down")

    assert reviews_of(store, at=NOON).reviews_known == 0


def test_reviews_of_long_ago_and_of_other_stores_are_not_usual(store):
    reviewed(store, took=DAY, ended=NOON - 91 * DAY)
    reviewed(SnapshotFactory().store, took=DAY)

    assert reviews_of(store, at=NOON).reviews_known == 0


def test_with_too_few_reviews_nothing_is_called_stuck(store):
    waiting(store, since=50 * DAY)
    reviewed(store, took=DAY)

    reviews = reviews_of(store, at=NOON)

    assert (reviews.stuck, reviews.usual) == (None, None)
    assert "1 of the 20 needed" in reviews.usual_sentence


@pytest.mark.parametrize("more", [0, 1, 100_000, 123_400, 999_999])
def test_a_review_took_as_long_as_it_took_to_the_microsecond(store, more):
    took = DAY + timedelta(microseconds=more)
    for _ in range(20):
        reviewed(store, took=took, ended=NOON - DAY + timedelta(microseconds=250))

    assert reviews_of(store, at=NOON).usual == took


def test_a_page_reads_one_row_and_counts_nothing(store, usual, django_assert_num_queries):
    waiting(store, since=DAY)
    reviews_of(store)

    with django_assert_num_queries(1) as statements:
        newest_reviews(store)

    assert '"aliexpress_listing"' not in statements[0]["sql"]


def test_the_card_page_and_the_api_say_the_same(store, snapshot, owner, as_user):
    waiting(store, since=timedelta(0))
    count_reviews(store=store, snapshot=snapshot, as_of=NOON)
    browser = as_user(owner)

    text = browser.get("/stores/harbour-home/cards/aex_total_listings/").content.decode()
    answer = browser.get("/api/v1/stores/harbour-home/reviews/").json()

    assert "1 in auditing</a>" in text
    assert answer["total"] == 1
    assert sum(bucket["count"] for bucket in answer["buckets"]) == 1
    assert "of the 20 needed" in text
    assert "of the 20 needed" in answer["sentence"]


def test_of_a_store_never_read_nothing_is_known_and_no_zero_is_told(store, owner, as_user):
    answer = as_user(owner).get("/api/v1/stores/harbour-home/reviews/").json()

    assert (answer["total"], answer["as_of"], answer["buckets"]) == (None, None, [])
    assert answer["sentence"] == "Nothing is known yet: that comes with the next complete reading."


def test_ages_are_told_of_the_moment_the_store_was_last_known_to_be_so(
    store, snapshot, owner, as_user
):
    """Nobody looked since noon: whether what waited a day then still waits is not known."""
    waiting(store, since=DAY)
    count_reviews(store=store, snapshot=snapshot, as_of=NOON)
    browser = as_user(owner)

    with time_machine.travel(NOON + 10 * DAY, tick=False):
        answer = browser.get("/api/v1/stores/harbour-home/reviews/").json()
        text = browser.get("/stores/harbour-home/cards/aex_total_listings/").content.decode()

    assert answer["as_of"] == "2026-03-14T12:00:00Z"
    assert [bucket["count"] for bucket in answer["buckets"]] == [1, 0, 0]
    assert "1</a> under 2 days" in text


def test_a_hidden_store_has_no_reviews(store, member, as_user):
    stranger = as_user(member("owner", of_store=False))

    assert stranger.get("/api/v1/stores/harbour-home/reviews/").status_code == 404
