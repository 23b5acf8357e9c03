"""The sandbox's clock, and AliExpress's way of writing times."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


def wall_clock() -> datetime:
    return datetime.now(UTC)


class SandboxClock:
    """Follows the wall clock until it is set to a moment, where it stands until it runs again."""

    def __init__(
        self,
        moment: datetime | None = None,
        *,
        wall: Callable[[], datetime] = wall_clock,
    ) -> None:
        self._wall = wall
        self._moment: datetime | None = None
        self._lock = threading.Lock()
        if moment is not None:
            self.set(moment)

    def now(self) -> datetime:
        """The moment in UTC."""
        moment = self._moment
        return self._wall() if moment is None else moment

    def epoch(self) -> int:
        """The moment in whole seconds since 1970, as AliExpress stamps its rows."""
        return int(self.now().timestamp())

    def set(self, moment: datetime) -> None:
        """Stand still at a moment (aware)."""
        if moment.tzinfo is None:
            raise ValueError(f"The clock needs a moment with a time zone, not {moment!r}.")
        with self._lock:
            self._moment = moment.astimezone(UTC)

    def run(self) -> None:
        """Follow the wall clock again."""
        with self._lock:
            self._moment = None

    @property
    def frozen_at(self) -> datetime | None:
        return self._moment


@lru_cache(maxsize=65_536)
def offset_seconds(hour: int, zone: ZoneInfo) -> int:
    """What the zone adds to UTC in an hour since 1970; no zone changes within one."""
    offset = datetime.fromtimestamp(hour * 3600, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


@lru_cache(maxsize=4096)
def day_text(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m-%d ")


@lru_cache(maxsize=4096)
def minute_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}:"


@lru_cache(maxsize=32_768)
def time_text(epoch: int, zone: ZoneInfo) -> str:
    """`2026-03-14 01:59:07` in the zone: hundreds of these make a page, and the same ones make it
    again, so both they and their parts are remembered."""
    day, second = divmod(epoch + offset_seconds(epoch // 3600, zone), 86_400)
    minute, second = divmod(second, 60)
    return f"{day_text(day)}{minute_text(minute)}{second:02d}"


def read_time(text: str, zone: ZoneInfo, *, latest: bool = False) -> int:
    """The second a text means; an hour the clocks show twice is its first, or its `latest`.

    Raises ValueError for anything but `YYYY-MM-DD HH:MM:SS`.
    """
    moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone, fold=int(latest))
    return int(moment.timestamp())
