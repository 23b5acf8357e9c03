"""A trend told without going through the moments is the trend told by them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.models import ListingSnapshot
from aliexpress.models.seconds import packed
from aliexpress.sync.publishing.confirmation import confirm
from cards.history.history import Point, history
from cards.history.stretches import stretches
from cards.readings.freshness import freshness
from tests.factories import SnapshotFactory
from tests.moments import NOON
from tests.thorough import examples

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# Milliseconds from one look to the next: in time, late, away for a night, away for days.
apart = st.one_of(
    st.integers(1, 1_000_000),
    st.integers(899_000, 901_500),
    st.sampled_from([300_000, 900_000, 900_001, 40_000_000, 200_000_000]),
)


def live(store, lives: list[list[int]]) -> datetime:
    """Snapshots one after the other, each looked at again so often. The moment of the last look."""
    moment, previous = NOON, None
    for looks in lives:
        previous = SnapshotFactory(store=store, as_of=moment, previous=previous, longest_lapse=0)
        for milliseconds in looks:
            moment += timedelta(milliseconds=milliseconds)
            previous.refresh_from_db()
            confirm(previous, at=moment, given_at=moment)
        moment += 400 * SECOND
    return moment


def within(point: Point, start: datetime) -> Point:
    """As it is drawn: from the start on."""
    return point._replace(
        known=[(max(one, start), max(other, start)) for one, other in point.known]
    )


def packed_days(moments: list[datetime]) -> str:
    days: dict[str, list[int]] = {}
    for moment in moments:
        midnight = moment.replace(hour=0, minute=0, second=0)
        days.setdefault(midnight.date().isoformat(), []).append((moment - midnight) // SECOND)
    return " ".join(f"{day}:{packed(seconds).hex()}" for day, seconds in reversed(days.items()))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=examples(60),
)
@given(
    lives=st.lists(st.lists(apart, max_size=6), min_size=1, max_size=5),
    ends=st.integers(-500, 300_000),
    lasts=st.sampled_from([3_600, 86_400, 90 * 86_400]),
)
def test_what_is_kept_of_lapses_changes_nothing_but_the_cost(store, lives, ends, lasts):
    ListingSnapshot.objects.filter(store=store).update(previous=None)
    ListingSnapshot.objects.filter(store=store).delete()
    end = max(live(store, lives) - ends * SECOND, NOON)
    start = end - lasts * SECOND

    quick = history(store, start=start, end=end)
    ListingSnapshot.objects.update(longest_lapse=None)
    thorough = history(store, start=start, end=end)

    assert quick.gaps == thorough.gaps
    assert [within(point, start) for point in quick.points] == [
        within(point, start) for point in thorough.points
    ]


@settings(deadline=None)
@given(
    looks=st.sets(st.integers(0, 4 * 86_400), max_size=40),
    until=st.integers(0, 5 * 86_400),
    interval=st.sampled_from([10, 300, 3600, 40_000]),
)
def test_stretches_are_broken_where_two_looks_lie_too_far_apart(looks, until, interval):
    at_most = freshness(interval)
    moments = [NOON + second * SECOND for second in sorted(looks)]
    expected = [[NOON, NOON]]
    for moment in (each for each in moments if each <= NOON + until * SECOND):
        if moment - expected[-1][1] > at_most:
            expected.append([moment, moment])
        expected[-1][1] = moment

    found = stretches(
        NOON,
        packed_days(moments),
        moments[-1] if moments else NOON,
        until=NOON + until * SECOND,
        at_most=at_most,
    )

    assert [list(pair) for pair in found] == expected
