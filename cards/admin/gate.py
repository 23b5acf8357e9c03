"""The admin of cards is operations' own; what they see there is what the cards' roles allow."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.http import HttpRequest

from cards import access
from cards.access import OPERATIONS as OPERATIONS

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


def is_operations(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Staff who hold the role operations; a superuser runs the installation and counts too."""
    if not user.is_active or user.is_anonymous or not getattr(user, "is_staff", False):
        return False
    # Asked some thirty times a page: once is enough.
    holds: bool | None = getattr(user, "_holds_operations", None)
    if holds is None:
        holds = access.is_operations(user)
        setattr(user, "_holds_operations", holds)  # noqa: B010 (the user model has no such field)
    return holds


class OperationsAdmin(ModelAdmin):
    """The role decides, not Django's permissions of single models. Nothing is deleted here."""

    may_add = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_operations(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_operations(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and is_operations(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_operations(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
