"""What a measure gives: a number with all it was made of. Knows no marketplace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cards.formats import Number, exact_moment, figure, moment_text, percent_of


@dataclass(frozen=True, slots=True)
class Part:
    """One integer of a ratio, and the card whose number it is. `listings`: of the list behind."""

    card: str
    value: int
    title: str = ""
    listings: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        return {"card": self.card, "value": self.value}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two numbers of one snapshot, the only one it names."""

    numerator: Part
    denominator: Part
    snapshot: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to divide by."""
        return percent_of(self.numerator.value, self.denominator.value)

    @property
    def sentence(self) -> str:
        top, bottom = self.numerator, self.denominator
        return (
            f"{top.value:,} {top.title} of {bottom.value:,} {bottom.title} is "
            f"{figure(self.percent, 'percent')}, both in one reading."
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "numerator": self.numerator.as_json(),
            "denominator": self.denominator.as_json(),
            "snapshot": self.snapshot,
            "value": self.percent,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many the number knows what it needs. `what`: what is known, as in "stock known".
    `things`: of what there are so many, where it is not listings.
    `is_least`: the true number can only be higher than what is known so far."""

    what: str
    known: int
    of: int
    is_least: bool = True
    because: str = ""  # what stands in the way of the rest, a sentence
    things: str = ""
    is_most: bool = False  # the true number can only be lower

    @property
    def is_short(self) -> bool:
        return self.known < self.of

    def figure(self, known: str) -> str:
        """What is known so far, as people read it: never as a plain number while it is short."""
        if not self.is_short:
            return known
        if self.is_most:
            return f"at most {known}"
        return f"at least {known}" if self.is_least else f"{known} so far"

    @property
    def sentence(self) -> str:
        return f"{self.what} for {self.known:,} of {self.of:,} {self.things}".rstrip()

    def as_json(self) -> dict[str, Any]:
        return {
            "known": self.known,
            "of": self.of,
            "is_short": self.is_short,
            "sentence": self.sentence,
            "because": self.because or None,
        }


@dataclass(frozen=True, slots=True)
class Window:
    """After `start` and by `end`. `known_since`: where nothing is known of its beginning, the
    moment from which on it is."""

    start: datetime
    end: datetime
    known_since: datetime | None = None

    @classmethod
    def ending(cls, end: datetime, length: timedelta, *, known_since: datetime) -> "Window":
        start = end - length
        return cls(start, end, known_since if known_since > start else None)

    @property
    def sentence(self) -> str:
        words = f"Counted after {exact_moment(self.start)} and by {exact_moment(self.end)}."
        if self.known_since is not None:
            words += f" Nothing is known before {exact_moment(self.known_since)}: it may be more."
        return words

    def as_json(self) -> dict[str, Any]:
        return {
            "from": moment_text(self.start),
            "to": moment_text(self.end),
            "known_since": moment_text(self.known_since),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of the number, or what stands beside it. `listings`: the query of the list behind
    it, None where there is none."""

    name: str
    words: str
    value: Number
    unit: str = "count"
    listings: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "words": self.words, "value": self.value, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` None: it cannot be told, and `note` is the sentence that says why."""

    value: Number | None
    note: str = ""
    listings: Mapping[str, str] | None = None  # the query of the list of what it counts
    ratio: Ratio | None = None
    beside: tuple[Ratio, ...] = ()  # other shares of the same snapshot
    coverage: Coverage | None = None
    window: Window | None = None
    rows: tuple[Row, ...] = field(default=())
