"""The first operator, made by whoever has the server: nobody else can say so, and only once."""

import secrets
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.urls import reverse

from aliexpress.roles import OPERATIONS
from cards.members.roster import is_empty

SALT: Final = "nervecentre.setup"
LASTS_SECONDS: Final = 3600


class FirstOperatorForm(UserCreationForm):  # type: ignore[type-arg]
    email = forms.EmailField(
        required=False, max_length=254, help_text="Where alerts are mailed; may stay empty."
    )

    class Meta:
        model = get_user_model()
        fields = ("username", "email")
        labels = {"username": "Name"}  # noqa: RUF012 (Django reads it)
        help_texts = {"username": "What you sign in with."}  # noqa: RUF012


def link() -> str:
    """The address that opens the first run, for an hour; signed, and kept nowhere."""
    token = signing.dumps(secrets.token_urlsafe(16), salt=SALT)
    return f"{settings.PUBLIC_URL}{reverse('setup')}?token={token}"


def opens(token: Any) -> bool:
    """Whether the installation is empty and the token is one of ours of the last hour."""
    if not isinstance(token, str) or not is_empty():
        return False
    try:
        signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return False
    return True


def make_first_operator(form: FirstOperatorForm) -> Any:
    """A superuser of the role operations; None where somebody was made meanwhile."""
    with transaction.atomic():
        # Whoever comes second waits here, and then finds the first.
        role = Group.objects.select_for_update().get(name=OPERATIONS)
        if not is_empty():
            return None
        user: Any = form.save(commit=False)
        user.email = form.cleaned_data["email"]
        user.is_staff = user.is_superuser = True
        user.save()
        user.groups.add(role)
    return user
