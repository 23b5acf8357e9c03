"""What a web address is: the one check for what people type and what the environment sets."""

import ipaddress
from urllib.parse import SplitResult, urlsplit


class NoAddress(ValueError):
    """Not an http or https address of a machine alone."""


def web_address(text: str) -> str:
    """Scheme, host and port, as they stand before a path: "https://centre.example.com:8443".

    Raises NoAddress for anything else: a path, a name and password, a host no resolver would take.
    """
    try:
        parts = urlsplit(text)
        sound = parts.scheme in {"http", "https"} and is_machine(parts)
    except ValueError as error:  # a port that is no number, a bracket left open, an empty label
        raise NoAddress(text) from error
    address = f"{parts.scheme}://{parts.netloc}"
    # Compared, because the parser drops line breaks and says nothing of a "?" with nothing behind.
    if not sound or text.removesuffix("/").lower() != address.lower():
        raise NoAddress(text)
    return address


def is_machine(parts: SplitResult) -> bool:
    """Raises ValueError for most that is none."""
    host, port = parts.hostname or "", parts.port
    if ":" in host:
        ipaddress.IPv6Address(host)
        named = f"[{host}]"
    else:
        host.encode("idna")  # as a name travels: its labels are neither empty nor too long
        named = host if all(letter.isalnum() or letter in "-_." for letter in host) else ""
    whole = named if port is None else f"{named}:{port}"
    return bool(named) and port != 0 and parts.netloc.lower() == whole
