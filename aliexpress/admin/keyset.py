"""Lists of any length, any page deep: newest first, without ever counting them."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from aliexpress.admin.access import ModelAdmin as _ModelAdmin
else:
    _ModelAdmin = object

OLDER = "older_than"
NEWER = "newer_than"
LARGEST_ID = 2**63 - 1


class KeysetChangeList(ChangeList):
    """A page is the rows beside a known id, so that page 10,000 costs what page 1 costs.

    `older_url` and `newer_url` lead on; "" where there is nothing. Sorting by a column would
    need a count or a scan, so these lists are not sortable.
    """

    older_url = ""
    newer_url = ""

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        kept: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in kept.items() if name not in {OLDER, NEWER}}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        older_than, newer_than = _id_in(request, OLDER), _id_in(request, NEWER)
        upwards = newer_than is not None and older_than is None
        rows = self._rows_beside(older_than, newer_than, upwards=upwards)
        more = len(rows) > self.list_per_page
        rows = rows[: self.list_per_page]
        if upwards:
            rows.reverse()
        if rows and (more if upwards else older_than is not None):
            self.newer_url = self._url(NEWER, rows[0].pk)
        if rows and (more or upwards):
            self.older_url = self._url(OLDER, rows[-1].pk)
        self._state_as_the_templates_expect(rows)

    def _rows_beside(
        self, older_than: int | None, newer_than: int | None, *, upwards: bool
    ) -> list[Any]:
        queryset = self.queryset
        if older_than is not None:
            queryset = queryset.filter(pk__lt=older_than)
        elif newer_than is not None:
            queryset = queryset.filter(pk__gt=newer_than)
        # One row more than shown says whether there is a next page.
        return list(queryset.order_by("pk" if upwards else "-pk")[: self.list_per_page + 1])

    def _url(self, parameter: str, pk: int) -> str:
        return self.get_query_string({parameter: pk}, remove=[OLDER, NEWER])

    def _state_as_the_templates_expect(self, rows: list[Any]) -> None:
        self.result_list = rows
        self.result_count = len(rows)
        # Equal to the rows shown, so that no template claims to have counted.
        self.full_result_count = len(rows)
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = False
        self.paginator = Paginator(rows, self.list_per_page)


class KeysetAdmin(_ModelAdmin):
    """Mixed into a ModelAdmin whose table grows without end."""

    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetChangeList


def _id_in(request: HttpRequest, parameter: str) -> int | None:
    """A row id from the address; None where there is none that could be one."""
    text = request.GET.get(parameter, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return None
    return min(int(text), LARGEST_ID)
