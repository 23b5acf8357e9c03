"""Who may do what in the admin: operations, within the stores they are members of."""

from typing import Any, Final

from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from aliexpress.admin.changelist import OfferedAdmin
from aliexpress.models import Store
from aliexpress.roles import works_in_admin

LARGEST_NUMBER: Final = 2**31 - 1


class OperationsAdmin(OfferedAdmin):
    """Rows of the stores a member of operations may see; nobody else sees that they exist.

    The role decides, not Django's permissions of single models: what operations may edit is
    stated here, and a row of `auth_permission` cannot widen it.
    """

    store_lookup = "store__in"  # "" where a row is of no store
    may_add = False
    may_change = False
    may_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        stores = Store.objects.visible_to(request.user)
        queryset: QuerySet[Any] = super().get_queryset(request)
        if getattr(request.user, "is_superuser", False) or not self.store_lookup:
            return queryset
        return queryset.filter(**{self.store_lookup: stores})

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Raises Http404 where there is none, or none for this reader: Django would send them to
        the front page with a message that names what they asked for."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404("There is nothing here, or it is not yours to see.")
        return found

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A whole number is one that PostgreSQL's column holds: SQLite would keep more of it than
        can be moved, or reckoned with, there."""
        is_large = isinstance(db_field, models.BigIntegerField | models.PositiveBigIntegerField)
        if isinstance(db_field, models.IntegerField) and not db_field.choices and not is_large:
            kwargs.setdefault("max_value", LARGEST_NUMBER)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A row is given to a store one sees, whatever form is shown."""
        if db_field.related_model is Store:
            kwargs["queryset"] = Store.objects.visible_to(request.user).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return works_in_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and works_in_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_change and works_in_admin(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_delete and works_in_admin(request.user)
