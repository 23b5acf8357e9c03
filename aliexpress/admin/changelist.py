"""What an address may ask of a list in the admin: what that list offers, and nothing else."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

# What the links of Django's own filters and of its date hierarchy end in.
FILTER_ENDINGS = ("", "__exact", "__isnull", "__isempty", "__gte", "__lt")
DATE_ENDINGS = ("__year", "__month", "__day")
# What a value that a filter offers no link to comes to: a year of twenty digits, a moment that
# lies before all time in UTC, a key no database has room for, a NUL that PostgreSQL refuses.
ODD_VALUE = (ValueError, OverflowError, DataError)
# Characters, more than any title or name is long. SQLite takes no thousand conditions, which the
# words of a longer one may come to.
LONGEST_SEARCH = 1_000


class OfferedAdmin(admin.ModelAdmin[Any]):
    """Mixed into every ModelAdmin: by itself Django lets an address filter by any field of the
    model and by any row that points to it, shown or not. Whoever sees a card could ask which of
    them an alert of a hidden store belongs to, letter by letter what a secret begins with."""

    plural = ""  # what the rows are called where the model of a library says it otherwise

    @property
    def called(self) -> str:
        """The name of the list, on it and wherever it is led to."""
        return str(capfirst(self.plural or self.opts.verbose_name_plural))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": self.called, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in set(self._offered(request)) and super().lookup_allowed(
            lookup, value, request
        )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """An odd value is answered as Django answers most of them: by the list without it."""
        try:
            return super().get_changelist_instance(request)
        except ODD_VALUE as error:
            if not set(request.GET) - {ERROR_FLAG}:
                raise  # nothing was asked, so it is our own mistake
            raise IncorrectLookupParameters(error) from error

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # PostgreSQL refuses a NUL, which no row holds anyway. The search form of a list asks
        # for it itself; the search behind a field that completes what is typed does not.
        if "\x00" in search_term or len(search_term) > LONGEST_SEARCH:
            return queryset.none(), False
        return self.searched(request, queryset, search_term)

    def searched(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term)

    def response_action(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Django hands what was ticked to the database unread, which raises on what is no key."""
        if all(map(self._is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return super().response_action(request, *args, **kwargs)
        self.message_user(
            request, "What was ticked is no row of this list: nothing was done.", messages.WARNING
        )
        return None

    def _is_key(self, ticked: str) -> bool:
        try:
            self.opts.pk.clean(ticked, None)
        except ValidationError:
            return False
        return True

    def _offered(self, request: HttpRequest) -> Iterator[str]:
        """The parameters that filters and date hierarchy of this list may put into an address."""
        filters: Iterable[Any] = self.get_list_filter(request)
        for one in filters:
            if isinstance(one, type) and issubclass(one, admin.SimpleListFilter):
                yield str(one.parameter_name)
            else:
                yield from self._of_field(one[0] if isinstance(one, list | tuple) else one)
        if self.date_hierarchy:
            yield from (f"{self.date_hierarchy}{ending}" for ending in DATE_ENDINGS)

    def _of_field(self, path: str) -> Iterator[str]:
        field: Any = get_fields_from_path(self.model, path)[-1]
        if field.is_relation:
            yield from (f"{path}__{field.target_field.name}__exact", f"{path}__isnull")
        else:
            yield from (f"{path}{ending}" for ending in FILTER_ENDINGS)
