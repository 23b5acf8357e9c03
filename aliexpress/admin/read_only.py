"""Facts are read: nobody adds, changes or deletes one in the admin, superusers included."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.display import NOTHING, exact
from aliexpress.admin.keyset import KeysetAdmin


class FactAdmin(KeysetAdmin, OperationsAdmin):
    """Rows the sync wrote: a list without a count, and a page without a form."""

    list_select_related = ("store",)
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/aliexpress/fact_list.html"
    change_form_template = "admin/aliexpress/fact_page.html"
    actions = None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        title = str(self.opts.verbose_name).capitalize()
        extra_context = {"title": title, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra_context)


def moment_field(field: str, *, description: str) -> Callable[[Any], SafeString | str]:
    """A moment of the row, to the second and with its zone."""

    @admin.display(description=description)
    def shown(row: Any) -> SafeString | str:
        return exact(getattr(row, field))

    shown.__name__ = field  # the admin names the field's CSS class by it
    return shown


@admin.display(description="reading")
def reading(row: Any) -> str:
    """The snapshot a row stands on, in the word of all pages."""
    return NOTHING if row.snapshot_id is None else str(row.snapshot)


def link(url: str, text: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)
