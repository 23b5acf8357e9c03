"""Moments people and apps type."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

LONGEST_MOMENT = 40


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment; without a zone it is taken as UTC. None where it is no moment."""
    text = text.strip()
    if len(text) > LONGEST_MOMENT or "\x00" in text:
        return None
    try:
        found = parse_datetime(text)
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
