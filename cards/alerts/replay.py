"""How often a trigger would have fired: the past held against it once an hour, by the same
judgement that opens and closes alerts."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from aliexpress.models import Store
from cards.alerts.firing import judge
from cards.alerts.triggers import Trigger
from cards.alerts.watch import change_of
from cards.history.card_values import values_at
from cards.history.history import MOST_POINTS, Point, history
from cards.models import AlertEvent, Card
from cards.readings.freshness import is_stale
from cards.readings.reading import Reading

DAYS: Final = 30
STEP: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Replay:
    """`opened`: when it would have, with its sentence, oldest first. `days`: how many there were
    to look at, at most DAYS."""

    opened: list[tuple[datetime, str]]
    days: int

    @property
    def sentence(self) -> str:
        if not self.days:
            return "There is no day of history yet to try it on."
        last = f"in the last {'day' if self.days == 1 else f'{self.days} days'}"
        if not self.opened:
            return f"It would never have fired {last}, looked at once an hour."
        times = "once" if len(self.opened) == 1 else f"{len(self.opened)} times"
        return f"It would have fired {times} {last}, looked at once an hour."


def replay(trigger: Trigger, card: Card, store: Store, *, at: datetime) -> Replay:
    """What it would have done in this store in the last DAYS days."""
    start = at - timedelta(days=DAYS)
    past = readings(card, store, start=start - (trigger.window or timedelta()), end=at)
    if not past:
        return Replay([], days=0)
    moments = [point.as_of for point, _ in past]
    begins = max(start, moments[0])
    opened: list[tuple[datetime, str]] = []
    firing: str | None = None
    hours = int((at - begins) / STEP)
    for moment in (at - STEP * hour for hour in range(hours, -1, -1)):
        reading = _given(past, moments, at=moment)
        before = _given(past, moments, at=moment - trigger.window) if trigger.window else None
        judged = judge(trigger, reading, before=before) if reading else None
        change = change_of(judged, firing) if judged else None
        if judged is None or change is None:
            continue
        if change is AlertEvent.Kind.OPENED:
            opened.append((moment, judged.sentence))
        firing = None if change is AlertEvent.Kind.CLOSED else judged.sentence
    return Replay(opened, days=min(DAYS, (at - begins).days))


Past = Sequence[tuple[Point, Reading]]


def readings(card: Card, store: Store, *, start: datetime, end: datetime) -> Past:
    """What the card said at each snapshot given about once an hour; a few statements for every
    twelve days."""
    found: dict[int, tuple[Point, Reading]] = {}
    stretch = STEP * MOST_POINTS
    begin = start
    while begin < end:
        until = min(begin + stretch, end)
        points = history(store, start=begin, end=until).points
        for point, measured in zip(points, values_at(card, points, by=until), strict=True):
            found[point.snapshot] = (
                point,
                Reading(
                    card=card.key,
                    store=store.slug,
                    value=measured.value,
                    unit=card.unit,
                    as_of=point.as_of,
                    confirmed_at=point.known_until,
                    stale=False,
                    verdict=point.verdict,
                    snapshot=point.snapshot,
                    sentiment="neutral",
                    coverage=measured.coverage,
                ),
            )
        begin = until
    return sorted(found.values(), key=lambda one: one[0].as_of)


def _given(past: Past, moments: list[datetime], *, at: datetime) -> Reading | None:
    """As it was told at a moment: how old it was then is judged then."""
    place = bisect_right(moments, at)
    if not place:
        return None
    point, reading = past[place - 1]
    looked = [min(end, at) for begin, end in point.known if begin <= at]
    confirmed_at = looked[-1] if looked else point.as_of
    stale = is_stale(confirmed_at, at=at, interval=point.interval)
    return replace(reading, stale=stale)
