"""Moments people and apps type."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils.dateparse import parse_datetime

from aliexpress.typed.bad_input import BadInput

LONGEST_MOMENT: Final = 40
# Nothing of ours is older, and stretches can be reckoned back from here without end.
EARLIEST_YEAR: Final = 2000
# By as much another machine's clock may be ahead of ours: a moment of it is now.
CLOCKS_APART: Final = timedelta(seconds=5)
# Clocks of two of our machines differ by less; what was noted further ahead, a wrong clock noted.
CLOCKS_DIFFER: Final = timedelta(minutes=1)
UNKNOWN_YET: Final = "; nothing is known of it yet."


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment since the year 2000; without a zone it is taken as UTC. None where it
    is no such moment."""
    text = text.strip()
    if len(text) > LONGEST_MOMENT or "\x00" in text:
        return None
    # A plus in a query that was not escaped arrives as a space.
    text = text.replace(" ", "+") if "T" in text else text
    try:
        found = parse_datetime(text)
        if found is None:
            return None
        moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= EARLIEST_YEAR else None


def moment_from(field: str, value: Any) -> datetime:
    """The moment, also one that is still to come. Raises BadInput."""
    found = read_moment(value) if isinstance(value, str) else None
    if found is None:
        it_is = f"; it is {value[:LONGEST_MOMENT]!r}" if isinstance(value, str) else ""
        raise BadInput(
            field, f"{field} must be an ISO 8601 moment such as 2026-03-14T09:00:00Z{it_is}."
        )
    return found


def past_moment(field: str, value: Any, *, at: datetime, because: str = UNKNOWN_YET) -> datetime:
    """The moment, not later than `at`. `because` ends the sentence about one that is.
    Raises BadInput."""
    found = moment_from(field, value)
    refuse_the_future(field, found, at=at, because=because)
    return min(found, at)


def refuse_the_future(
    field: str, moment: datetime, *, at: datetime, because: str = UNKNOWN_YET
) -> None:
    """Raises BadInput."""
    if moment > at + CLOCKS_APART:
        raise BadInput(field, f"{field} lies in the future{because}")


def has_passed(since: datetime | None, span: timedelta, *, at: datetime) -> bool:
    """Whether so much time has passed; also where nothing was noted, or a clock that was ahead
    noted it, for then nobody knows how much has."""
    return since is None or not -CLOCKS_DIFFER <= at - since < span


def names_a_zone(text: str) -> bool:
    """Whether a moment that was read says which zone it is in."""
    found = parse_datetime(text.strip())
    return found is not None and found.tzinfo is not None
