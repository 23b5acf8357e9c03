"""The way to the provider and back, and the provider's word that somebody is signed out."""

import logging
import time
from typing import Any, Final

import jwt
import requests
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from cards.models import ProviderIdentity
from nervecentre.oidc.backend import ProviderBackend
from nervecentre.oidc.provider import ByDiscovery, ProviderAway
from nervecentre.oidc.sessions import BEGAN

logger = logging.getLogger(__name__)

SIGNED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"
NOT_LET_IN: Final = "The provider did not let you in, or what it said could not be checked."
AWAY: Final = "The provider does not answer. Try again, or sign in with a password."
WRONG: Final = (SuspiciousOperation, jwt.PyJWTError, ValueError, KeyError)


class ToProvider(ByDiscovery, OIDCAuthenticationRequestView):  # type: ignore[misc]
    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            answer: HttpResponse = super().get(request)
        except ProviderAway:
            logger.exception("nobody can be sent to the provider")
            return back_to_sign_in(request, AWAY)
        return answer


class FromProvider(ByDiscovery, OIDCAuthenticationCallbackView):  # type: ignore[misc]
    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            answer: HttpResponse = super().get(request)
        except (ProviderAway, requests.RequestException):
            logger.exception("the provider could not be asked who somebody is")
            return back_to_sign_in(request, AWAY)
        except WRONG:
            logger.warning("what came from the provider was not believed", exc_info=True)
            return back_to_sign_in(request, NOT_LET_IN)
        return answer

    def login_success(self) -> HttpResponse:
        answer: HttpResponse = super().login_success()
        self.request.session[BEGAN] = time.time()
        return answer

    def login_failure(self) -> HttpResponse:
        return back_to_sign_in(self.request, getattr(self.request, "oidc_refusal", NOT_LET_IN))


def back_to_sign_in(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("login")


@csrf_exempt  # it comes from the provider, and is believed for its signature
@never_cache
@require_POST
def signed_out(request: HttpRequest) -> HttpResponse:
    """Back-channel logout: every session of that person here is over at its next request. 400
    where the token is not believed."""
    try:
        token: dict[str, Any] = ProviderBackend().verify_token(
            request.POST.get("logout_token", ""), nonce=None
        )
        is_meant = SIGNED_OUT in token.get("events", {}) and "nonce" not in token
        subject = token["sub"] if is_meant else None
    except ProviderAway:
        return HttpResponse(AWAY, status=503, content_type="text/plain")
    except (*WRONG, requests.RequestException):
        logger.warning("a logout token was not believed", exc_info=True)
        subject = None
    if subject is None:
        return HttpResponse(NOT_LET_IN, status=400, content_type="text/plain")
    ProviderIdentity.objects.filter(issuer=token["iss"].rstrip("/"), subject=str(subject)).update(
        ended_at=timezone.now()
    )
    return HttpResponse(status=200)
