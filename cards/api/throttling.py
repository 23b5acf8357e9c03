"""How often one reader may ask."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from cards.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.views import APIView


class PerKeyThrottle(SimpleRateThrottle):
    """One budget a key (or signed-in person); views may name a tighter one in throttle_scope."""

    scope = "reader"

    def __init__(self) -> None:
        """The rate is known only with the view."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        scope = getattr(view, "throttle_scope", None)
        self.scope = scope if scope and request.method == "POST" else "reader"
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        allowed: bool = super().allow_request(request, view)
        return allowed

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        if isinstance(request.auth, ApiKey):
            return f"throttle:{self.scope}:key:{request.auth.pk}"
        if request.user.is_authenticated:
            return f"throttle:{self.scope}:user:{request.user.pk}"
        return f"throttle:{self.scope}:address:{self.get_ident(request)}"
