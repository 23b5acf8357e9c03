"""The one gate: who sees which store and which card. Hidden is the same as absent."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from django.http import Http404

from aliexpress.models import Membership, Store
from aliexpress.roles import OPERATIONS, Viewer
from cards.models import ApiKey, Card
from cards.models.card import called
from cards.readings.polled.prepared import Prepared

_NO_STORE = "There is no such store, or it is not yours to see."
KEY_PREFIX = "aex_"
HINT_CHARACTERS = 10


def visible_store(user: Viewer, slug: str) -> Store:
    """Raises Http404 where the store is absent or not this user's."""
    store = Store.objects.visible_to(user).filter(slug=slug).first()
    if store is None:
        raise Http404(_NO_STORE)
    return store


def counted_store(user: Viewer, slug: str) -> Store:
    """`visible_store` for whoever sees a card at all: listings and movements are what cards count,
    and a member without a role sees none. Raises Http404."""
    sees_a_card = Exists(Card.objects.visible_to(user))
    store = Store.objects.visible_to(user).filter(sees_a_card, slug=slug).first()
    if store is None:
        raise Http404(_NO_STORE)
    return store


def visible_card(user: Viewer, key: str) -> Card:
    """By its key or an alias. Raises Http404 where the card is absent or not for this user."""
    cards = Card.objects.visible_to(user)
    card = called(cards.filter(Q(key=key) | ~Q(aliases=[])), key)
    if card is None:
        raise Http404("There is no such card, or it is not yours to see.")
    return card


def issue_api_key(user: Any, *, name: str, at: datetime) -> str:
    """A new key that acts as the user. This is the only time it can be read."""
    return new_api_key(user, name=name, at=at).plain


def new_api_key(user: Any, *, name: str, at: datetime) -> ApiKey:
    """Make the row of a new key that acts as the user; its `plain` is the key."""
    plain = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user, name=name, hint=plain[:HINT_CHARACTERS], digest=_digest(plain), created_at=at
    )
    key.plain = plain
    return key


def key_in_force(plain: str) -> ApiKey | None:
    """The key with its user, unless it is unknown, revoked, or its user may no longer sign in."""
    found = _KEY_IN_FORCE.all(digest=_digest(plain))
    return found[0] if found else None


def _keys_in_force(*, digest: str) -> QuerySet[ApiKey]:
    """With what a request asks of its key and of the user; the rest is read when asked for."""
    keys = ApiKey.objects.filter(digest=digest, revoked_at__isnull=True, user__is_active=True)
    of_user = ("username", "is_superuser", "is_staff", "is_active")
    return keys.select_related("user").only("name", *(f"user__{name}" for name in of_user))


_KEY_IN_FORCE = Prepared(_keys_in_force, digest="a digest")


class CannotAdd(Exception):
    """The member could not be added; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Added:
    username: str
    created: bool
    password: str  # the one made up for a new user; "" where one was given or is kept
    may_sign_in: bool  # False: somebody made the user inactive, which this does not undo


def add_member(username: str, *, role: str, store: Store, password: str | None = None) -> Added:
    """Make a user, or widen one: adds the role and the store, takes nothing away.

    Operations may sign in to the admin. Raises CannotAdd.
    """
    users: Any = get_user_model()
    username = users.normalize_username(username)
    user: Any = users.objects.filter(username=username).first()
    created = user is None
    if user is None:
        user = users(username=username)
        _refuse_bad_username(user)
    made_up = secrets.token_urlsafe(12) if created and password is None else ""
    if password is not None:
        _refuse_weak_password(password, user)
    with transaction.atomic():
        if password is not None or made_up:
            user.set_password(password if password is not None else made_up)
        user.is_staff = user.is_staff or role == OPERATIONS
        user.save()
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        Membership.objects.get_or_create(user=user, store=store)
    return Added(username=username, created=created, password=made_up, may_sign_in=user.is_active)


def _refuse_bad_username(user: Any) -> None:
    try:
        user._meta.get_field("username").clean(user.username, user)
    except ValidationError as error:
        raise CannotAdd(
            f"The username {user.username!r} does not do: {error.messages[0]}"
        ) from error


def _refuse_weak_password(password: str, user: Any) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CannotAdd(f"The password does not do: {' '.join(error.messages)}") from error


def _digest(plain: str) -> str:
    # The key is 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(plain.encode()).hexdigest()
