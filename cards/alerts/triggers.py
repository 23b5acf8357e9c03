"""The trigger of a card, as operations write it:

    -                             none
    above 150                     the value is more than 150
    below 90%                     the value is less than 90 (of a card in percent)
    rises by 200 in 24h           more than 200 more than it was 24 hours ago
    falls by 5% in 7d             more than a twentieth less than it was 7 days ago
    missing                       there is no complete reading
    stale                         the reading is older than it should be
    failing                       the store cannot be read, and that does not pass by itself

Several are joined by "or".
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aliexpress.typed.bad_input import BadInput
from cards.formats import DECIMALS, Number, figure

NONE: Final = "-"
MOST_TRIGGERS: Final = 5
LARGEST: Final = 10**9
FRESHNESS: Final = {
    "missing": "there is no complete reading",
    "stale": "its number is older than it should be",
    "failing": "the store cannot be read",
}

_NUMBER = r"(?P<number>\d+(?:\.\d+)?)(?P<percent>\s?%)?"
# A comma is taken for what it surely is: that of 4,900, and not that of 1,5.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LEVEL = re.compile(rf"(?P<kind>above|below) {_NUMBER}")
_CHANGE = re.compile(rf"(?P<kind>rises|falls) by {_NUMBER} in (?P<length>\d{{1,3}})(?P<unit>[hd])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
_HOW = (
    'A trigger is "-" for none, or such as "above 150", "below 90%", "rises by 200 in 24h", '
    '"falls by 5% in 7d", "missing", "stale" or "failing", several joined by "or"'
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One condition, as it is read from the text."""

    kind: str  # above, below, rises, falls, missing, stale or failing
    text: str  # as operations wrote it: what tells one trigger of a card from another
    number: Number = 0
    is_percent: bool = False  # a level: of a card in percent; a change: of what it was
    window: timedelta | None = None

    @property
    def is_about_freshness(self) -> bool:
        return self.kind in FRESHNESS

    def in_words(self, unit: str) -> str:
        """'more than 150', 'falls by more than 5 % in 7 days': for people, of a card in `unit`."""
        if self.is_about_freshness:
            return FRESHNESS[self.kind]
        if self.window is None:
            than = {"above": "more", "below": "less"}[self.kind]
            return f"{than} than {figure(self.number, unit, decimals=decimals_of(self.number))}"
        amount = f"{self.number:,}{' %' if self.is_percent else ''}"
        return f"{self.kind} by more than {amount} in {window_words(self.window)}"

    def clause(self, unit: str) -> str:
        """What stands after "when": 'it is more than 150', 'it falls by more than 5 % in 7 days',
        'the store cannot be read'."""
        words = self.in_words(unit)
        if self.is_about_freshness:
            return words
        return f"it is {words}" if self.window is None else f"it {words}"


def triggers_of(text: str) -> list[Trigger]:
    """The triggers a text names, in its order; none for "-". Raises BadInput: which
    part is no trigger, and how one is written."""
    text = _THOUSANDS.sub("", " ".join(text.lower().split()))
    if text in {"", NONE}:
        return []
    found = [_trigger(part) for part in text.split(" or ")]
    if len(found) > MOST_TRIGGERS or len({one.text for one in found}) < len(found):
        raise BadInput("trigger", f"At most {MOST_TRIGGERS} triggers, each named once. {_HOW}.")
    return found


def kept_triggers(text: str) -> list[Trigger]:
    """The same of a text that was kept: none where it is no trigger any more."""
    try:
        return triggers_of(text)
    except BadInput:
        return []


def _trigger(text: str) -> Trigger:
    if text in FRESHNESS:
        return Trigger(kind=text, text=text)
    if level := _LEVEL.fullmatch(text):
        return Trigger(
            kind=level["kind"],
            text=text,
            number=_number(level["number"]),
            is_percent=bool(level["percent"]),
        )
    if change := _CHANGE.fullmatch(text):
        window = int(change["length"]) * _UNITS[change["unit"]]
        if not timedelta() < window <= timedelta(days=90):
            raise BadInput("trigger", f"{text!r} looks back too far or not at all. {_HOW}.")
        return Trigger(
            kind=change["kind"],
            text=text,
            number=_number(change["number"]),
            is_percent=bool(change["percent"]),
            window=window,
        )
    raise BadInput("trigger", f"{text!r} is no trigger. {_HOW}.")


def _number(text: str) -> Number:
    number = float(text)
    if number > LARGEST:
        raise BadInput("trigger", f"{text} is too large a number. {_HOW}.")
    return int(number) if number.is_integer() else number


def decimals_of(limit: Number) -> int:
    """With how many a limit is shown: it is told as it was written."""
    return max(DECIMALS, len(str(limit).partition(".")[2]))


def window_words(window: timedelta) -> str:
    hours = int(window.total_seconds() // 3600)
    return f"{hours // 24} days" if hours % 24 == 0 and hours > 24 else f"{hours} hours"
