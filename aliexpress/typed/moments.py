"""Moments people and apps type."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

LONGEST_MOMENT = 40
# Nothing of ours is older, and stretches can be reckoned back from here without end.
EARLIEST_YEAR = 2000


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment since the year 2000; without a zone it is taken as UTC. None where it
    is no such moment."""
    text = text.strip()
    if len(text) > LONGEST_MOMENT or "\x00" in text:
        return None
    try:
        found = parse_datetime(text)
        if found is None:
            return None
        moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= EARLIEST_YEAR else None


class BadMoment(Exception):
    """Not a moment we can answer for; the sentence says why."""


def moment_asked(name: str, text: str, *, at: datetime) -> datetime:
    """The moment in a query's text, not later than `at`. Raises BadMoment."""
    # A plus in a query that was not escaped arrives as a space.
    found = read_moment(text.replace(" ", "+") if "T" in text else text)
    if found is None:
        raise BadMoment(f"{name} must be an ISO 8601 moment such as 2026-03-14T09:00:00Z.")
    if found > at:
        raise BadMoment(f"{name} lies in the future; nothing is known of it yet.")
    return found


def names_a_zone(text: str) -> bool:
    """Whether a moment that was read says which zone it is in."""
    found = parse_datetime(text.strip())
    return found is not None and found.tzinfo is not None
