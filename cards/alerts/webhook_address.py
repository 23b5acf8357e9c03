"""Which addresses a webhook may reach: never a machine of our own network, unless allowed."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings


class AddressRefused(Exception):
    """The address may not be called; the sentence says why."""


class NameUnknown(AddressRefused):
    """Nobody knows the name at the moment, which may be over in another."""


def address_of(url: str) -> str:
    """The IP address to connect to, resolved once: what was looked at is what is called, so a
    name that answers differently a moment later opens nothing. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("The address of the webhook has no sound host or port.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise AddressRefused("A webhook is an http or https address without a name and password.")
    try:
        found = socket.getaddrinfo(parts.hostname, port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameUnknown(f"No machine is known by the name {parts.hostname}.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.ALERT_WEBHOOK_ALLOW_PRIVATE and not all(map(_is_public, addresses)):
        raise AddressRefused(
            f"{parts.hostname} is a machine of a private network, which is not called: set "
            "ALERT_WEBHOOK_ALLOW_PRIVATE where that is meant."
        )
    return addresses[0]


# All that was ever given out of IPv6.
_UNICAST = ipaddress.IPv6Network("2000::/3")
# Addresses that stand for one of IPv4, which is their end: old ones, mapped ones, and those a
# translator (NAT64) turns into it.
_STAND_INS = tuple(ipaddress.IPv6Network(net) for net in ("::/96", "::ffff:0:0/96", "64:ff9b::/96"))


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if (stood_for := _stands_for(found)) is None and found not in _UNICAST:
            return False
        found = stood_for or found
    return found.is_global and not found.is_multicast


def _stands_for(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in net for net in _STAND_INS):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.sixtofour
