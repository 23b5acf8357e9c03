"""Makes a call: within its limits, and again while AliExpress is unavailable."""

import logging
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Generic, NamedTuple, TypeVar

from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.errors import Bound, NoAnswer, Refused, Unavailable
from aliexpress.gateway.rate_limits import MARGIN_SECONDS, SellerLimits, limiter_for
from aliexpress.gateway.signed_post import Answer

logger = logging.getLogger(__name__)

Parsed = TypeVar("Parsed")

FIRST_WAIT: Final = 0.5  # seconds; doubles with each failure, and a random part of it is waited
LONGEST_WAIT: Final = 8.0
MOST_FAILURES: Final = 6  # of one call; pauses AliExpress asked for are none
# How long an answer may keep us waiting: at most, and at least, whatever the patience is.
LONGEST_READ: Final = 30.0
SHORTEST_READ: Final = 5.0


class Pause(NamedTuple):
    """AliExpress asks an app key to wait: with one method, or with every call ("")."""

    until: datetime
    method: str = ""


class Call(NamedTuple, Generic[Parsed]):
    """What is asked, how its answer is read, and how it may be asked."""

    method: str
    ask: Callable[[float], Answer]  # given how many seconds an answer may take
    read: Callable[[Answer], Parsed]
    paced: bool = False  # AliExpress limits such calls to so many a second and seller
    once: bool = False  # it carries what is spent when AliExpress takes the call


class Retrying:
    """The calls of one gateway, from any thread.

    `seconds`: for all of its calls together, where somebody waits for them.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        clock: Callable[[], datetime],
        connections: int,
        patience: float,
        seconds: float | None,
        on_pause: Callable[[Pause], None] | None,
        cancelled: threading.Event | None,
    ) -> None:
        self.request_count = 0
        self._clock = clock
        self._patience = patience
        # So short that two tries and the wait between them fit into the patience.
        self._read_seconds = min(max(SHORTEST_READ, patience / 2 - FIRST_WAIT), LONGEST_READ)
        self._ends_at = float("inf") if seconds is None else time.monotonic() + seconds
        self._on_pause = on_pause
        self._cancelled = cancelled or threading.Event()
        self._counting = threading.Lock()
        self._limiter = limiter_for(
            credentials.gateway_url, credentials.app_key, connections=connections
        )
        self._seller = self._limiter.seller(credentials.access_token)

    def use(self, credentials: Credentials) -> None:
        """From the next call on, calls are for the seller of these."""
        self._seller = self._limiter.seller(credentials.access_token)

    def pause_until(self, moment: datetime, *, method: str = "") -> None:
        """Obey a pause another worker of the app key was given."""
        self._limiter.pause(
            (moment - self._clock()).total_seconds(),
            binds=Bound.METHOD if method else Bound.APP,
            method=method,
            seller=self._seller,
        )

    def make(self, call: Call[Parsed]) -> Parsed:
        """What the answer says. Raises Refused at once, and Unavailable when patience has run
        out, or when the call must not be made a second time."""
        deadline = min(time.monotonic() + self._patience, self._ends_at)
        seller = self._seller
        first: Unavailable | None = None
        failures = 0
        while True:
            self._wait_for_turn(call, seller, deadline)
            try:
                return self._try(call)
            except Unavailable as error:
                if call.once and not isinstance(error, NoAnswer):
                    raise
                if error.wait_seconds is not None:
                    self._pause(error, call.method, seller)
                    seconds = error.wait_seconds + MARGIN_SECONDS
                    if time.monotonic() + seconds > deadline:
                        raise
                    continue
                first = first or error
                failures += 1
                if failures == MOST_FAILURES or not self._waited(failures, deadline):
                    raise
            except Refused as error:
                if call.once and first is not None:
                    # What it carried may have been spent by the call that got no answer.
                    said = f"{first} Asked again: {error}"
                    raise type(error)(said, code=error.code, binds=error.binds) from first
                raise

    def _try(self, call: Call[Parsed]) -> Parsed:
        with self._limiter.connection():
            left = self._ends_at - time.monotonic()
            if left <= 0:
                raise NoAnswer("AliExpress took too long to answer.")
            with self._counting:
                self.request_count += 1
            began = time.monotonic()
            try:
                return call.read(call.ask(min(self._read_seconds, left)))
            except RecursionError as error:  # what was loaded may be nested too deep to be shown
                raise Unavailable("AliExpress's answer is nested too deep to be read.") from error
            finally:
                if logger.isEnabledFor(logging.DEBUG):
                    seconds = round(time.monotonic() - began, 3)
                    failed = str(sys.exc_info()[1] or "")
                    told = {"method": call.method, "seconds": seconds, "failed": failed}
                    logger.debug("called AliExpress", extra=told)

    def _wait_for_turn(self, call: Call[Parsed], seller: SellerLimits, deadline: float) -> None:
        if call.paced and self._limiter.is_paced:
            seller.wait_for_turn(self._cancelled)
        while (seconds := self._limiter.seconds_to_wait(method=call.method, seller=seller)) > 0:
            if time.monotonic() + seconds > deadline:
                raise Unavailable(
                    f"AliExpress asked this app to wait another {seconds:,.0f} seconds.",
                    wait_seconds=seconds,
                )
            if self._cancelled.wait(seconds):
                raise Unavailable("The call was given up.")

    def _waited(self, failures: int, deadline: float) -> bool:
        """Wait for the next try; False where patience would not last that long."""
        seconds = random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)))
        if time.monotonic() + seconds > deadline:
            return False
        return not self._cancelled.wait(seconds)

    def _pause(self, error: Unavailable, method: str, seller: SellerLimits) -> None:
        seconds = error.wait_seconds or 0.0
        self._limiter.pause(seconds, binds=error.binds, method=method, seller=seller)
        if self._on_pause is not None and error.binds in (Bound.APP, Bound.METHOD):
            until = self._clock() + timedelta(seconds=seconds + MARGIN_SECONDS)
            self._on_pause(Pause(until, method if error.binds is Bound.METHOD else ""))
