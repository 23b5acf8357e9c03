"""What the provider says of itself, asked for once by each process."""

from functools import lru_cache
from typing import Any, Final

import requests
from django.conf import settings
from mozilla_django_oidc.utils import import_from_settings

TIMEOUT_SECONDS: Final = 10


class ProviderAway(Exception):
    """It does not say where people sign in."""


@lru_cache(maxsize=1)
def configuration() -> dict[str, Any]:
    """Raises ProviderAway; then it is asked again the next time."""
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    said = said_at(address)
    if said.get("issuer", "").rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
        raise ProviderAway(f"{address} names another issuer than OIDC_ISSUER.")
    return said


def said_at(address: str) -> dict[str, Any]:
    """Raises ProviderAway."""
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderAway(f"{address} does not answer as a provider does.") from error
    return said


def _said(name: str) -> Any:
    """A property the library's constructors set, and we ask the provider for when it is needed:
    it may be away when a process starts, and nobody who is signed in has to wait for it."""
    return property(lambda _self: configuration()[name], lambda _self, _value: None)


class ByDiscovery:
    """Gives the library's classes the provider's own addresses instead of settings."""

    OIDC_OP_AUTHORIZATION_ENDPOINT = OIDC_OP_AUTH_ENDPOINT = _said("authorization_endpoint")
    OIDC_OP_TOKEN_ENDPOINT = _said("token_endpoint")
    OIDC_OP_USER_ENDPOINT = _said("userinfo_endpoint")
    OIDC_OP_JWKS_ENDPOINT = _said("jwks_uri")

    @staticmethod
    def get_settings(name: str, *default: Any) -> Any:
        return "" if name.startswith("OIDC_OP_") else import_from_settings(name, *default)
