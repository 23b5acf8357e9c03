"""How calls for one store are made: signed, retried and paced, with the credentials of now."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from aliexpress.gateway import tokens
from aliexpress.gateway.answers import Tokens
from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.retry import Call, Parsed, Pause, Retrying
from aliexpress.gateway.signed_post import Answer, Transport
from aliexpress.redaction import hold
from aliexpress.typed.moments import CLOCKS_DIFFER


class StoreCalls:
    """Calls for one store. Every method that calls may raise Unavailable or Refused; safe for
    threads.

    `patience`: how many seconds in all one call may wait before it is given up; an answer may
    take not quite half of them. `seconds`: for all calls together, where somebody waits.
    `connections`: how many calls of the app key may be under way at once, at least.
    `on_pause` is told until when AliExpress wants the app key to wait.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        clock: Callable[[], datetime],
        connections: int = 1,
        patience: float = 20.0,
        seconds: float | None = None,
        on_pause: Callable[[Pause], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        self.credentials = credentials
        self._clock = clock
        self._transport = Transport(
            clock=clock, connections=connections, public_only=credentials.public_only
        )
        self._retrying = Retrying(
            credentials,
            clock=clock,
            connections=connections,
            patience=patience,
            seconds=seconds,
            on_pause=on_pause,
            cancelled=cancelled,
        )

    @property
    def request_count(self) -> int:
        return self._retrying.request_count

    @property
    def server_time(self) -> datetime | None:
        """What AliExpress's clock said in its last answer; None where it does not tell."""
        return self._transport.server_time

    def now(self) -> datetime:
        """The moment of what is found out now: by our clock, or by AliExpress's where ours is ahead
        of it. A fact that is dated ahead would be told of no moment until its own has come."""
        lead = self._transport.lead
        return self._clock() - lead if lead > CLOCKS_DIFFER else self._clock()

    def use(self, credentials: Credentials) -> None:
        """From the next call on, these."""
        self.credentials = credentials
        self._retrying.use(credentials)

    def pause_until(self, moment: datetime, *, method: str = "") -> None:
        """Obey a pause another worker of the app key was given."""
        self._retrying.pause_until(moment, method=method)

    def close(self) -> None:
        self._transport.close()

    def refresh_tokens(self) -> Tokens:
        """A new pair. Refreshing does not prolong the refresh token's own life."""
        return self._tokens(tokens.REFRESH, refresh_token=self.credentials.refresh_token)

    def exchange_code(self, code: str) -> Tokens:
        """The first pair, for the code the seller came back with (valid three minutes, once)."""
        hold(code)
        return self._tokens(tokens.CREATE, code=code)

    def _tokens(self, path: str, **parameters: str) -> Tokens:
        """Never sent again once AliExpress answered, whatever it answered."""
        return self._retrying.make(
            Call(
                path,
                lambda read_seconds: self._transport.rest(
                    self.credentials, path, parameters, read_seconds=read_seconds
                ),
                lambda answer: tokens.parsed(answer, at=self._clock()),
                once=True,
            )
        )

    def ask(
        self,
        method: str,
        parameters: Mapping[str, str],
        read: Callable[[Answer], Parsed],
        *,
        paced: bool = False,
    ) -> Parsed:
        """What `read` makes of the answer to a business call."""
        return self._retrying.make(
            Call(
                method,
                lambda read_seconds: self._transport.sync(
                    self.credentials, method, parameters, read_seconds=read_seconds
                ),
                read,
                paced=paced,
            )
        )
