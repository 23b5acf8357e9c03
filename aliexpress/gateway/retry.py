"""How a call is made: within the app key's limits, and again while AliExpress is unavailable."""

import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.pacing import Pace
from aliexpress.gateway.rate_limits import MARGIN_SECONDS, limiter_for
from aliexpress.gateway.signed_post import Answer

Parsed = TypeVar("Parsed")

FIRST_WAIT: Final = 0.5  # seconds; doubles with each try, and a random part of it is waited
LONGEST_WAIT: Final = 8.0
# Tries of one call without a pause AliExpress asked for.
MOST_TRIES: Final = 6


class Retrying:
    """The calls of one gateway, from any thread. It says what each of these is for."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        clock: Callable[[], datetime],
        connections: int,
        patience: float,
        on_pause: Callable[[datetime], None] | None,
        cancelled: threading.Event | None,
    ) -> None:
        self.request_count = 0
        self._clock = clock
        self._patience = patience
        self._on_pause = on_pause
        self._cancelled = cancelled or threading.Event()
        self._counting = threading.Lock()
        self._limiter = limiter_for(
            credentials.gateway_url, credentials.app_key, connections=connections
        )

    def pause_until(self, moment: datetime) -> None:
        """Obey a pause another worker of the app key was given."""
        self._limiter.pause((moment - self._clock()).total_seconds())

    def call(
        self,
        ask: Callable[[], Answer],
        parse: Callable[[Answer], Parsed],
        *,
        pace: Pace | None = None,
    ) -> Parsed:
        """Raises Refused at once, and Unavailable when patience has run out."""
        deadline = time.monotonic() + self._patience
        for tried in range(MOST_TRIES):
            self._wait_for_pause(deadline)
            if pace is not None:
                pace.wait(self._cancelled)
            try:
                with self._limiter.connection():
                    with self._counting:
                        self.request_count += 1
                    return _read(ask, parse)
            except Unavailable as error:
                if error.wait_seconds is not None:
                    self._pause(error.wait_seconds)
                if tried + 1 == MOST_TRIES or not self._may_wait(tried, error, deadline):
                    raise
        raise AssertionError("unreachable")

    def _may_wait(self, tried: int, error: Unavailable, deadline: float) -> bool:
        """Wait for the next try; False where patience would not last that long."""
        if error.wait_seconds is not None:
            return time.monotonic() + error.wait_seconds + MARGIN_SECONDS <= deadline
        seconds = random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**tried))
        if time.monotonic() + seconds > deadline:
            return False
        return not self._cancelled.wait(seconds)

    def _wait_for_pause(self, deadline: float) -> None:
        while (seconds := self._limiter.seconds_to_wait) > 0:
            if time.monotonic() + seconds > deadline:
                raise Unavailable(
                    f"AliExpress asked this app to wait another {seconds:,.0f} seconds.",
                    wait_seconds=seconds,
                )
            if self._cancelled.wait(seconds):
                raise Unavailable("The call was given up.")

    def _pause(self, seconds: float) -> None:
        self._limiter.pause(seconds)
        if self._on_pause is not None:
            self._on_pause(self._clock() + timedelta(seconds=seconds + MARGIN_SECONDS))


def _read(ask: Callable[[], Answer], parse: Callable[[Answer], Parsed]) -> Parsed:
    try:
        return parse(ask())
    except RecursionError as error:  # what was loaded may still be nested too deep to be shown
        raise Unavailable("AliExpress's answer is nested too deep to be read.") from error
