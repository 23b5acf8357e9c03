"""One signed POST and its answer as a JSON object, or the failure it met."""

import json
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NoReturn
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from urllib3 import exceptions as wire

from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.failures import from_envelope, throttled
from aliexpress.gateway.signing import sign

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 30
LARGEST_ANSWER: Final = 32 * 1024 * 1024
_HEADERS: Final = {
    "Accept-Encoding": "gzip, deflate",
    "Content-Type": "application/x-www-form-urlencoded;charset=utf-8",
}

Answer = dict[str, Any]


class Transport:
    """Speaks HTTP with one gateway; safe to use from many threads at once.

    On urllib3 itself: measured, a layer above it costs more time than the call and its answer.
    """

    def __init__(self, *, clock: Callable[[], datetime], connections: int) -> None:
        self._clock = clock
        self._connections = connections
        self._pools: dict[str, urllib3.PoolManager] = {}  # by gateway address

    def sync(self, credentials: Credentials, method: str, parameters: Mapping[str, str]) -> Answer:
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
        )

    def rest(self, credentials: Credentials, path: str, parameters: Mapping[str, str]) -> Answer:
        """A system call, such as /auth/token/create."""
        return self._post(
            f"{credentials.gateway_url}/rest{path}",
            self._signed(credentials, parameters, path=path),
        )

    def close(self) -> None:
        for pool in self._pools.values():
            pool.clear()

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

    def _post(self, url: str, parameters: dict[str, str]) -> Answer:
        try:
            with self._opened(url, urlencode(parameters)) as response:
                body = _body(response)
                status = response.status
        except (wire.NewConnectionError, wire.ProxyError) as error:
            raise Unavailable("AliExpress could not be reached.") from error
        except wire.TimeoutError as error:
            raise Unavailable(
                f"AliExpress did not answer within {READ_SECONDS} seconds."
            ) from error
        except wire.SSLError as error:
            raise Unavailable("The gateway's certificate could not be verified.") from error
        except (wire.LocationValueError, UnicodeError) as error:
            raise Refused("The gateway address cannot be called.", remedy="Correct it.") from error
        except wire.HTTPError as error:
            raise Unavailable("AliExpress broke off in the middle of an answer.") from error
        return _understood(body, status=status)

    def _opened(self, url: str, form: str) -> urllib3.BaseHTTPResponse:
        gateway = "/".join(url.split("/", 3)[:3])
        pool = self._pools.get(gateway)
        if pool is None:
            pool = self._pools.setdefault(gateway, _pool_for(gateway, self._connections))
        return pool.urlopen(
            "POST",
            url,
            body=form,
            headers=_HEADERS,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            redirect=False,
            retries=False,
            preload_content=False,
        )


def _pool_for(gateway: str, connections: int) -> urllib3.PoolManager:
    """Its connections, through the proxy the environment names for such an address, if any."""
    address = urlsplit(gateway)
    proxy = None if proxy_bypass(address.netloc) else getproxies().get(address.scheme)
    options: dict[str, Any] = {"num_pools": 1, "maxsize": connections}
    if address.scheme == "https":
        options["ssl_context"] = _verifying()
    if proxy:
        return urllib3.ProxyManager(proxy, **options)
    return urllib3.PoolManager(**options)


@lru_cache(maxsize=1)
def _verifying() -> ssl.SSLContext:
    """Trusts what this machine trusts, and the authorities browsers trust."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _body(response: urllib3.BaseHTTPResponse) -> bytes:
    body = response.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise Unavailable("AliExpress's answer was too large to be a list of listings.")
    return body


def _understood(body: bytes, *, status: int) -> Answer:
    """The JSON object of an answer. Raises what it says went wrong."""
    try:
        answer = json.loads(body, parse_float=Decimal, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        _raise_for(status)
        raise Unavailable(
            "AliExpress answered with something that is not JSON, or was cut off."
        ) from error
    if not isinstance(answer, dict):
        _raise_for(status)
        raise Unavailable("AliExpress answered with something that is not an object.")
    envelope = answer.get("error_response")
    if isinstance(envelope, dict):
        raise from_envelope(envelope)
    if "error_response" in answer or (_is_failure(answer.get("code"))):
        raise from_envelope(answer)
    _raise_for(status)
    return answer


def _raise_for(status: int) -> None:
    if status == 429:
        raise throttled("")
    if status >= 500:
        raise Unavailable(f"AliExpress is out of order for the moment (HTTP {status}).")
    if 300 <= status < 400:
        raise Unavailable(f"AliExpress sent us elsewhere (HTTP {status}), where we do not go.")
    if status >= 400:
        raise Refused(
            f"AliExpress refused the call (HTTP {status}).", remedy="Check the gateway address."
        )


def _is_failure(code: object) -> bool:
    return code is not None and str(code) not in {"", "0"}


def _no_such_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
