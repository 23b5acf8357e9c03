"""The demo's people, and passwords that stay valid from one start to the next."""

import json
import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from aliexpress.models import Membership, Store
from aliexpress.roles import OPERATIONS, OWNER
from cards.members.member import add_member

PASSWORD_BYTES = 9
ROLES = (OWNER, OPERATIONS)  # who signs in to a demo
INVITED: Final = "nadia"
COLLEAGUES: Final = {"mei": OPERATIONS, "tomas": OWNER, INVITED: OWNER}


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str = field(repr=False)


def prepare_sign_ins(store: Store, *, kept_in: Path) -> list[SignIn]:
    """One person a role, member of the store. Passwords are random and kept in the file."""
    passwords = kept_passwords(kept_in)
    for role in ROLES:
        known = get_user_model().objects.filter(username=role).exists()
        password = None
        if not (known and role in passwords):
            password = passwords[role] = secrets.token_urlsafe(PASSWORD_BYTES)
            keep_passwords(passwords, path=kept_in)
        add_member(role, role=role, store=store, password=password)
    return [SignIn(role, passwords[role]) for role in ROLES]


def welcome_colleagues(store: Store, *, at: datetime) -> list[Any]:
    """People without a password to sign in with: they make the store's team. The last was invited
    and has not come yet."""
    team = []
    for name, role in COLLEAGUES.items():
        seen_at = None if name == INVITED else at
        new = {
            "password": make_password(None),
            "last_login": seen_at,
            "is_staff": role == OPERATIONS,
        }
        user: Any = get_user_model().objects.get_or_create(username=name, defaults=new)[0]
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        Membership.objects.get_or_create(store=store, user=user)
        team.append(user)
    return [user for user in team if user.username != INVITED]


def kept_passwords(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {role: str(found[role]) for role in ROLES if role in found}


def keep_passwords(passwords: dict[str, str], *, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(passwords, file)
