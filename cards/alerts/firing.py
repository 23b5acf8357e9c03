"""The judgement whether a trigger fires on a reading: readings in, one sentence out, no query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from math import inf
from typing import Final

from cards.alerts.triggers import Trigger, decimals_of, window_words
from cards.formats import figure
from cards.readings.reading import Reading


class Verdict(Enum):
    FIRES = "fires"
    RESTS = "rests"
    # Nothing that is true now says either: it opens nothing, and above all closes nothing.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    sentence: str = ""


UNKNOWN = Judgement(Verdict.UNKNOWN)


def judge(trigger: Trigger, reading: Reading, *, before: Reading | None = None) -> Judgement:
    """Whether it fires or rests, and the sentence to tell. `before`: the reading given a window
    ago, for a trigger about a change.

    A stale or missing value tells nothing about a level or a change. A disputed one may open an
    alert and never closes it: AliExpress itself does not stand by the number. One known in part
    tells only what the rest of it, whatever it be, cannot undo.
    """
    if trigger.is_about_freshness:
        return freshness(trigger, reading)
    if reading.value is None or reading.stale:
        return UNKNOWN
    if trigger.window is None:
        judged = _level(trigger, reading)
    else:
        judged = _change(trigger, reading, before, window=trigger.window)
    if judged.verdict is Verdict.RESTS and reading.verdict != "complete":
        return UNKNOWN
    return judged


def freshness(trigger: Trigger, reading: Reading) -> Judgement:
    """Of a trigger that needs no number."""
    return JUDGED_BY[trigger.kind](reading)


def missing(reading: Reading) -> Judgement:
    if reading.snapshot is None:
        return Judgement(Verdict.FIRES, f"There is no complete reading.{_why_not(reading)}")
    return Judgement(Verdict.RESTS, "There is a complete reading now.")


def stale(reading: Reading) -> Judgement:
    if reading.snapshot is None:
        return UNKNOWN
    if reading.stale:
        why = _why_not(reading)
        return Judgement(Verdict.FIRES, f"The reading is older than it should be.{why}")
    return Judgement(Verdict.RESTS, "The reading is up to date again.")


def _why_not(reading: Reading) -> str:
    return f" The last refresh failed: {reading.failure}" if reading.failure else ""


def failing(reading: Reading) -> Judgement:
    """A single attempt that failed passes by itself: it is told once the number is out of date, or
    at once where somebody has to act."""
    attempt = reading.last_attempt
    if attempt is None:
        return UNKNOWN
    if not attempt.error:
        return Judgement(Verdict.RESTS, "The store is read again.")
    if attempt.needs_somebody or reading.stale:
        return Judgement(Verdict.FIRES, f"It cannot be read: {attempt.error}")
    return UNKNOWN


JUDGED_BY: Final[Mapping[str, Callable[[Reading], Judgement]]] = {
    "missing": missing,
    "stale": stale,
    "failing": failing,
}


def _level(trigger: Trigger, reading: Reading) -> Judgement:
    least, most = bounds(reading)
    limit = trigger.number
    now, bound = reading.figure, figure(limit, reading.unit, decimals=decimals_of(limit))
    if trigger.kind == "above":
        fires, rests, back = least > limit, most <= limit, "below"
    else:
        fires, rests, back = most < limit, least >= limit, "above"
    if fires:
        return Judgement(Verdict.FIRES, f"It is {now}, {trigger.kind} {bound}.")
    if rests and reading.value == limit:
        return Judgement(Verdict.RESTS, f"It is {now}, no longer {trigger.kind} {bound}.")
    return Judgement(Verdict.RESTS, f"It is {now}, back {back} {bound}.") if rests else UNKNOWN


def _change(
    trigger: Trigger, reading: Reading, before: Reading | None, *, window: timedelta
) -> Judgement:
    if before is None or before.value is None or before.stale:
        return UNKNOWN
    if trigger.is_percent and (before.is_partial or not before.value):
        return UNKNOWN
    (least, most), (least_then, most_then) = bounds(reading), bounds(before)
    # By how much it rose, at least and at most; or fell.
    by = (least - most_then, most - least_then)
    if trigger.kind == "falls":
        by = (least_then - most, most_then - least)
    limit = before.value * trigger.number / 100 if trigger.is_percent else trigger.number
    sentence = f"It went from {before.figure} to {reading.figure} in {window_words(window)}"
    if by[0] > limit:
        return Judgement(Verdict.FIRES, f"{sentence}.")
    if by[1] > limit:
        return UNKNOWN
    amount = f"{trigger.number:,}{' %' if trigger.is_percent else ''}"
    over = f"{sentence}: it no longer {trigger.kind} by more than {amount}."
    return Judgement(Verdict.RESTS, over)


def bounds(reading: Reading) -> tuple[float, float]:
    """The true number is no less than the one and no more than the other."""
    value = -inf if reading.value is None else reading.value
    if reading.coverage is None or not reading.is_partial:
        return value, value
    return (value if reading.coverage.is_least else -inf), inf
