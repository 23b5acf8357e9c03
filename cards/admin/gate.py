"""The admin of cards is operations' own; what they see there is what the cards' roles allow."""

from django.db.models import Model
from django.http import HttpRequest

from aliexpress.admin.changelist import OfferedAdmin
from aliexpress.roles import works_in_admin


class OperationsAdmin(OfferedAdmin):
    """The role decides, not Django's permissions of single models. Nothing is deleted here."""

    may_add = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return works_in_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and works_in_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
