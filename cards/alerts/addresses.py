"""Which addresses a webhook may reach: never a machine of our own network, unless allowed."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings


class AddressRefused(Exception):
    """The address may not be called; the sentence says why."""


def address_of(url: str) -> str:
    """The IP address to connect to, resolved once: what was looked at is what is called, so a
    name that answers differently a moment later opens nothing. Raises AddressRefused."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise AddressRefused("The address of the webhook has no sound port.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise AddressRefused("A webhook is an http or https address without a name and password.")
    try:
        found = socket.getaddrinfo(parts.hostname, port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"No machine is known by the name {parts.hostname}.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.ALERT_WEBHOOK_ALLOW_PRIVATE and not all(map(_is_public, addresses)):
        raise AddressRefused(
            f"{parts.hostname} is a machine of a private network, which is not called: set "
            "ALERT_WEBHOOK_ALLOW_PRIVATE where that is meant."
        )
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
