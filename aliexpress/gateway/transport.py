"""One signed POST and its answer as a JSON object, or the failure it met."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NoReturn
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL
from urllib3.exceptions import LocationValueError

from aliexpress.gateway.credentials import Credentials
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.failures import from_envelope, throttled
from aliexpress.gateway.signing import sign

CONNECT_SECONDS: Final = 5
READ_SECONDS: Final = 30
LARGEST_ANSWER: Final = 32 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}

Answer = dict[str, Any]
Ready = tuple[requests.PreparedRequest, dict[str, Any]]


class Transport:
    """Speaks HTTP with one gateway; safe to use from many threads at once."""

    def __init__(self, *, clock: Callable[[], datetime], connections: int) -> None:
        self._clock = clock
        self._session = requests.Session()
        # Without an auth of its own a session looks for a .netrc on disk at every request.
        self._session.auth = _no_auth
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=connections, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._readied: dict[str, Ready] = {}  # by address

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
        self._session.close()

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
            with self._sent(url, parameters) as response:
                body = _body(response)
                status = response.status_code
        except requests.Timeout as error:
            raise Unavailable(
                f"AliExpress did not answer within {READ_SECONDS} seconds."
            ) from error
        except requests.exceptions.SSLError as error:
            raise Unavailable("The gateway's certificate could not be verified.") from error
        except requests.ConnectionError as error:
            raise Unavailable("AliExpress could not be reached.") from error
        except (InvalidURL, InvalidSchema, LocationValueError) as error:
            raise Refused("The gateway address cannot be called.", remedy="Correct it.") from error
        except requests.RequestException as error:
            raise Unavailable("AliExpress broke off in the middle of an answer.") from error
        return _understood(body, status=status)

    def _sent(self, url: str, parameters: dict[str, str]) -> requests.Response:
        request, settings = self._ready(url)
        request = request.copy()
        request.prepare_body(urlencode(parameters), None)
        # Past the session: these calls have no cookies, follow nobody, and time nothing.
        return self._session.get_adapter(url).send(
            request, timeout=(CONNECT_SECONDS, READ_SECONDS), **settings
        )

    def _ready(self, url: str) -> Ready:
        """The request but for its body, and the proxies and certificates the environment says:
        made once an address, because making them takes as long as a call."""
        ready = self._readied.get(url)
        if ready is None:
            request = self._session.prepare_request(requests.Request("POST", url, headers=_HEADERS))
            settings = self._session.merge_environment_settings(url, {}, True, None, None)
            ready = self._readied[url] = request, dict(settings)
        return ready


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _body(response: requests.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(_CHUNK):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unavailable("AliExpress's answer was too large to be a list of listings.")
        parts.append(part)
    return b"".join(parts)


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
