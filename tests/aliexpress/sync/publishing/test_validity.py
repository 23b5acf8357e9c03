"""When the active listings' validity ends, counted with every published run."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, ValidityTally
from aliexpress.sync.publishing.validity import count_validity
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def snapshot():
    return SnapshotFactory(active_count=1)


def count(snapshot, *, at=NOON, changed=True):
    tally = count_validity(store=snapshot.store, snapshot=snapshot, as_of=at, changed=changed)
    if tally is not None:
        tally.published_at = at
        tally.save()
    return list(ValidityTally.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("left", "day"), [(SECOND, 0), (DAY, 0), (DAY + SECOND, 1), (3 * DAY, 2), (30 * DAY, 29)]
)
def test_an_end_belongs_to_the_24_hours_it_lies_in(snapshot, left, day):
    ListingFactory(store=snapshot.store, offline_at=NOON + left)

    [tally] = count(snapshot)

    assert [number for number in range(30) if tally.days[number]] == [day]


def test_an_end_that_has_passed_is_overdue_and_counts_within_any_days(snapshot):
    ListingFactory(store=snapshot.store, offline_at=NOON)

    [tally] = count(snapshot)

    assert (tally.overdue_count, tally.ending_within(3)) == (1, 1)


def test_a_listing_without_an_end_is_said_to_have_none(snapshot):
    ListingFactory(store=snapshot.store)

    [tally] = count(snapshot)

    assert (tally.active_count, tally.undated_count, tally.ending_within(30)) == (1, 1, 0)


def test_only_listings_that_are_active_now_are_counted(snapshot):
    soon = NOON + HOUR
    ListingFactory(store=snapshot.store, offline_at=soon, state="rejected")
    ListingFactory(store=snapshot.store, offline_at=soon, gone_at=NOON)
    ListingFactory(offline_at=soon)

    [tally] = count(snapshot)

    assert tally.active_count == 0


def test_nothing_is_appended_while_nothing_changes(snapshot):
    ListingFactory(store=snapshot.store, offline_at=NOON + 90 * HOUR)
    count(snapshot)

    again = count(snapshot, at=NOON + 2 * HOUR, changed=False)

    assert len(again) == 1


def test_days_that_went_by_change_the_numbers_without_any_listing_changing(snapshot):
    ListingFactory(store=snapshot.store, offline_at=NOON + 80 * HOUR)
    count(snapshot)

    _, later = count(snapshot, at=NOON + 9 * HOUR, changed=False)

    assert later.ending_within(3) == 1


def test_every_run_that_published_has_counted(catalogue, read):
    run = read()

    tally = ValidityTally.objects.get(snapshot=run.snapshot)
    active = Listing.objects.filter(state="active")
    assert tally.active_count == 6
    assert tally.ending_within(30) == active.filter(offline_at__lte=tally.end_of(30)).count()


def test_a_renewal_is_counted_though_no_state_changed(sandbox, catalogue, read, store):
    read()
    sandbox.clock.set(NOON + timedelta(minutes=5))
    catalogue.renew(catalogue.in_status("onSelling")[0])

    run = read()

    assert not run.published
    assert ValidityTally.objects.filter(snapshot=run.snapshot).count() == 2
