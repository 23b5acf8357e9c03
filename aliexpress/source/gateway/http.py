"""One GET of a shop: its answer as a status, headers and bytes. Nothing else ever leaves us."""

import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from aliexpress.redaction import hold
from aliexpress.source.failures import SourceRefused, SourceUnavailable, TooMuch

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 30.0
LARGEST_ANSWER: Final = 64 * 1024 * 1024
_PART: Final = 256 * 1024
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_AGENT: Final = "nerve-centre"


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Getter(Protocol):
    """Whatever answers to a GET."""

    def get(self, path: str, query: Mapping[str, object]) -> Answer: ...


class Door:
    """The shop's API. Raises SourceRefused for an address no token may be sent to."""

    def __init__(
        self, url: str, shop: str, token: str, *, read_seconds: float = READ_SECONDS
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _HERE:
            raise SourceRefused("BIGCOMMERCE_API_URL must begin with https://.")
        if not (shop.isascii() and shop.isalnum()):
            raise SourceRefused("A BigCommerce shop's hash is letters and digits alone.")
        if not token.isascii() or not token.isprintable() or not token.strip():
            raise SourceRefused("The token is no BigCommerce token.")
        hold(token)
        self._base = f"{url}/stores/{shop}"
        self._read_seconds = read_seconds
        self._session = requests.Session()
        self._session.auth = _no_auth  # else it looks for one in a .netrc
        self._session.headers.update(
            {"X-Auth-Token": token, "Accept": "application/json", "User-Agent": _AGENT}
        )

    def get(self, path: str, query: Mapping[str, object]) -> Answer:
        """Raises SourceUnavailable where no whole answer came. Follows nobody elsewhere."""
        try:
            with self._session.get(
                self._base + path,
                params={name: str(value) for name, value in query.items()},
                timeout=(CONNECT_SECONDS, self._read_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, self._body_of(response))
        except requests.Timeout as error:
            raise TooMuch("BigCommerce did not answer in time.") from error
        except requests.exceptions.SSLError as error:
            raise SourceUnavailable("BigCommerce's certificate could not be verified.") from error
        except (requests.RequestException, HTTPError, OSError) as error:
            if is_nobody_there(error):
                raise SourceUnavailable("BigCommerce could not be reached.") from error
            raise TooMuch("BigCommerce broke off in the middle of an answer.") from error

    def close(self) -> None:
        self._session.close()

    def _body_of(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        deadline = time.monotonic() + self._read_seconds
        for part in response.iter_content(_PART):
            size += len(part)
            if size > LARGEST_ANSWER:
                raise TooMuch("BigCommerce's answer was too large to be one page.")
            if time.monotonic() > deadline:
                raise TooMuch("BigCommerce did not finish its answer in time.")
            parts.append(part)
        return b"".join(parts)


def is_nobody_there(error: BaseException) -> bool:
    reason: Any = error.args[0] if error.args else None
    return isinstance(getattr(reason, "reason", None), NewConnectionError)


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
