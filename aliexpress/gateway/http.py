"""One POST over a pooled connection: its answer as a status and bytes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from socket import socket
from typing import Any, Final, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationValueError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TimedOut

from aliexpress.gateway.errors import NoAnswer, Refused, TookTooLong, Unavailable
from aliexpress.typed.public_address import PrivateAddress, public_address

CONNECT_SECONDS: Final = 5
LARGEST_ANSWER: Final = 32 * 1024 * 1024
_PART: Final = 256 * 1024
_LENGTH: Final = "Content-Length"
_HEADERS: Final = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}


class Way(NamedTuple):
    """How an address is reached: made once, because to make it takes as long as a call."""

    pool: HTTPConnectionPool  # of connections to it, or to the proxy in between
    target: str  # what the request line names
    headers: Mapping[str, str]


class Wire:
    """Safe to use from many threads at once.

    requests knows how an address is reached: proxies, certificates, headers. The calls go straight
    through the pool of connections it makes for that. They have no cookies, follow nobody and keep
    no history; without those a call costs half as much. `public_only`: no machine of a private
    network is called, whatever the name resolves to at that moment.
    """

    def __init__(self, *, connections: int, public_only: bool = False) -> None:
        self._session = requests.Session()
        self._public_only = public_only
        self._session.trust_env = not public_only  # a proxy would resolve the name again
        # Without an auth of its own a session looks for one in a .netrc.
        self._session.auth = no_auth
        adapter = HTTPAdapter(pool_maxsize=connections)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._ways: dict[str, Way] = {}  # by address
        self.date = ""  # of the last answer, as its header says it

    def post(self, url: str, form: str, *, read_seconds: float) -> tuple[int, bytes]:
        """The status and the body of the answer, which may take so long to begin, and to end.

        Raises NoAnswer where none came, Unavailable where it broke off, and Refused for an
        address nobody could call.
        """
        way = self._ways.get(url)
        if way is None:
            way = self._ways[url] = self._way_to(url)
        with wire_failures("AliExpress could not be reached.", NoAnswer, read_seconds):
            response = way.pool.urlopen(
                "POST",
                way.target,
                body=form.encode(),
                headers=way.headers,
                timeout=Timeout(connect=CONNECT_SECONDS, read=read_seconds),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        broke_off = "AliExpress broke off in the middle of an answer."
        with wire_failures(broke_off, Unavailable, read_seconds), response:
            self.date = response.headers.get("Date", "")
            return response.status, body_of(response, read_seconds)

    def close(self) -> None:
        # urllib3 closes the connections of a pool when nobody holds it any more.
        self._ways.clear()
        self._session.close()

    def _way_to(self, url: str) -> Way:
        proxies: Mapping[str, str] = {}
        try:
            request = self._session.prepare_request(requests.Request("POST", url, headers=_HEADERS))
            around = self._session.merge_environment_settings(url, {}, True, None, None)
            verify, cert, proxies = around["verify"], around["cert"], around["proxies"]
            adapter: Any = self._session.get_adapter(url)
            pool = adapter.get_connection_with_tls_context(
                request, verify, proxies=proxies, cert=cert
            )
            adapter.cert_verify(pool, url, verify, cert)
            if self._public_only:
                pool.ConnectionCls = _ONLY_PUBLIC[pool.scheme]
        except (requests.RequestException, LocationValueError) as error:
            raise nobody_there(proxied=bool(proxies)) from error
        except OSError as error:
            raise NoAnswer(
                "The gateway's certificate could not be verified: REQUESTS_CA_BUNDLE or "
                "CURL_CA_BUNDLE names what is not there."
            ) from error
        target = adapter.request_url(request, proxies)
        # How long the body is, is told with each.
        headers = {name: value for name, value in request.headers.items() if name != _LENGTH}
        return Way(pool, target, headers)


class _Public(HTTPConnection):
    """Connects to the very address it looked at; the certificate is that of the name."""

    def _new_conn(self) -> socket:
        name = self._dns_host
        self._dns_host = public_address(name, self.port)
        try:
            return super()._new_conn()
        finally:
            self._dns_host = name


class _PublicSecure(_Public, HTTPSConnection):
    pass


_ONLY_PUBLIC: Final[Mapping[str, Any]] = {"http": _Public, "https": _PublicSecure}


def no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


@contextmanager
def wire_failures(otherwise: str, kind: type[Unavailable], read_seconds: float) -> Iterator[None]:
    """What goes wrong on the wire in a sentence; `otherwise` where nothing more is known."""
    try:
        yield
    except PrivateAddress as error:
        raise Refused(
            f"The store's gateway address is not called: {error}.",
            remedy="Correct it, or set ALIEXPRESS_GATEWAY_ALLOW_PRIVATE where that is meant.",
        ) from error
    except UnicodeError as error:
        raise nobody_there() from error
    except NewConnectionError as error:  # which urllib3 takes for a time-out
        raise kind(otherwise) from error
    except TimedOut as error:
        late = TookTooLong if kind is NoAnswer else kind
        raise late(f"AliExpress did not answer within {read_seconds:,.3g} seconds.") from error
    except SSLError as error:
        raise kind("The gateway's certificate could not be verified.") from error
    except LocationValueError as error:
        raise nobody_there() from error
    except (HTTPError, OSError) as error:
        raise kind(otherwise) from error


def nobody_there(*, proxied: bool = False) -> Refused:
    proxy = ", or the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names" if proxied else ""
    return Refused("The gateway address cannot be called.", remedy=f"Correct it{proxy}.")


def body_of(response: BaseHTTPResponse, seconds: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    deadline = time.monotonic() + seconds
    # What has come so far, a part at a time: a few bytes at a time are never late.
    while part := response.read1(_PART, decode_content=True):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unavailable("AliExpress's answer was too large to be a list of listings.")
        if time.monotonic() > deadline:
            raise Unavailable(f"AliExpress did not finish its answer in {seconds:,.3g} seconds.")
        parts.append(part)
    return b"".join(parts)
