"""The trigger of a card, as operations write it:

    -                             none
    above 150                     the value is more than 150
    below 90%                     the value is less than 90 (of a card in percent)
    rises by 200 in 24h           more than 200 more than it was 24 hours ago
    falls by 5% in 7d             more than a twentieth less than it was 7 days ago
    missing                       there is no complete reading
    stale                         the reading is older than it should be

Several are joined by "or".
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cards.formats import Number

NONE: Final = "-"
MOST_TRIGGERS: Final = 5
LARGEST: Final = 10**9

_NUMBER = r"(?P<number>\d+(?:\.\d+)?)(?P<percent>\s?%)?"
# A comma is taken for what it surely is: that of 4,900, and not that of 1,5.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LEVEL = re.compile(rf"(?P<kind>above|below) {_NUMBER}")
_CHANGE = re.compile(rf"(?P<kind>rises|falls) by {_NUMBER} in (?P<length>\d{{1,3}})(?P<unit>[hd])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
_HOW = (
    'A trigger is "-" for none, or such as "above 150", "below 90%", "rises by 200 in 24h", '
    '"falls by 5% in 7d", "missing" or "stale", several joined by "or"'
)


class BadTrigger(Exception):
    """A trigger that cannot be understood; the sentence says which part, and how one is written."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One condition, as it is read from the text."""

    kind: str  # above, below, rises, falls, missing or stale
    text: str  # as operations wrote it: what tells one trigger of a card from another
    number: Number = 0
    is_percent: bool = False  # a level: of a card in percent; a change: of what it was
    window: timedelta | None = None

    @property
    def is_about_freshness(self) -> bool:
        return self.kind in {"missing", "stale"}


def triggers_of(text: str) -> list[Trigger]:
    """The triggers a text names, in its order; none for "-". Raises BadTrigger."""
    text = _THOUSANDS.sub("", " ".join(text.lower().split()))
    if text in {"", NONE}:
        return []
    found = [_trigger(part) for part in text.split(" or ")]
    if len(found) > MOST_TRIGGERS or len({one.text for one in found}) < len(found):
        raise BadTrigger(f"At most {MOST_TRIGGERS} triggers, each named once. {_HOW}.")
    return found


def _trigger(text: str) -> Trigger:
    if text in {"missing", "stale"}:
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
            raise BadTrigger(f"{text!r} looks back too far or not at all. {_HOW}.")
        return Trigger(
            kind=change["kind"],
            text=text,
            number=_number(change["number"]),
            is_percent=bool(change["percent"]),
            window=window,
        )
    raise BadTrigger(f"{text!r} is no trigger. {_HOW}.")


def _number(text: str) -> Number:
    number = float(text)
    if number > LARGEST:
        raise BadTrigger(f"{text} is too large a number. {_HOW}.")
    return int(number) if number.is_integer() else number
