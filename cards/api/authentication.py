"""Who asks: another app with its key, or a person signed in with a browser."""

from typing import Any, cast

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import (
    BaseAuthentication,
    SessionAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from cards.api_keys import key_in_force
from cards.models import ApiKey

SCHEME = "Bearer"
LONGEST_KEY = 200


def carries_key(request: Request | HttpRequest) -> bool:
    """Whether a key is sent, good or bad: then nothing but the key says who asks."""
    words = _words(request)
    return bool(words) and words[0].lower() == SCHEME.lower().encode()


def key_sent(request: Request | HttpRequest) -> str | None:
    """None where none is sent, or nothing that could be one."""
    words = _words(request)
    is_one = len(words) == 2 and len(words[1]) <= LONGEST_KEY and words[1].isascii()
    return words[1].decode() if is_one and carries_key(request) else None


def _words(request: Request | HttpRequest) -> list[bytes]:
    return get_authorization_header(cast(Request, request)).split()


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. Looked up at every request, so a revoked key stops at the
    very next one."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        if not carries_key(request):
            return None
        words = _words(request)
        if len(words) != 2 or len(words[1]) > LONGEST_KEY:
            raise AuthenticationFailed("The Authorization header must read: Bearer <key>.")
        sent = key_sent(request)
        key = key_in_force(sent) if sent else None
        if key is None:
            raise AuthenticationFailed(
                "This API key is unknown or was revoked: ask operations for a new one."
            )
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class BrowserSessionAuthentication(SessionAuthentication):
    """The session of somebody signed in; writes carry the CSRF token."""

    def authenticate_header(self, request: HttpRequest) -> str:
        return SCHEME


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BrowserSessionAuthentication
    name = "browserSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
