"""Whose address a request came from: told in one place, believed of named proxies only.

Whatever comes later (attempts to sign in, the budget of the API, the log) takes REMOTE_ADDR.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aliexpress.typed.visitor_network import network_of

# Who comes by a Unix socket has no address, and is on this machine.
THIS_MACHINE = "127.0.0.1"
FORWARDED_FOR = "HTTP_X_FORWARDED_FOR"
FORWARDED_PROTO = "HTTP_X_FORWARDED_PROTO"


def visitor_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first of all: REMOTE_ADDR becomes the visitor's address where a proxy of
    TRUSTED_PROXIES says whose it is. What anybody else says of it is dropped."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.pop(FORWARDED_FOR, "")
        peer = address_in(request.META.get("REMOTE_ADDR") or THIS_MACHINE)
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = str(visitor_of(peer, told.split(",")))
        elif settings.TRUSTED_PROXIES:
            request.META.pop(FORWARDED_PROTO, None)
        return get_response(request)

    return middleware


def counted_address(request: HttpRequest) -> str:
    """What wrong passwords are counted by, beside the name: see `network_of`."""
    return network_of(request.META.get("REMOTE_ADDR", ""))


def visitor_of(
    peer: IPv4Address | IPv6Address | None, hops: list[str]
) -> IPv4Address | IPv6Address | None:
    """The last hop that is no proxy of ours. Each proxy puts whom it speaks with at the end, so
    what a visitor made up stands before that and is never reached."""
    visitor = peer
    for hop in reversed(hops):
        address = address_in(hop)
        if address is None:
            break
        visitor = address
        if not is_trusted(address):
            break
    return visitor


def is_trusted(address: IPv4Address | IPv6Address | None) -> bool:
    return address is not None and any(address in proxy for proxy in settings.TRUSTED_PROXIES)


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """None for what is no address. Some proxies add the port: 192.0.2.1:5000, [2001:db8::1]:50."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
