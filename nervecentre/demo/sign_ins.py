"""The demo's people, and passwords that stay valid from one start to the next."""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model

from aliexpress.models import Store
from aliexpress.roles import OPERATIONS, OWNER
from cards.members.member import add_member

PASSWORD_BYTES = 9
ROLES = (OWNER, OPERATIONS)  # who signs in to a demo


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str = field(repr=False)


def prepare_sign_ins(store: Store, *, kept_in: Path) -> list[SignIn]:
    """One person a role, member of the store. Passwords are random and kept in the file."""
    passwords = _kept(kept_in)
    for role in ROLES:
        known = get_user_model().objects.filter(username=role).exists()
        password = None
        if not (known and role in passwords):
            password = passwords[role] = secrets.token_urlsafe(PASSWORD_BYTES)
            _keep(passwords, path=kept_in)
        add_member(role, role=role, store=store, password=password)
    return [SignIn(role, passwords[role]) for role in ROLES]


def _kept(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {role: str(found[role]) for role in ROLES if role in found}


def _keep(passwords: dict[str, str], *, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(passwords, file)
