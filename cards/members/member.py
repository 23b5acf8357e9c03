"""One more person, or more rights for one there is: a role, and a store to see."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from aliexpress.models import Membership, Store
from aliexpress.roles import OPERATIONS


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
        refuse_bad_username(user)
    made_up = secrets.token_urlsafe(12) if created and password is None else ""
    if password is not None:
        refuse_weak_password(password, user)
    with transaction.atomic():
        if password is not None or made_up:
            user.set_password(password if password is not None else made_up)
        user.is_staff = user.is_staff or role == OPERATIONS
        user.save()
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        Membership.objects.get_or_create(user=user, store=store)
    return Added(username=username, created=created, password=made_up, may_sign_in=user.is_active)


def refuse_bad_username(user: Any) -> None:
    try:
        user._meta.get_field("username").clean(user.username, user)
    except ValidationError as error:
        raise CannotAdd(
            f"The username {user.username!r} does not do: {error.messages[0]}"
        ) from error


def refuse_weak_password(password: str, user: Any) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CannotAdd(f"The password does not do: {' '.join(error.messages)}") from error
