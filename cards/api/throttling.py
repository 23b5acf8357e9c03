"""How often one reader may ask."""

from typing import TYPE_CHECKING
from zlib import crc32

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from aliexpress.typed.visitor_network import network_of
from cards.api import budget
from cards.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.views import APIView

# Strangers share so many budgets: however many addresses they come from, what is counted of them
# takes no more room, and drives out nobody else's count.
STRANGERS = 4096


class PerKeyThrottle(SimpleRateThrottle):
    """One budget a key (or signed-in person); views may name a tighter one in throttle_scope."""

    scope = "reader"

    def __init__(self) -> None:
        """The rate is known only with the view."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        scope = getattr(view, "throttle_scope", None)
        self.scope = scope if scope and request.method == "POST" else "reader"
        return self.allows(reader_of(request))

    def allows(self, reader: str) -> bool:
        """Whether they have a request left, which is used by asking."""
        most, seconds = self.parse_rate(self.get_rate())
        if most is None or seconds is None:  # a scope without a rate
            return True
        name = f"budget:{self.scope}:{reader}"
        self._wait = budget.spend(name, most=most, seconds=seconds, at=self.timer())
        return not self._wait

    def wait(self) -> float:
        return self._wait


def reader_of(request: Request) -> str:
    """By whom a request is counted."""
    if isinstance(request.auth, ApiKey):
        return key_reader(request.auth.digest)
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    address = network_of(request.META.get("REMOTE_ADDR", ""))
    return f"stranger:{crc32(address.encode()) % STRANGERS}"


def key_reader(digest: str) -> str:
    return f"key:{digest}"
