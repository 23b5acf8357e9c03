"""The roles, and who runs the installation. Who sees which store is said by
`Store.objects.visible_to`."""

from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group

OWNER: Final = "owner"
OPERATIONS: Final = "operations"
FINANCE: Final = "finance"
MARKETING: Final = "marketing"
ROLES: Final = (OWNER, OPERATIONS, FINANCE, MARKETING)

Viewer = AbstractBaseUser | AnonymousUser


def is_operations(user: Viewer) -> bool:
    """Whether the user holds the role operations; a superuser counts too."""
    if not user.is_active or user.is_anonymous:
        return False
    if getattr(user, "is_superuser", False):
        return True
    return Group.objects.filter(name=OPERATIONS, user=user.pk).exists()


def may_decide(user: Viewer) -> bool:
    """Whether the user may say what a store's source is, and which code is which item."""
    if not user.is_active or user.is_anonymous:
        return False
    if getattr(user, "is_superuser", False):
        return True
    return Group.objects.filter(name__in=(OWNER, OPERATIONS), user=user.pk).exists()


def works_in_admin(user: Viewer) -> bool:
    """Staff who hold the role operations."""
    if not user.is_active or not getattr(user, "is_staff", False):
        return False
    # Asked some thirty times a page: once is enough.
    holds: bool | None = getattr(user, "_holds_operations", None)
    if holds is None:
        holds = is_operations(user)
        setattr(user, "_holds_operations", holds)  # noqa: B010 (the user model has no such field)
    return holds
