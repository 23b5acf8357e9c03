"""How the counts ran between two moments: points that were published, and nothing between."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.board.readings import freshness

MOST_POINTS = 300

PERIODS = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}


@dataclass(frozen=True, slots=True)
class Point:
    """What was true from `as_of` until `known_until`, as far as anybody looked."""

    snapshot: int
    as_of: datetime
    known_until: datetime
    followed_at: datetime | None  # when the next snapshot was true, None: it is the newest
    interval: int  # seconds between two refreshes in force then
    verdict: str
    total: int
    counts: dict[str, int]

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
        .annotate(followed_at=Subquery(following.values("as_of")[:1]))
        .defer("evidence", "reasons", "remark")
        .order_by("published_at", "id")
    )
    points = [_point(snapshot, end) for snapshot in snapshots]
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


def _point(snapshot: Any, end: datetime) -> Point:
    return Point(
        snapshot=snapshot.pk,
        as_of=snapshot.as_of,
        known_until=min(snapshot.confirmed_at, end),
        followed_at=snapshot.followed_at,
        interval=snapshot.sync_interval,
        verdict=snapshot.verdict,
        total=snapshot.total_count,
        counts={state.value: number for state, number in snapshot.counts.items()},
    )


def _gaps(points: list[Point], start: datetime, end: datetime) -> list[Gap]:
    """From the last look at one snapshot to the next: where it is longer than stays fresh.

    A stretch shorter than the interval of the points may lie between two of them unseen.
    """
    if not points:
        return [Gap(start, end)]
    gaps = [Gap(start, points[0].as_of)] if points[0].as_of > start else []
    for point in points:
        looked_again_at = min(point.followed_at or end, end)
        known_until = max(point.known_until, start)
        if looked_again_at - known_until > freshness(point.interval):
            gaps.append(Gap(known_until, looked_again_at))
    return gaps
