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
        self.rate = self.get_rate()
        most, seconds = self.parse_rate(self.rate)
        if most is None or seconds is None:  # a scope without a rate
            return True
        key = self.get_cache_key(request, view)
        self._wait = budget.spend(key, most=most, seconds=seconds, at=self.timer())
        return not self._wait

    def wait(self) -> float:
        return self._wait

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        if isinstance(request.auth, ApiKey):
            return f"budget:{self.scope}:key:{request.auth.pk}"
        if request.user.is_authenticated:
            return f"budget:{self.scope}:user:{request.user.pk}"
        address = network_of(request.META.get("REMOTE_ADDR", ""))
        return f"budget:{self.scope}:stranger:{crc32(address.encode()) % STRANGERS}"
