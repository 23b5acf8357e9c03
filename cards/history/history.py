"""How the counts ran between two moments: points that were published, and nothing between."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import NamedTuple

from aliexpress.lifecycle import State
from aliexpress.models import Store
from aliexpress.typed.moments import EARLIEST_YEAR
from cards.history.snapshots_at import Given, given_at_each
from cards.history.stretches import Stretch, stretches
from cards.readings.freshness import LEAST_FRESHNESS, freshness

MOST_POINTS = 300
# A lapse within one snapshot that is shorter than this part of an interval cannot be drawn.
TOO_SHORT = 0.1

LEAST_STRETCH = timedelta(minutes=5)
PERIODS: dict[str, timedelta | None] = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
    "all": None,
}


class Point(NamedTuple):
    """What was true from `as_of` until `known_until`, wherever anybody looked."""

    snapshot: int
    as_of: datetime
    known: list[Stretch]  # at least one, ascending; nobody looked between two of them
    followed_at: datetime | None  # when the next snapshot was true, None: it is the newest
    interval: int  # seconds between two refreshes in force then
    verdict: str
    total: int
    counts: dict[str, int]

    @property
    def known_until(self) -> datetime:
        return self.known[-1][1]

    @property
    def active(self) -> int:
        return self.count_of(State.ACTIVE)

    @property
    def total_count(self) -> int:
        return self.total

    def count_of(self, state: State) -> int:
        return self.counts[state]

    @property
    def gap(self) -> int:
        return self.total - self.active


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which nothing was known."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class History:
    start: datetime
    end: datetime
    interval: timedelta
    points: list[Point]
    gaps: list[Gap]


def earliest(period: str, *, end: datetime) -> datetime:
    """When the period before `end` may begin, whatever the store."""
    stretch = PERIODS[period]
    return end - stretch if stretch is not None else datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC)


def period_start(period: str, *, end: datetime, known_since: datetime | None) -> datetime:
    """When the period before `end` begins. `known_since`: when the store was first read, None
    where it never was."""
    if PERIODS[period] is not None:
        return earliest(period, end=end)
    latest = end - LEAST_STRETCH
    return min(known_since, latest) if known_since else latest


def history(
    store: Store, *, start: datetime, end: datetime, interval: timedelta | None = None
) -> History:
    """At most a few hundred points, each the last snapshot given in its interval.

    One statement: an index look-up an interval, however many snapshots there are. The snapshot
    that stood at `start` is the first point: it is what was known then.
    """
    step = max(interval or timedelta(), (end - start) / MOST_POINTS)
    shortest = max(LEAST_FRESHNESS, step * TOO_SHORT)
    snapshots = given_at_each(store, start=start, end=end, step=step, at_least=shortest)
    points = [point_of(given, start=start, end=end, shortest=shortest) for given in snapshots]
    return History(
        start=start, end=end, interval=step, points=points, gaps=gaps_between(points, start, end)
    )


def point_of(given: Given, *, start: datetime, end: datetime, shortest: timedelta) -> Point:
    return Point(
        snapshot=given.snapshot,
        as_of=given.as_of,
        known=[(given.as_of, given.confirmed_at)]
        if given.looks is None
        else known_stretches(given, given.looks, start=start, end=end, shortest=shortest),
        followed_at=given.followed_at,
        interval=given.sync_interval,
        verdict=given.verdict,
        total=given.total,
        counts=given.counts,
    )


def known_stretches(
    given: Given, looks: str, *, start: datetime, end: datetime, shortest: timedelta
) -> list[Stretch]:
    known = stretches(
        given.as_of,
        looks,
        given.confirmed_at,
        until=end,
        at_most=max(freshness(given.sync_interval), shortest),
    )
    return [
        pair
        for pair, following in zip_longest(known, known[1:])
        # Nothing that ended before the one the period began in.
        if following is None or following[0] > start
    ]


def gaps_between(points: list[Point], start: datetime, end: datetime) -> list[Gap]:
    """Between two looks at one snapshot, and from the last to the next snapshot: where that is
    longer than a reading stays fresh."""
    if not points:
        return [Gap(start, end)]
    gaps = [Gap(start, points[0].as_of)] if points[0].as_of > start else []
    for point in points:
        for (_, stop), (begin, _) in pairwise(point.known):
            gaps.append(Gap(max(stop, start), begin))
        looked_again_at = min(point.followed_at or end, end)
        known_until = max(point.known_until, start)
        if looked_again_at - known_until > freshness(point.interval):
            gaps.append(Gap(known_until, looked_again_at))
    return gaps
