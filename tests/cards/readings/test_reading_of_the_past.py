"""Any past moment is answered as it was told then."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.models import Confirmation
from cards.readings.confirmations import confirmed_by_each
from cards.readings.reader import read
from tests.factories import SnapshotFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def confirm(snapshot, *moments: datetime) -> None:
    """As the sync does: a row a day, and the newest moment on the snapshot."""
    for moment in moments:
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        row, _ = Confirmation.objects.get_or_create(snapshot=snapshot, day=moment.date())
        row.seconds.append(int((moment - midnight).total_seconds()))
        row.save()
    snapshot.confirmed_at = moments[-1]
    snapshot.save()


def test_a_past_moment_gives_the_snapshot_published_by_then(total, store):
    first = SnapshotFactory(store=store)
    SnapshotFactory(
        store=store, as_of=NOON + HOUR, published_at=NOON + HOUR + MINUTE, rejected_count=100
    )

    before = read(total, store, at=NOON + 9 * HOUR, as_of=NOON + HOUR)
    after = read(total, store, at=NOON + 9 * HOUR, as_of=NOON + HOUR + MINUTE)

    assert (before.snapshot, before.value) == (first.pk, 4820)
    assert after.value == 4800


def test_before_the_first_snapshot_nothing_was_known(total, store):
    SnapshotFactory(store=store)

    reading = read(total, store, at=NOON + HOUR, as_of=NOON - HOUR)

    assert reading.value is None
    assert reading.last_attempt is None


def test_the_past_has_no_last_attempt(total, store):
    SnapshotFactory(store=store)
    SyncRunFactory(store=store, failed=True, finished_at=NOON - HOUR)

    assert read(total, store, at=NOON + HOUR, as_of=NOON).last_attempt is None


def test_the_past_is_confirmed_as_far_as_was_known_then(total, store):
    snapshot = SnapshotFactory(store=store)
    confirm(snapshot, NOON + 5 * MINUTE, NOON + 10 * MINUTE, NOON + 30 * HOUR)

    reading = read(total, store, at=NOON + 40 * HOUR, as_of=NOON + 7 * MINUTE)

    assert reading.confirmed_at == NOON + 5 * MINUTE
    assert not reading.stale


def test_the_past_is_judged_stale_at_the_moment_asked_for(total, store):
    snapshot = SnapshotFactory(store=store)
    confirm(snapshot, NOON + 5 * MINUTE, NOON + 30 * HOUR)

    assert read(total, store, at=NOON + 30 * HOUR, as_of=NOON + HOUR).stale


def test_the_past_is_judged_by_the_interval_in_force_then(total):
    store = StoreFactory(sync_interval=10)
    SnapshotFactory(store=store, sync_interval=3600)

    assert not read(total, store, at=NOON + 9 * HOUR, as_of=NOON + HOUR).stale


def test_the_moment_of_a_confirmation_counts_as_confirmed(total, store):
    snapshot = SnapshotFactory(store=store)
    confirm(snapshot, NOON + 5 * MINUTE, NOON + HOUR)

    reading = read(total, store, at=NOON + HOUR, as_of=NOON + 5 * MINUTE)

    assert reading.confirmed_at == NOON + 5 * MINUTE


def test_yesterday_s_last_confirmation_stands_until_today_s_first(total, store):
    snapshot = SnapshotFactory(store=store)
    tomorrow = datetime(2026, 3, 15, 8, tzinfo=UTC)
    confirm(snapshot, NOON + HOUR, tomorrow)

    reading = read(total, store, at=NOON + 40 * HOUR, as_of=tomorrow - MINUTE)

    assert reading.confirmed_at == NOON + HOUR


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(asked=st.integers(0, 5 * 86_400), looks=st.sets(st.integers(1, 4 * 86_400), max_size=20))
def test_confirmed_at_is_the_newest_look_up_to_the_moment_asked(snapshot, asked, looks):
    Confirmation.objects.filter(snapshot=snapshot).delete()
    moments = [NOON + timedelta(seconds=second) for second in sorted(looks)]
    snapshot.confirmed_at = NOON
    if moments:
        confirm(snapshot, *moments)
    at = NOON + timedelta(seconds=asked)

    found = confirmed_by_each([snapshot], at=at)[snapshot.pk]

    assert found == max([NOON, *(moment for moment in moments if moment <= at)])
