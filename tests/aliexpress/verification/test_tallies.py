"""Each number of each tally is its count, or it is named."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from aliexpress.models import (
    DetailReading,
    DetailTally,
    Listing,
    ListingSnapshot,
    ReviewTally,
    StoreNow,
    ValidityTally,
    WordTally,
)
from aliexpress.sync.details.tally import COUNTS, tally
from aliexpress.sync.publishing.reviews import count_reviews
from aliexpress.sync.publishing.validity import validity_figures
from aliexpress.verification.tallies import problems
from tests.bridge_stores import listed, snapshot_of
from tests.factories import StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def moment(at):
    return at


@pytest.fixture
def store():
    """Two readings of three listings, each with tallies of all three kinds."""
    store = StoreFactory()
    DetailReading.objects.get_or_create(store=store)
    for at in (NOON, NOON + HOUR):
        listed(store, ["A-1", f"B-{at.hour}"])
        listed(store, ["A-1"])
        Listing.objects.update(offline_at=NOON + timedelta(days=3), modified_at=NOON)
        snapshot = snapshot_of(store, at=at)
        of_snapshot = {"store": store, "snapshot": snapshot, "as_of": at}
        counted = ValidityTally.objects.create(
            **of_snapshot, published_at=at, **validity_figures(store, moment=at)
        )
        StoreNow.objects.point(store.pk, validity=counted)
        count_reviews(**of_snapshot)
        tally(store, clock=partial(moment, at))
    return store


def test_tallies_that_are_their_counts_hold(store):
    assert DetailTally.objects.count() == ValidityTally.objects.count() == 2
    assert list(problems(store)) == []


def is_told(store, model, **changed):
    """Whether the database refuses the change, or somebody says it."""
    try:
        with transaction.atomic():
            model.update(**changed)
            said = list(problems(store))
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return bool(said)


@pytest.mark.parametrize("by", [1, -1])
def test_no_number_of_the_newest_details_is_another_unsaid(store, by):
    newest = DetailTally.objects.filter(as_of=NOON + HOUR)
    known = [name for name in COUNTS if getattr(newest[0], name) is not None]
    assert len(known) == len(COUNTS) - 1  # no diagnosis was read

    assert [name for name in known if not is_told(store, newest, **{name: F(name) + by})] == []


def test_no_number_of_the_newest_ends_is_another_unsaid(store):
    newest = ValidityTally.objects.filter(as_of=NOON + HOUR)
    days = [1, *newest[0].days[1:]]

    assert is_told(store, newest, days=days)
    for name in ("active_count", "undated_count", "overdue_count"):
        assert is_told(store, newest, **{name: F(name) + 1}), name


def test_no_number_of_reviews_is_another_unsaid(store):
    of_store = ReviewTally.objects.all()

    for changed in (
        {"known_count": 7}, {"usual_seconds": 7.0}, {"nine_in_ten_seconds": 7.0},
        {"waiting": [[NOON.isoformat(), 1]]},
    ):  # fmt: skip
        assert is_told(store, of_store, **changed), changed


def test_no_word_that_lists_offer_is_another_unsaid(store):
    WordTally.objects.count_again(store, ListingSnapshot.objects.latest("id"))
    of_store = WordTally.objects.all()

    assert list(problems(store)) == []
    for changed in ({"words": {"currency": ["EUR"]}}, {"main_currency": "EUR"}):
        assert is_told(store, of_store, **changed), changed


def test_tallies_of_the_past_count_as_much_as_their_snapshots(store):
    first = ListingSnapshot.objects.earliest("id")
    of_past = {"snapshot": first}

    for model, name in (
        (DetailTally, "total_count"), (DetailTally, "active_count"),
        (ValidityTally, "active_count"), (ValidityTally, "overdue_count"),
    ):  # fmt: skip
        for by in (50, 1):
            assert is_told(store, model.objects.filter(**of_past), **{name: F(name) + by}), name
