"""Who comes from the provider, and what they may see."""

from contextlib import suppress
from typing import Any

import jwt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from cards.members.provider_claims import set_rights
from cards.models import ProviderIdentity
from nervecentre.oidc.provider import ByDiscovery, said_at


class ProviderBackend(ByDiscovery, OIDCAuthenticationBackend):  # type: ignore[misc]
    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """The library checks signature and nonce; whom a token is for, and who made it, we do."""
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = payload.get("aud")
        meant_for = audience if isinstance(audience, list) else [audience]
        if settings.OIDC_RP_CLIENT_ID not in meant_for or not is_ours(payload.get("iss")):
            raise SuspiciousOperation("The token is not for us, or is another provider's.")
        return payload

    def retrieve_matching_jwk(self, token: str) -> Any:
        """A provider that has one key need not name it in its tokens."""
        if "kid" in jwt.get_unverified_header(token):
            return super().retrieve_matching_jwk(token)
        keys = said_at(self.OIDC_OP_JWKS_ENDPOINT).get("keys", [])
        if len(keys) != 1:
            raise SuspiciousOperation("The token does not name which of the keys signed it.")
        return jwt.PyJWK(keys[0], algorithm=self.OIDC_RP_SIGN_ALGO)

    def get_user(self, user_id: int) -> Any:
        """Who a session is of; None where they were switched off since it began, which the library
        does not look at."""
        user = super().get_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("sub"))

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Any:
        """None: they may not come in, and `oidc_refusal` of the request says why."""
        claims = payload | self.get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload.get("sub"):
            raise SuspiciousOperation("The provider's two answers are of different people.")
        user = user_of(claims)
        if user is None:
            self.request.oidc_refusal = (
                "Somebody who signs in with a password has your name already. Ask operations to "
                "give one of you another."
            )
            return None
        if not user.is_active:
            self.request.oidc_refusal = "You were switched off here. Ask operations."
            return None
        set_rights(
            user,
            roles=listed_claim(claims, settings.OIDC_ROLES_CLAIM),
            stores=listed_claim(claims, settings.OIDC_STORES_CLAIM),
        )
        user.refresh_from_db()
        return user


def is_ours(issuer: Any) -> bool:
    return isinstance(issuer, str) and issuer.rstrip("/") == settings.OIDC_ISSUER.rstrip("/")


def user_of(claims: dict[str, Any]) -> Any:
    """Made where nobody comes from the provider as this subject yet; None where their name is
    that of somebody else here."""
    issuer, subject = settings.OIDC_ISSUER.rstrip("/"), str(claims["sub"])
    known = ProviderIdentity.objects.select_related("user").filter(issuer=issuer, subject=subject)
    if (identity := known.first()) is None:
        name = str(claims.get("preferred_username") or claims.get("email") or subject)[:150]
        make_user(name, str(claims.get("email") or "")[:254], issuer=issuer, subject=subject)
        identity = known.first()
    return identity.user if identity else None


def make_user(name: str, email: str, *, issuer: str, subject: str) -> None:
    """Makes nobody where the name is there already: somebody else's, or their own, who signs in
    with another browser at this very moment."""
    users = get_user_model().objects
    with suppress(IntegrityError), transaction.atomic():
        if not users.filter(username__iexact=name).exists():
            user = users.create_user(name, email=email)
            ProviderIdentity.objects.create(user=user, issuer=issuer, subject=subject)


def listed_claim(claims: dict[str, Any], name: str) -> list[str] | None:
    """None where no claim is named: then it is given here. A provider that leaves a claim out
    says that there is nothing in it."""
    if not name:
        return None
    said = claims.get(name) or []
    return [str(one) for one in said] if isinstance(said, list) else str(said).split()
