"""What operations do with people: invite one, change what they see, switch them off, let them in.

Nobody changes their own rights, so that a store is never left without whoever looks after it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from axes.utils import reset
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from aliexpress.models import Membership, Store
from aliexpress.roles import OPERATIONS
from aliexpress.typed.bad_input import BadInput
from cards.api_keys import revoke
from cards.members.grants import may_manage, roles_to_give, stores_to_give
from cards.models import ApiKey

NOT_YOURS: Final = (
    "This person sees more than you do, or is yourself: somebody who sees all of it can change "
    "that."
)
NO_NAME: Final = "The name must be letters, digits and @ . + - _, at most 150 and no spaces."


def invite(
    username: str, *, email: str, roles: Collection[str], stores: Collection[Store], by: Any
) -> Any:
    """A new user who has no password yet, and gets one by a link. Raises BadInput."""
    users: Any = get_user_model()
    user: Any = users(username=users.normalize_username(username.strip()), email=email.strip())
    check_address(user.email)
    check_given(roles, stores, by=by)
    if not roles or not stores:
        raise BadInput("stores", "Choose at least one role and one store: else they see nothing.")
    try:
        user._meta.get_field("username").clean(user.username, user)
    except ValidationError as error:
        raise BadInput("username", NO_NAME) from error
    check_is_free(user.username)
    user.set_unusable_password()
    user.is_staff = OPERATIONS in roles
    try:
        with transaction.atomic():
            user.save()
            user.groups.set(Group.objects.filter(name__in=roles))
            _join(user, stores)
    except IntegrityError:
        check_is_free(user.username)
        raise
    return user


def check_is_free(username: str) -> None:
    """Whatever its capitals: two names that differ in them alone are taken for one another. Raises
    BadInput."""
    taken = get_user_model().objects.filter(username__iexact=username).first()
    if taken is not None:
        raise BadInput(
            "username",
            f"There is somebody called {taken.get_username()} already. If they are to see a store "
            "of yours, give it to them by that name below.",
        )


def give_stores(username: str, stores: Collection[Store], *, by: Any) -> Any:
    """Let somebody who is here already see more stores; their roles stay. Raises BadInput."""
    check_given([], stores, by=by)
    user: Any = get_user_model().objects.filter(username=username.strip(), is_active=True).first()
    if user is None or not stores:
        raise BadInput("username", "Give the name of somebody who is here, and choose a store.")
    _join(user, stores)
    return user


def change_rights(
    person: Any, *, roles: Collection[str], stores: Collection[Store], by: Any
) -> None:
    """Give and take what `by` may give; whatever else the person has stays. Of somebody who sees
    more than `by`, only stores change. Raises BadInput."""
    if person.pk == by.pk:
        raise BadInput("roles", NOT_YOURS)
    check_given(roles, stores, by=by)
    mine = stores_to_give(by)
    with transaction.atomic():
        if may_manage(by, person):
            for role in roles_to_give(by):
                group = Group.objects.get(name=role)
                (person.groups.add if role in roles else person.groups.remove)(group)
            set_of(person, is_staff=person.is_superuser or OPERATIONS in roles)
        kept = [store.pk for store in stores]
        Membership.objects.filter(user=person, store__in=mine).exclude(store__in=kept).delete()
        _join(person, stores)


def switch_off(person: Any, *, by: Any, at: datetime) -> None:
    """They can no longer sign in, their sessions end, and their keys for good. Raises BadInput."""
    check_manages(by, person)
    with transaction.atomic():
        set_of(person, is_active=False)
        revoke(ApiKey.objects.filter(user=person), at=at)


def switch_on(person: Any, *, by: Any) -> None:
    """They may sign in again with the password they had. Raises BadInput."""
    check_manages(by, person)
    set_of(person, is_active=True)


def unlock(person: Any, *, by: Any) -> None:
    """Forget their wrong passwords: they may try again at once. Raises BadInput."""
    check_manages(by, person)
    forget_wrong_passwords(person)


def forget_wrong_passwords(person: Any) -> None:
    """Open again what too many of them closed."""
    reset(username=person.get_username())


def change_address(user: Any, email: str) -> None:
    """One's own address of mail, "" for none. Raises BadInput."""
    email = email.strip()
    check_address(email)
    set_of(user, email=email)


def set_of(user: Any, **values: Any) -> None:
    """These fields of the row, and no other of what is in hand."""
    row = get_user_model().objects.get(pk=user.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def check_manages(by: Any, person: Any) -> None:
    if person.pk == by.pk or not may_manage(by, person):
        raise BadInput("person", NOT_YOURS)


def check_given(roles: Iterable[str], stores: Iterable[Store], *, by: Any) -> None:
    if not set(roles) <= set(roles_to_give(by)):
        raise BadInput("roles", "You can give no role that shows more than you see yourself.")
    if not {store.pk for store in stores} <= set(stores_to_give(by).values_list("pk", flat=True)):
        raise BadInput("stores", "You can give no store that is not yours to see.")


def check_address(email: str) -> None:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput("email", "Mail goes to an address such as ada@example.com.") from error
    if len(email) > 254:
        raise BadInput("email", "An address of mail has at most 254 characters.")


def _join(user: Any, stores: Iterable[Store]) -> None:
    for store in stores:
        Membership.objects.get_or_create(user=user, store=store)
