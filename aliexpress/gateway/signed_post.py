"""One signed POST: its answer as a JSON object, or the failure it met raised."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from math import isfinite
from typing import Any, Final, NoReturn
from urllib.parse import urlencode

import orjson

from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.error_answers import from_envelope, throttled
from aliexpress.gateway.errors import Bound, GatewayError, NoAnswer, Refused, Unavailable
from aliexpress.gateway.http import Wire
from aliexpress.gateway.json_shapes import without_point
from aliexpress.gateway.signing import sign

Answer = dict[str, Any]

# Statuses below 500 that pass by themselves: the call came too slowly, or too early.
_PASSING: Final = {408, 425}
_LONGEST_WHOLE: Final = 20  # characters of a number of 64 bits


class Transport:
    """Speaks with one gateway; safe to use from many threads at once."""

    def __init__(
        self, *, clock: Callable[[], datetime], connections: int, public_only: bool = False
    ) -> None:
        self._clock = clock
        # What its clock said in its last answer, and ours when that was here.
        self._heard: tuple[str, datetime | None] = "", None
        self._wire = Wire(connections=connections, public_only=public_only)

    def sync(
        self,
        credentials: Credentials,
        method: str,
        parameters: Mapping[str, str],
        *,
        read_seconds: float,
    ) -> Answer:
        """A business call. `parameters`: its own, already text; objects as JSON."""
        return self._post(
            f"{credentials.gateway_url}/sync",
            self._signed(
                credentials,
                {
                    "method": method,
                    "format": "json",
                    "simplify": "true",
                    credentials.token_parameter: credentials.access_token,
                    **parameters,
                },
            ),
            read_seconds=read_seconds,
        )

    def rest(
        self,
        credentials: Credentials,
        path: str,
        parameters: Mapping[str, str],
        *,
        read_seconds: float,
    ) -> Answer:
        """A system call, such as /auth/token/create."""
        return self._post(
            f"{credentials.gateway_url}/rest{path}",
            self._signed(credentials, parameters, path=path),
            read_seconds=read_seconds,
        )

    @property
    def server_time(self) -> datetime | None:
        """What the gateway's clock said in its last answer; None where it does not tell."""
        said, _ = self._heard
        return moment_of(said)

    @property
    def lead(self) -> timedelta:
        """How far our clock was ahead of the gateway's at its last answer; below zero: behind."""
        said, at = self._heard
        moment = moment_of(said)
        return timedelta() if moment is None or at is None else at - moment

    def close(self) -> None:
        self._wire.close()

    def _signed(
        self, credentials: Credentials, parameters: Mapping[str, str], *, path: str = ""
    ) -> dict[str, str]:
        sent = {
            "app_key": credentials.app_key,
            "timestamp": str(int(self._clock().timestamp() * 1000)),
            "sign_method": "sha256",
            **parameters,
        }
        sent = {name: value for name, value in sent.items() if value.strip()}
        return {**sent, "sign": sign(sent, app_secret=credentials.app_secret, path=path)}

    def _post(self, url: str, parameters: dict[str, str], *, read_seconds: float) -> Answer:
        status, body = self._wire.post(url, urlencode(parameters), read_seconds=read_seconds)
        self._heard = self._wire.date, self._clock()
        return answer_in(body, status=status)


@lru_cache(maxsize=16)  # answers of one second tell the same
def moment_of(date: str) -> datetime | None:
    """The moment a Date header tells; None where it tells none."""
    try:
        said = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return said.replace(tzinfo=UTC) if said.tzinfo is None else said


def answer_in(body: bytes, *, status: int) -> Answer:
    """The JSON object of an answer. Raises what it says went wrong."""
    try:
        answer = json_of(body)
    except (ValueError, RecursionError) as error:
        raise_for_status(status)
        raise Unavailable(
            "AliExpress answered with something that is not JSON, or was cut off."
        ) from error
    if not isinstance(answer, dict):
        raise_for_status(status)
        raise Unavailable("AliExpress answered with something that is not an object.")
    failure = error_in(answer)
    if failure is not None:
        raise failure
    raise_for_status(status)
    return answer


def error_in(answer: Answer) -> GatewayError | None:
    """The error an answer holds: at its root, flat, or inside the root of the method it is for."""
    roots = [answer[name] for name in answer if name.endswith("_response")]
    levels = [answer, *(root for root in roots[:1] if isinstance(root, dict))]
    for level in levels:
        envelope = level.get("error_response")
        if isinstance(envelope, dict):
            return from_envelope(envelope)
        if envelope is not None or is_failure(level.get("code")):
            return from_envelope(level)
    result = levels[-1].get("result")
    inner = result.get("error_response") if isinstance(result, dict) else None
    return from_envelope(inner) if isinstance(inner, dict) else None


def json_of(body: bytes) -> Any:
    """Raises ValueError or RecursionError."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        # What it is too strict for, a title that ends in half a surrogate pair for one, is no
        # reason to know nothing of the page. The rest of it is read as orjson reads it, or what a
        # listing says would depend on the one beside it.
        return json.loads(
            body, parse_int=whole_number, parse_float=decimal_number, parse_constant=no_such_number
        )


def raise_for_status(status: int) -> None:
    if status == 429:
        raise throttled("", binds=Bound.APP)
    if status >= 500 or status in _PASSING:
        raise NoAnswer(f"AliExpress is out of order for the moment (HTTP {status}).")
    if 300 <= status < 400:
        raise NoAnswer(f"AliExpress sent us elsewhere (HTTP {status}), where we do not go.")
    if status >= 400:
        raise Refused(
            f"AliExpress refused the call (HTTP {status}).", remedy="Check the gateway address."
        )


def is_failure(code: object) -> bool:
    return code is not None and str(without_point(code)) not in {"", "0"}


def whole_number(text: str) -> int | float | str:
    """A float beyond 64 bits."""
    short = len(text) <= _LONGEST_WHOLE and -(2**63) <= int(text) < 2**64
    return int(text) if short else decimal_number(text)


def decimal_number(text: str) -> float | str:
    """The text itself where it is past what a float holds."""
    number = float(text)
    return number if isfinite(number) else text


def no_such_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
