"""People and their attempts to sign in: the admin of Django and of axes, as narrow as our own."""

from typing import Any

from axes import admin as axes_admin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from aliexpress.admin.changelist import OfferedAdmin
from aliexpress.models import Store

admin.site.unregister([User, Group, AccessAttempt, AccessFailureLog, AccessLog])


@admin.register(User)
class PersonAdmin(OfferedAdmin, auth_admin.UserAdmin[User]):
    """Whoever may administer people does not learn which stores they are members of, and becomes
    none of them: who could set a password or an address of mail would see what its owner sees."""

    plural = "people"
    filter_horizontal = ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is None or request.user.is_superuser:
            return super().has_change_permission(request, obj)
        seen = Store.objects.visible_to(request.user)
        sees_more = obj.is_superuser or Store.objects.visible_to(obj).exclude(pk__in=seen).exists()
        return not sees_more and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        # When somebody came is a fact.
        fields = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        if request.user.is_superuser:
            return fields
        return (*fields, "is_superuser", "user_permissions")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with a person is counted and not named, except to a superuser: memberships
        and log entries name stores."""
        named, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if not request.user.is_superuser:
            named = [str(person) for person in objs]
        return named, counts, lacking, protected


@admin.register(Group)
class RoleAdmin(OfferedAdmin, auth_admin.GroupAdmin):
    """What roles show is said by the cards; Django's permissions are of its own pages alone."""

    plural = "roles"
    # Of Django's two boxes with arrows between them a screen reader cannot tell the hints.
    filter_horizontal = ()


@admin.register(AccessAttempt)
class AttemptAdmin(OfferedAdmin, axes_admin.AccessAttemptAdmin):  # type: ignore[misc]
    plural = "locked out, or about to be"


@admin.register(AccessFailureLog)
class FailureAdmin(OfferedAdmin, axes_admin.AccessFailureLogAdmin):  # type: ignore[misc]
    plural = "wrong passwords"


@admin.register(AccessLog)
class SignInAdmin(OfferedAdmin, axes_admin.AccessLogAdmin):  # type: ignore[misc]
    plural = "sign-ins"
