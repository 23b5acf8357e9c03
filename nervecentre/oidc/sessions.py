"""When the session of somebody who came from the provider ends: when the provider says."""

import logging
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRefresh
from mozilla_django_oidc.middleware import SessionRefresh

from cards.models import ProviderIdentity
from nervecentre.oidc.provider import ByDiscovery, ProviderAway

logger = logging.getLogger(__name__)

BACKEND: Final = "nervecentre.oidc.backend.ProviderBackend"
BEGAN: Final = "oidc_session_began"  # seconds since 1970


class ProviderSession(ByDiscovery, SessionRefresh):  # type: ignore[misc]
    """Asks the provider again, by way of the browser, each OIDC_RENEW_SECONDS; and ends at the
    next request what the provider has said is over."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.session.get(BACKEND_SESSION_KEY) != BACKEND:
            return None
        if is_over(request):
            logout(request)
            return None
        try:
            answer: HttpResponse | None = super().process_request(request)
        except ProviderAway:
            logger.warning("the provider is away; nobody's session is renewed meanwhile")
            return None
        if answer is not None and request.headers.get("HX-Request"):
            # A part of a page cannot be sent to the provider; the page can.
            return HttpResponseClientRefresh()
        return answer


def is_over(request: HttpRequest) -> bool:
    identity = ProviderIdentity.objects.filter(user=request.user.pk).first()
    if identity is None:
        return True
    began = datetime.fromtimestamp(request.session.get(BEGAN, 0), UTC)
    return identity.ended_at is not None and began <= identity.ended_at
