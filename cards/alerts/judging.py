"""Whether a trigger fires on a reading. Pure: readings in, a judgement out."""

from dataclasses import dataclass
from enum import Enum

from cards.alerts.triggers import Trigger
from cards.board.reading import Reading
from cards.figures import figure


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
    alert and never closes it: AliExpress itself does not stand by the number.
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
    value = reading.value
    assert value is not None
    fires = value > trigger.number if trigger.kind == "above" else value < trigger.number
    limit = figure(_plain(trigger.number), reading.unit)
    sentence = f"It is {figure(value, reading.unit)}, {trigger.kind} {limit}."
    return Judgement(Verdict.FIRES if fires else Verdict.RESTS, sentence)


def _change(trigger: Trigger, reading: Reading, before: Reading | None) -> Judgement:
    if before is None or before.value is None or reading.value is None:
        return UNKNOWN
    change = reading.value - before.value
    if trigger.is_percent and not before.value:
        return UNKNOWN
    limit = before.value * trigger.number / 100 if trigger.is_percent else trigger.number
    fires = change > limit if trigger.kind == "rises" else -change > limit
    then, now = (figure(value, reading.unit) for value in (before.value, reading.value))
    sentence = f"It went from {then} to {now} in {_words(trigger)}."
    return Judgement(Verdict.FIRES if fires else Verdict.RESTS, sentence)


def _words(trigger: Trigger) -> str:
    assert trigger.window is not None
    hours = int(trigger.window.total_seconds() // 3600)
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
