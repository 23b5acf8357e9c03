"""Makes a call to a shop: in its turn, and again while BigCommerce is unavailable."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import orjson

from aliexpress.source.failures import SourceRefused, SourceUnavailable, TooMuch, Unfit
from aliexpress.source.gateway.error_table import Mistake, Throttled, WrongShape, failure_of
from aliexpress.source.gateway.http import Answer, Getter
from aliexpress.source.gateway.pace import Pace, number_in

T = TypeVar("T")
Read = Callable[[Any], T]

MOST_TRIES: Final = 4
MOST_SHAPES: Final = 3  # wrong ones, before somebody has to look
MOST_PAUSES: Final = 8
LONGEST_PAUSE: Final = 60.0
PATIENCE_SECONDS: Final = 120.0  # for a pause BigCommerce asks for
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 8.0


class Calls:
    """The calls of one reading. `carry`: runs one, so that a heartbeat may go on meanwhile."""

    def __init__(
        self,
        door: Getter,
        pace: Pace,
        *,
        carry: Callable[[Callable[[], Answer]], Answer] = lambda call: call(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.count = 0
        self._door = door
        self._pace = pace
        self._carry = carry
        self._sleep = sleep
        self._failed = 0  # in a row

    def make(
        self,
        path: str,
        query: Mapping[str, object],
        read: Read[T],
        *,
        what: str,
        may_ask_less: bool = False,
    ) -> T:
        """What the answer says. `may_ask_less`: TooMuch is raised at once, to be asked for less."""
        tries = shapes = pauses = 0
        while True:
            try:
                found = self._once(path, query, read, what=what)
            except Throttled as error:
                pauses += 1
                if pauses > MOST_PAUSES:
                    raise
                self._sleep(self._pause(error, pauses))
            except (TooMuch, Mistake) as error:
                tries += 1
                if not may_ask_less and (tries >= MOST_TRIES or isinstance(error, Mistake)):
                    raise
                self._wait()
                if may_ask_less:
                    raise TooMuch(str(error)) from error
            except (Unfit, WrongShape) as error:
                shapes += 1
                if shapes >= MOST_SHAPES:
                    raise error if isinstance(error, Unfit) else SourceRefused(str(error)) from None
                self._wait()
            except SourceUnavailable:
                tries += 1
                if tries >= MOST_TRIES:
                    raise
                self._wait()
            else:
                self._failed = 0
                return found

    def _once(self, path: str, query: Mapping[str, object], read: Read[T], *, what: str) -> T:
        self._pace.wait_for_turn(self._sleep)
        self.count += 1
        answer = self._carry(lambda: self._door.get(path, query))
        self._pace.note(answer.headers)
        if answer.status == 204:
            return read({"data": [], "meta": {"pagination": {"total": 0, "count": 0}}})
        if answer.status != 200:
            failure = failure_of(answer.status, what=what)
            if isinstance(failure, Throttled):
                failure.wait_seconds = number_in(answer.headers, "X-Retry-After")
            raise failure
        try:
            said = orjson.loads(answer.body)
        except ValueError as error:
            raise TooMuch("BigCommerce's answer is not the JSON it should be.") from error
        try:
            return read(said)
        except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
            raise WrongShape(
                f"BigCommerce's answer about {what} has a shape we cannot read."
            ) from error

    def _pause(self, error: Throttled, number: int) -> float:
        """As long as it says, else the rest of the window, else ever longer. Raises Throttled
        where nobody would wait so long."""
        seconds = error.wait_seconds
        if seconds is None:
            seconds = self._pace.seconds_left() or min(LONGEST_PAUSE, 2.0**number)
        if seconds > PATIENCE_SECONDS:
            raise error
        return seconds

    def _wait(self) -> None:
        self._failed += 1
        self._sleep(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._failed - 1)))
