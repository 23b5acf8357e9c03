"""A card over all the stores a reader may see: the sum, and what it stands on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from cards.formats import Number, figure, moment_text, percent_of
from cards.models import Card
from cards.readings.reading import Reading

# Numbers of listings are added up, and shares by their integers; a sum of scores means nothing.
SUMMED_UNITS: Final = {"count", "percent"}


@dataclass(frozen=True)
class RollUp:
    """The sum of what is known. Where a store has no complete reading the true sum is no less
    than this, so it is never given as the total."""

    card: Card
    readings: list[Reading] = field(default_factory=list)
    # Of how many stores that are alike each reading is the sum; None: each is of one.
    stores: list[int] | None = None

    @cached_property
    def known(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.value is not None]

    def count(self, fits: Callable[[Reading], bool]) -> int:
        """How many stores the readings that fit are of."""
        stores = self.stores or [1] * len(self.readings)
        return sum(
            number for reading, number in zip(self.readings, stores, strict=True) if fits(reading)
        )

    @cached_property
    def parts(self) -> tuple[int, int] | None:
        """Of a share: the numerators and the denominators of all stores, each added up."""
        ratios = [reading.ratio for reading in self.known if reading.ratio is not None]
        if self.card.unit != "percent" or not ratios:
            return None
        numerator = sum(ratio.numerator.value for ratio in ratios)
        return numerator, sum(ratio.denominator.value for ratio in ratios)

    @property
    def value(self) -> Number | None:
        """None where no store has a complete reading, or there is no store."""
        if self.card.unit == "percent":
            return percent_of(*self.parts) if self.parts else None
        values = [reading.value for reading in self.known if reading.value is not None]
        return sum(values) if values else None

    @property
    def figure(self) -> str:
        """As people read it. What some stores lack makes a sum too small; a share could move
        either way."""
        words = figure(self.value, self.card.unit)
        if self.value is None or not self.is_at_least:
            return words
        return f"{words} so far" if self.card.unit == "percent" else f"at least {words}"

    @property
    def so_far(self) -> tuple[str, str] | None:
        """Of a share known in part: the share of what is known, and of how many that is."""
        if self.parts is None or not any(one.is_partial for one in self.known):
            return None
        ratios = [(one.ratio, one.coverage) for one in self.known if one.ratio is not None]
        known = sum(
            whole.known if whole is not None else ratio.denominator.value for ratio, whole in ratios
        )
        return figure(
            percent_of(self.parts[0], known), self.card.unit
        ), f"{self.parts[0]:,} of the {known:,} read so far"

    @property
    def is_at_least(self) -> bool:
        return len(self.known) < len(self.readings) or any(r.is_partial for r in self.known)

    @cached_property
    def oldest_confirmed_at(self) -> datetime | None:
        """The sum is no fresher than its oldest part."""
        return min((r.confirmed_at for r in self.known if r.confirmed_at is not None), default=None)

    @cached_property
    def remarks(self) -> list[str]:
        """What keeps the sum from being a plain total, in words."""
        counted = {
            "without a complete reading": self.count(lambda one: one.snapshot is None),
            "of which it is not known yet": self.count(
                lambda one: one.snapshot is not None and one.value is None
            ),
            "not refreshed lately": self.count(lambda one: one.value is not None and one.stale),
            "not known in full": self.count(lambda one: one.value is not None and one.is_partial),
            "disputed by AliExpress": self.count(
                lambda one: one.value is not None and one.verdict == "disputed"
            ),
        }
        return [
            f"{number:,} {stores_word(number)} {words}"
            for words, number in counted.items()
            if number
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "card": self.card.key,
            "unit": self.card.unit,
            "value": self.value,
            "numerator": self.parts[0] if self.parts else None,
            "denominator": self.parts[1] if self.parts else None,
            "is_at_least": self.is_at_least,
            "oldest_confirmed_at": moment_text(self.oldest_confirmed_at),
            "stores": [
                {
                    "store": reading.store,
                    "value": reading.value,
                    "coverage": reading.coverage and reading.coverage.as_json(),
                    "as_of": moment_text(reading.as_of),
                    "confirmed_at": moment_text(reading.confirmed_at),
                    "stale": reading.stale,
                    "verdict": reading.verdict,
                    "snapshot": reading.snapshot,
                }
                for reading in self.readings
            ],
        }


def can_be_summed(card: Card) -> bool:
    return card.unit in SUMMED_UNITS


def stores_word(number: int) -> str:
    return "store" if number == 1 else "stores"
