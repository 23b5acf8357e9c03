"""Which machines an address that somebody typed may reach: none of a private network.

Otherwise whoever may type an address reaches machines that only we can reach.
"""

import ipaddress
import socket


class PrivateAddress(Exception):
    """The name stands, in whole or in part, for machines of a private network."""


def public_address(host: str, port: int | str) -> str:
    """The IP address to connect to, resolved once: what was looked at is what is called, so a
    name that answers differently a moment later opens nothing.

    Raises PrivateAddress, OSError or UnicodeError where nobody knows the name.
    """
    addresses = addresses_of(host, port)
    if not all(map(is_public, addresses)):
        raise PrivateAddress(f"{host} is a machine of a private network, which is not called")
    return addresses[0]


def addresses_of(host: str, port: int | str) -> list[str]:
    """Raises OSError or UnicodeError where nobody knows the name."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


# All that was ever given out of IPv6.
_UNICAST = ipaddress.IPv6Network("2000::/3")
# Addresses that stand for one of IPv4, which is their end: old ones, mapped ones, and those a
# translator (NAT64) turns into it.
_STAND_INS = tuple(ipaddress.IPv6Network(net) for net in ("::/96", "::ffff:0:0/96", "64:ff9b::/96"))


def is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if (stood_for := stands_for(found)) is None and found not in _UNICAST:
            return False
        found = stood_for or found
    return found.is_global and not found.is_multicast


def stands_for(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in net for net in _STAND_INS):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.sixtofour
