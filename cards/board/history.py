"""How the counts ran between two moments: points that were published, and nothing between."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.board.looks import Stretch, confirmations, stretches
from cards.board.moments import EARLIEST_YEAR
from cards.board.readings import freshness

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


@dataclass(frozen=True, slots=True)
class Point:
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
    moments = [end - number * step for number in range(int((end - start) / step) + 1)]
    moments = [*moments, start] if moments[-1] > start else moments
    following = ListingSnapshot.objects.filter(previous=OuterRef("pk")).order_by("as_of")
    snapshots = (
        ListingSnapshot.objects.filter(pk__in=_given_at_each(store, moments))
        .annotate(
            followed_at=Subquery(following.values("as_of")[:1]),
            looks=confirmations(start=start, end=end),
        )
        .defer("evidence", "reasons", "remark")
        .order_by("published_at", "id")
    )
    points = [_point(snapshot, start, end, step) for snapshot in snapshots]
    return History(
        start=start, end=end, interval=step, points=points, gaps=_gaps(points, start, end)
    )


def _given_at_each(store: Store, moments: list[datetime]) -> RawSQL:
    """The ids of the snapshots readers were given at these moments."""
    table = ListingSnapshot._meta.db_table
    marks = ", ".join(["(%s)"] * len(moments))
    adapt = connection.ops.adapt_datetimefield_value
    return RawSQL(
        f"WITH look(at) AS (VALUES {marks}) SELECT"
        f" (SELECT given.id FROM {table} given WHERE given.store_id = %s"
        " AND given.published_at <= look.at"
        " ORDER BY given.published_at DESC, given.id DESC LIMIT 1) FROM look",
        [*(adapt(moment) for moment in moments), store.pk],
    )


def _point(snapshot: Any, start: datetime, end: datetime, step: timedelta) -> Point:
    interval = freshness(snapshot.sync_interval)
    known = stretches(
        snapshot.as_of,
        snapshot.looks or [],
        snapshot.confirmed_at,
        until=end,
        at_most=max(interval, step * TOO_SHORT).total_seconds(),
    )
    return Point(
        snapshot=snapshot.pk,
        as_of=snapshot.as_of,
        # Nothing that ended before the one the period began in.
        known=[
            pair
            for pair, following in zip_longest(known, known[1:])
            if following is None or following[0] > start
        ],
        followed_at=snapshot.followed_at,
        interval=snapshot.sync_interval,
        verdict=snapshot.verdict,
        total=snapshot.total_count,
        counts={state.value: number for state, number in snapshot.counts.items()},
    )


def _gaps(points: list[Point], start: datetime, end: datetime) -> list[Gap]:
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
