"""The one gate: who sees which store and which card. Hidden is the same as absent."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q
from django.http import Http404

from aliexpress.models import Store
from cards.models import ApiKey, Card

Viewer = AbstractBaseUser | AnonymousUser

KEY_PREFIX = "aex_"
HINT_CHARACTERS = 10


def visible_store(user: Viewer, slug: str) -> Store:
    """Raises Http404 where the store is absent or not this user's."""
    store = Store.objects.visible_to(user).filter(slug=slug).first()
    if store is None:
        raise Http404("There is no such store, or it is not yours to see.")
    return store


def visible_card(user: Viewer, key: str) -> Card:
    """By its key or an alias. Raises Http404 where the card is absent or not for this user."""
    card = Card.objects.visible_to(user).filter(key=key).first() or _by_alias(user, key)
    if card is None:
        raise Http404("There is no such card, or it is not yours to see.")
    return card


def issue_api_key(user: Any, *, name: str, at: datetime) -> str:
    """A new key that acts as the user. This is the only time it can be read."""
    plain = KEY_PREFIX + secrets.token_urlsafe(32)
    ApiKey.objects.create(
        user=user, name=name, hint=plain[:HINT_CHARACTERS], digest=_digest(plain), created_at=at
    )
    return plain


def key_in_force(plain: str) -> ApiKey | None:
    """The key with its user, unless it is unknown, revoked, or its user may no longer sign in."""
    return (
        ApiKey.objects.select_related("user")
        .filter(digest=_digest(plain), revoked_at__isnull=True, user__is_active=True)
        .first()
    )


def _by_alias(user: Viewer, key: str) -> Card | None:
    cards = Card.objects.visible_to(user).filter(~Q(aliases=[]))
    return next((card for card in cards if key in card.aliases), None)


def _digest(plain: str) -> str:
    # The key is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(plain.encode()).hexdigest()
