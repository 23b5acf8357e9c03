"""The signed call to a webhook. Nothing else of cards speaks HTTP."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from cards.alerts.webhook_address import address_of

TIMEOUT: Final = (5, 10)  # seconds to connect, and of silence
SIGNATURE_HEADER: Final = "X-Nerve-Centre-Signature"


class NotTaken(Exception):
    """The receiver did not take it; the sentence says how. Worth trying again."""


def send(url: str, body: dict[str, Any], *, secret: str, at: datetime) -> None:
    """Post the body as JSON, signed. Raises NotTaken, or AddressRefused where the address may not
    be called."""
    content = json.dumps(body, ensure_ascii=False).encode()
    moment = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "NerveCentre",
        SIGNATURE_HEADER: f"t={moment},v1={sign(content, secret=secret, moment=moment)}",
    }
    try:
        status = post(url, content, headers=headers)
    except requests.RequestException as error:
        raise NotTaken("The receiver did not answer.") from error
    if not 200 <= status < 300:
        raise NotTaken(f"The receiver answered with HTTP {status}.")


def sign(content: bytes, *, secret: str, moment: str) -> str:
    """HMAC-SHA256 in hex over "<seconds since 1970>.<body>", which is `v1` of the header."""
    message = moment.encode() + b"." + content
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def post(url: str, content: bytes, *, headers: dict[str, str]) -> int:
    """The status of the answer, of which nothing else is read. The name is resolved once, and
    what was looked at is what is called. Raises RequestException."""
    address = address_of(url)
    parts = urlsplit(url)
    # As a name travels: letters beyond English ones are spelled in them.
    host = (parts.hostname or "").encode("idna").decode()
    pinned = parts._replace(netloc=netloc(address, parts.port)).geturl()
    with requests.Session() as session:
        session.trust_env = False  # a proxy would resolve the name again
        session.mount("https://", _Pinned(host))
        with session.post(
            pinned,
            data=content,
            headers=headers | {"Host": netloc(host, parts.port)},
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            return response.status_code


def netloc(host: str, port: int | None) -> str:
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


class _Pinned(HTTPAdapter):
    """An adapter that connects to an address and wants the certificate of its name."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        names = {"server_hostname": self._host, "assert_hostname": self._host}
        return super().init_poolmanager(*args, **{**kwargs, **names})
