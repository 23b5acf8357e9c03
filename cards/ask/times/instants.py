"""From the notation of a moment or a window to instants, in the reader's zone."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


def window_of(notation: str, *, at: datetime) -> tuple[datetime, datetime]:
    """From and to of a window, both as instants of the reader's zone. A running period ends now.
    Raises ValueError where it is no window."""
    zone = at.tzinfo or UTC
    if match := re.fullmatch(r"(\d{1,5})(h|d|mo|y)", notation):
        return back(at, int(match[1]), match[2]), at
    midnight = _midnight(at.date(), zone)
    if notation == "today":
        return midnight, at
    if notation == "yesterday":
        return _midnight(at.date() - timedelta(days=1), zone), midnight
    if match := re.fullmatch(r"since_(\w+)", notation):
        return _midnight(last_day(at.date(), match[1], today=True), zone), at
    if (match := re.fullmatch(r"last_(\w+)", notation)) and match[1] in WEEKDAYS:
        day = last_day(at.date(), match[1], today=False)
        return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    if match := re.fullmatch(r"(this|last)_(week|month|quarter|year)", notation):
        start = _start(at.date(), match[2])
        if match[1] == "this":
            return _midnight(start, zone), at
        return _midnight(_start(start - timedelta(days=1), match[2]), zone), _midnight(start, zone)
    if match := re.fullmatch(r"(\d{4})", notation):
        year = int(match[1])
        return to_now(date(year, 1, 1), date(year + 1, 1, 1), at)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", notation):
        year, month = int(match[1]), int(match[2])
        return to_now(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1), at)
    day = date.fromisoformat(notation)
    return to_now(day, day + timedelta(days=1), at)


def moment_of(notation: str, *, at: datetime) -> datetime:
    """The instant of one reading. Raises ValueError where it is none."""
    zone = at.tzinfo or UTC
    if notation == "now":
        return at
    if match := re.fullmatch(r"(\d{1,5})(h|d|mo|y)_ago", notation):
        return back(at, int(match[1]), match[2])
    if notation == "yesterday" or re.fullmatch(r"last_\w+day", notation):
        return window_of(notation, at=at)[0]
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})_end", notation):
        return min(_midnight(date.fromisoformat(match[1]) + timedelta(days=1), zone), at)
    found = datetime.fromisoformat(notation)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def days_ahead(notation: str) -> int | None:
    """Whole days of `7d`, `1mo` or `24h`; None where it is no stretch."""
    match = re.fullmatch(r"(\d{1,5})(h|d|mo|y)", notation)
    if match is None:
        return None
    number = int(match[1])
    return -(-number // 24) if match[2] == "h" else number * {"d": 1, "mo": 30, "y": 365}[match[2]]


def back(at: datetime, number: int, unit: str) -> datetime:
    """So many hours, days, months or years before. A day that a month lacks is its last."""
    try:
        if unit == "h":  # of time that passed, also where clocks are put forward or back
            return (at.astimezone(UTC) - timedelta(hours=number)).astimezone(at.tzinfo)
        if unit == "d":
            return at - timedelta(days=number)
        months = at.year * 12 + at.month - 1 - number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return at.replace(
            year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1])
        )
    except (OverflowError, ValueError):
        return datetime(1990, 1, 1, tzinfo=at.tzinfo)


def to_now(start: date, end: date, at: datetime) -> tuple[datetime, datetime]:
    zone = at.tzinfo or UTC
    return _midnight(start, zone), min(_midnight(end, zone), at)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def last_day(day: date, name: str, *, today: bool) -> date:
    days = (day.weekday() - WEEKDAYS.index(name)) % 7
    if days == 0 and not today:
        days = 7
    return day - timedelta(days=days)


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)
