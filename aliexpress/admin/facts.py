"""Facts are read: nobody adds, changes or deletes one in the admin, superusers included."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.keyset import KeysetAdmin


class FactAdmin(KeysetAdmin, OperationsAdmin):
    """Rows the sync wrote: a list without a count, and a page without a form."""

    list_select_related = ("store",)
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/aliexpress/fact_list.html"
    actions = None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # PostgreSQL refuses a NUL character, which no row holds anyway.
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, extra_context)


def link(url: str, text: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)
