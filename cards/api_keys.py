"""API keys: made for a user, shown once, stored as a digest, looked up at each request."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import can_be_kept
from cards.models import ApiKey
from cards.statements.prepared import Prepared

KEY_PREFIX = "aex_"
HINT_CHARACTERS = 10
LONGEST_NAME = 80


def issue_api_key(user: Any, *, name: str, at: datetime) -> str:
    """A new key that acts as the user. This is the only time it can be read."""
    return new_api_key(user, name=name, at=at).plain


def new_api_key(user: Any, *, name: str, at: datetime) -> ApiKey:
    """Make the row of a new key that acts as the user; its `plain` is the key."""
    plain = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user, name=name, hint=plain[:HINT_CHARACTERS], digest=digest_of(plain), created_at=at
    )
    key.plain = plain
    return key


def name_of_key(text: Any) -> str:
    """The name of the app a key is for. Raises BadInput."""
    name = text.strip() if isinstance(text, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or not can_be_kept(name):
        raise BadInput("name", f"name must be 1 to {LONGEST_NAME} ordinary characters.")
    return name


def revoke_key(user: Any, key_id: int, *, at: datetime) -> None:
    """End one of the user's own keys; another's, and one that has ended, stay as they are."""
    revoke(ApiKey.objects.filter(user=user, pk=key_id), at=at)


def revoke(keys: QuerySet[ApiKey], *, at: datetime) -> int:
    """End those of the keys that work; how many that were. One by one: each is an act."""
    with transaction.atomic():
        ended = list(keys.select_for_update(of=("self",)).filter(revoked_at=None))
        for key in ended:
            key.revoked_at = at
            key.save(update_fields=["revoked_at"])
    return len(ended)


def key_in_force(plain: str) -> ApiKey | None:
    """The key with its user, unless it is unknown, revoked, or its user may no longer sign in."""
    found = _KEY_IN_FORCE.all(digest=digest_of(plain))
    return found[0] if found else None


def keys_in_force(*, digest: str) -> QuerySet[ApiKey]:
    """With what a request asks of its key and of the user; the rest is read when asked for."""
    keys = ApiKey.objects.filter(digest=digest, revoked_at__isnull=True, user__is_active=True)
    of_user = ("username", "is_superuser", "is_staff", "is_active")
    of_both = ("name", "digest", *(f"user__{name}" for name in of_user))
    return keys.select_related("user").only(*of_both)


_KEY_IN_FORCE = Prepared(keys_in_force, digest="a digest")


def digest_of(plain: str) -> str:
    """What is kept of a key."""
    # The key is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(plain.encode()).hexdigest()
