"""Whether a trigger fires on a reading. Pure: readings in, a judgement out."""

from dataclasses import dataclass
from enum import Enum
from math import inf

from cards.alerts.triggers import Trigger
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
    """`before`: the reading given a window ago, for a trigger about a change.

    A stale or missing value tells nothing about a level or a change. A disputed one may open an
    alert and never closes it: AliExpress itself does not stand by the number. One known in part
    tells only what the rest of it, whatever it be, cannot undo.
    """
    if trigger.is_about_freshness:
        return _freshness(trigger, reading)
    if reading.value is None or reading.stale:
        return UNKNOWN
    judged = (
        _level(trigger, reading) if trigger.window is None else _change(trigger, reading, before)
    )
    if judged.verdict is Verdict.RESTS and reading.verdict != "complete":
        return UNKNOWN
    return judged


def _freshness(trigger: Trigger, reading: Reading) -> Judgement:
    missing = reading.snapshot is None
    fires = missing if trigger.kind == "missing" else reading.stale and not missing
    if not fires:
        return Judgement(Verdict.RESTS)
    attempt = reading.last_attempt
    why = f" The last refresh failed: {attempt.error}" if attempt and attempt.error else ""
    if missing:
        return Judgement(Verdict.FIRES, f"There is no complete reading.{why}")
    return Judgement(Verdict.FIRES, f"The reading is older than it should be.{why}")


def _level(trigger: Trigger, reading: Reading) -> Judgement:
    least, most = _bounds(reading)
    limit = trigger.number
    sentence = f"It is {reading.figure}, {trigger.kind} {figure(_plain(limit), reading.unit)}."
    if trigger.kind == "above":
        return _judgement(sentence, fires=least > limit, rests=most <= limit)
    return _judgement(sentence, fires=most < limit, rests=least >= limit)


def _change(trigger: Trigger, reading: Reading, before: Reading | None) -> Judgement:
    if before is None or before.value is None:
        return UNKNOWN
    if trigger.is_percent and (before.is_partial or not before.value):
        return UNKNOWN
    (least, most), (least_then, most_then) = _bounds(reading), _bounds(before)
    # By how much it rose, at least and at most; or fell.
    by = (least - most_then, most - least_then)
    if trigger.kind == "falls":
        by = (least_then - most, most_then - least)
    limit = before.value * trigger.number / 100 if trigger.is_percent else trigger.number
    sentence = f"It went from {before.figure} to {reading.figure} in {_words(trigger)}."
    return _judgement(sentence, fires=by[0] > limit, rests=by[1] <= limit)


def _bounds(reading: Reading) -> tuple[float, float]:
    """The true number is no less than the one and no more than the other."""
    assert reading.value is not None
    if reading.coverage is None or not reading.is_partial:
        return reading.value, reading.value
    return (reading.value if reading.coverage.is_least else -inf), inf


def _judgement(sentence: str, *, fires: bool, rests: bool) -> Judgement:
    if not (fires or rests):
        return UNKNOWN
    return Judgement(Verdict.FIRES if fires else Verdict.RESTS, sentence)


def _words(trigger: Trigger) -> str:
    assert trigger.window is not None
    hours = int(trigger.window.total_seconds() // 3600)
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
