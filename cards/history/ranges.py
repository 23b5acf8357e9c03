"""The stretch of time a history is asked for: a named period up to a moment, or one of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from cards.formats import moment_text
from cards.history.history import LEAST_STRETCH, PERIODS, earliest, period_start

CUSTOM: Final = "custom"
USUAL: Final = "30d"


@dataclass(frozen=True, slots=True)
class Range:
    """`start`: None where the period alone says when it begins. `with_before`: the stretch before
    it, as long, is wanted beside it."""

    period: str
    end: datetime
    start: datetime | None = None
    with_before: bool = False

    def earliest(self) -> datetime:
        """When it may begin, whatever the store."""
        return self.start or earliest(self.period, end=self.end)

    def begins(self, known_since: datetime | None) -> datetime:
        """`known_since`: when the store was first read, None where it never was."""
        return self.start or period_start(self.period, end=self.end, known_since=known_since)

    def as_query(self) -> dict[str, str]:
        """How a page's address asks for it."""
        before = {"before": "1"} if self.with_before else {}
        if self.start is None:
            return {"period": self.period, **before}
        ends = {"from": moment_text(self.start) or "", "to": moment_text(self.end) or ""}
        return {**ends, **before}


def range_from(values: Mapping[str, str], *, at: datetime) -> Range:
    """From a query's words; the usual period where they name none. `at`: the moment of the page,
    after which nothing is shown. Raises BadInput."""
    with_before = values.get("before", "") == "1"
    start_text, end_text = values.get("from", "").strip(), values.get("to", "").strip()
    if not start_text and not end_text:
        period = values.get("period", USUAL)
        return Range(period if period in PERIODS else USUAL, at, with_before=with_before)
    if not start_text:
        raise BadInput("from", "from must say when the stretch begins.")
    start = past_moment("from", start_text, at=at)
    end = past_moment("to", end_text, at=at) if end_text else at
    if end - start < LEAST_STRETCH:
        raise BadInput("from", "from must lie at least five minutes before to.")
    return Range(CUSTOM, end, start=start, with_before=with_before)
