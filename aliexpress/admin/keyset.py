"""Lists of any length, any page deep: the newest first, without ever counting them."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from aliexpress.typed.numbers import id_of, is_id

OLDER = "older_than"
NEWER = "newer_than"


class KeysetChangeList(ChangeList):
    """A page is the rows beside a known key, so that page 10,000 costs what page 1 costs.

    `older_url` and `newer_url` lead on; "" where there is nothing. Sorting by any column would
    need a scan, so these lists are not sortable.
    """

    model_admin: "KeysetAdmin"
    older_url = ""
    newer_url = ""

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        kept: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in kept.items() if name not in {OLDER, NEWER}}

    def get_query_string(self, new_params: Any = None, remove: Iterable[str] | None = None) -> str:
        # A filter that is changed begins at the first page.
        return super().get_query_string(new_params, [*(remove or []), OLDER, NEWER])

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return [f"-{self.model_admin.keyset_field(request)}"]

    def get_results(self, request: HttpRequest) -> None:
        field = self.model_admin.keyset_field(request)
        older_than, newer_than = key_in(request, OLDER), key_in(request, NEWER)
        upwards = newer_than is not None and older_than is None
        # One row more than shown says whether there is a next page.
        beyond = newer_than if upwards else older_than
        rows = self.queryset.order_by(field if upwards else f"-{field}")
        if beyond is not None:
            rows = rows.filter(**{f"{field}__{'gt' if upwards else 'lt'}": beyond})
        rows = list(rows[: self.list_per_page + 1])
        more = len(rows) > self.list_per_page
        rows = rows[: self.list_per_page]
        if upwards:
            rows.reverse()
        if rows and (more if upwards else older_than is not None):
            self.newer_url = self.get_query_string({NEWER: getattr(rows[0], field)})
        if rows and (more or upwards):
            self.older_url = self.get_query_string({OLDER: getattr(rows[-1], field)})
        self._state_as_the_templates_expect(rows)

    def _state_as_the_templates_expect(self, rows: list[Any]) -> None:
        # The search form repeats these: a new search begins at the first page.
        self.params = {
            name: value for name, value in self.params.items() if name not in {OLDER, NEWER}
        }
        self.result_list = rows
        self.result_count = len(rows)
        # Equal to the rows shown, so that no template claims to have counted.
        self.full_result_count = len(rows)
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = False
        self.paginator = Paginator(rows, self.list_per_page)


class KeysetAdmin(admin.ModelAdmin[Any]):
    """Mixed into a ModelAdmin whose table grows without end."""

    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()

    def keyset_field(self, request: HttpRequest) -> str:
        """A whole number, unique among the rows shown, that an index gives in order."""
        return "pk"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetChangeList


def key_in(request: HttpRequest, parameter: str) -> int | None:
    """A key from the address; None where there is none that could be one."""
    text = request.GET.get(parameter, "")
    return id_of(text) if is_id(text) else None
