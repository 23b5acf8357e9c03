"""What somebody may see, as the provider they sign in at says it: set anew at each sign-in."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from aliexpress.models import Membership, Store
from aliexpress.roles import OPERATIONS
from cards.members.administration import set_of


def set_rights(user: Any, *, roles: Collection[str] | None, stores: Collection[str] | None) -> None:
    """Exactly these roles, by name, and stores, by slug; what nobody here knows of is left out.
    None: the provider does not say, and what was given here stays."""
    with transaction.atomic():
        if roles is not None:
            user.groups.set(Group.objects.filter(name__in=roles))
            set_of(user, is_staff=user.is_superuser or OPERATIONS in roles)
        if stores is not None:
            meant = Store.objects.filter(slug__in=stores)
            Membership.objects.filter(user=user).exclude(store__in=meant).delete()
            for store in meant:
                Membership.objects.get_or_create(user=user, store=store)
