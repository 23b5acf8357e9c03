"""How the counts ran between two moments: points that were published, and nothing between."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
    interval: int  # seconds between two refreshes in force then
    verdict: str
    total: int
    counts: dict[str, int]

    @property
    def active(self) -> int:
        return self.counts[State.ACTIVE]


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
    """At most a few hundred points, each the last snapshot of its interval; one statement.

    The newest snapshot before `start` is the first point: it is what was known then.
    """
    step = max(interval or timedelta(), (end - start) / MOST_POINTS)
    snapshots = list(
        ListingSnapshot.objects.filter(store=store, published_at__lte=end)
        .filter(published_at__gte=start)
        .order_by("published_at", "id")
    )
    opening = ListingSnapshot.objects.given_at(store, at=start)
    rows = ([opening] if opening else []) + snapshots
    points = [_point(row) for row in rows]
    return History(
        start=start,
        end=end,
        interval=step,
        points=_thinned(points, start=start, step=step),
        gaps=_gaps(points, start=start, end=end),
    )


def _point(snapshot: ListingSnapshot) -> Point:
    return Point(
        snapshot=snapshot.pk,
        as_of=snapshot.as_of,
        known_until=snapshot.confirmed_at,
        interval=snapshot.sync_interval,
        verdict=snapshot.verdict,
        total=snapshot.total_count,
        counts={state.value: number for state, number in snapshot.counts.items()},
    )


def _thinned(points: list[Point], *, start: datetime, step: timedelta) -> list[Point]:
    kept: dict[int, Point] = {}
    for point in points:
        kept[(point.as_of - start) // step if step else len(kept)] = point
    return list(kept.values())


def _gaps(points: list[Point], *, start: datetime, end: datetime) -> list[Gap]:
    """Between the last look at one snapshot and the next look: longer than stays fresh."""
    gaps = []
    known_until, allowed = start, timedelta()
    for point in points:
        if point.as_of - known_until > allowed:
            gaps.append(Gap(known_until, point.as_of))
        known_until = max(known_until, point.known_until)
        allowed = freshness(point.interval)
    if end - known_until > allowed:
        gaps.append(Gap(known_until, end))
    return gaps
