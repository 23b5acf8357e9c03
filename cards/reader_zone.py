"""What day it is for a reader, and when their morning begins."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aliexpress.models import Store
from cards.models import ReaderZone

# When mails of the morning go out, by the reader's clock.
MORNING: Final = time(7)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{1,59}")


def zone_called(name: str) -> ZoneInfo | None:
    """None where that is no time zone."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return None


def zones_of(people: Iterable[int]) -> dict[int, ZoneInfo]:
    """By person, of those whose zone is known; one statement."""
    kept = ReaderZone.objects.filter(user__in=set(people)).values_list("user", "name")
    found = ((user, zone_called(name)) for user, name in kept)
    return {user: zone for user, zone in found if zone is not None}


def zone_of(user: Any, *, otherwise: str = "") -> ZoneInfo:
    """While the reader's is not known, the zone that `otherwise` names, or else that of their first
    store by its name."""
    if (known := zones_of([user.pk]).get(user.pk)) is not None:
        return known
    stores = Store.objects.visible_to(user).active().order_by("name", "id")
    return ZoneInfo(otherwise or stores.values_list("time_zone", flat=True).first() or "UTC")


def today_of(user: Any, *, at: datetime, otherwise: str = "") -> date:
    """The reader's day; `otherwise` as `zone_of` has it."""
    return at.astimezone(zone_of(user, otherwise=otherwise)).date()


def next_morning(zone: ZoneInfo, *, at: datetime, weekday: int | None = None) -> datetime:
    """The first morning after `at` by the clock of the zone. `weekday`: of such a day alone, 0 is
    Monday."""
    day = at.astimezone(zone).date()
    while True:
        morning = datetime.combine(day, MORNING, tzinfo=zone)
        if morning > at and weekday in (None, day.weekday()):
            return morning
        day += timedelta(days=1)


def keep_zone(user: Any, name: str) -> None:
    """`name`: one that `zone_called` knows."""
    ReaderZone.objects.update_or_create(user=user, defaults={"name": name})
