"""The link by which somebody sets their own password: signed, good once, and for three days."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.mail import NO_MAIL, is_mailed
from cards.members.administration import NOT_YOURS
from cards.members.grants import may_manage, permissions_of

LASTS: Final = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


class PasswordLinks(PasswordResetTokenGenerator):
    """Django's own, good until the password, the last sign-in or the address change. Here also
    until rights change: who was handed a link must not come by what is given later."""

    key_salt = "cards.members.links"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        stores = sorted(user.memberships.values_list("store", flat=True))
        groups = sorted(user.groups.values_list("pk", flat=True))
        rights = (user.is_active, user.is_superuser, stores, groups, sorted(permissions_of(user)))
        return f"{super()._make_hash_value(user, timestamp)}{rights}"


links = PasswordLinks()


def new_link(person: Any, *, by: Any) -> str:
    """The path of a page on which the person sets a password. It is kept nowhere. Raises
    BadInput."""
    if person.pk == by.pk or not may_manage(by, person):
        raise BadInput("person", NOT_YOURS)
    user: Any = get_user_model().objects.get(pk=person.pk)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set_password", args=[uid, links.make_token(user)])


def user_of(uid: str) -> Any:
    """Whose link it is, None where it is nobody's who may sign in."""
    try:
        key = urlsafe_base64_decode(uid).decode()
    except ValueError:
        return None
    if not is_id(key):
        return None
    return get_user_model().objects.filter(pk=id_of(key), is_active=True).first()


def mail_link(person: Any, address: str, *, by: Any) -> str:
    """Mail a link that was made; the sentence says whether it went."""
    if not person.email:
        return "Give it to them: no address of mail is known."
    if not is_mailed():
        return f"Give it to them: {NO_MAIL}"
    try:
        taken = send_mail(
            subject="Your sign-in to Nerve Centre for AliExpress",
            message=(
                f"{by.get_username()} invites you to Nerve Centre, where you sign in as "
                f"{person.get_username()}.\n\nSet your password here, once, within "
                f"{LASTS.days} days:\n{address}\n"
            ),
            from_email=None,
            recipient_list=[person.email],
        )
    except OSError:
        taken = 0
    if not taken:
        return f"The mail server did not take the mail to {person.email}: give it to them yourself."
    return f"It was mailed to {person.email}."
