"""One signed POST to another system. The only code of cards that speaks HTTP."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from cards.alerts.webhook_address import address_of

TIMEOUT: Final = (5, 10)
SIGNATURE_HEADER: Final = "X-Nerve-Centre-Signature"


class NotTaken(Exception):
    """The receiver did not take it; the sentence says how. Worth trying again."""


def send(url: str, body: dict[str, Any], *, secret: str, at: datetime) -> None:
    """Raises NotTaken, or AddressRefused where the address may not be called.

    Signed with HMAC-SHA256 over "<seconds since 1970>.<body>", as t=…,v1=… in the header.
    """
    content = json.dumps(body, ensure_ascii=False).encode()
    moment = str(int(at.timestamp()))
    signature = sign(content, secret=secret, moment=moment)
    address = address_of(url)
    parts = urlsplit(url)
    # As a name travels: letters beyond English ones are spelled in them.
    host = (parts.hostname or "").encode("idna").decode()
    pinned = parts._replace(netloc=_netloc(address, parts.port)).geturl()
    session = requests.Session()
    session.trust_env = False  # a proxy would resolve the name again
    session.mount("https://", _Pinned(host))
    try:
        with session.post(
            pinned,
            data=content,
            headers={
                "Host": _netloc(host, parts.port),
                "Content-Type": "application/json",
                "User-Agent": "NerveCentre",
                SIGNATURE_HEADER: f"t={moment},v1={signature}",
            },
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,  # whatever it answers is not read
        ) as response:
            status = response.status_code
    except requests.RequestException as error:
        raise NotTaken("The receiver did not answer.") from error
    finally:
        session.close()
    if not 200 <= status < 300:
        raise NotTaken(f"The receiver answered with HTTP {status}.")


def sign(content: bytes, *, secret: str, moment: str) -> str:
    message = moment.encode() + b"." + content
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _netloc(host: str, port: int | None) -> str:
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{port}" if port else host


class _Pinned(HTTPAdapter):
    """Connects to an address, and asks for the certificate of the name it was resolved from."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        names = {"server_hostname": self._host, "assert_hostname": self._host}
        return super().init_poolmanager(*args, **{**kwargs, **names})
