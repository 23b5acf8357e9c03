"""Filters whose choices cost a lookup, never a scan."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from aliexpress.admin.display import reason_words
from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store

# More would be a giant select; a store's own page links to its listings, runs and snapshots.
STORES_OFFERED = 20
GONE = "gone"


class StoreFilter(admin.SimpleListFilter):
    """One of the stores the reader may see, by slug."""

    title = "store"
    parameter_name = "store"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        visible = Store.objects.visible_to(request.user).order_by("name", "id")
        offered = list(visible.values_list("slug", "name")[:STORES_OFFERED])
        chosen = request.GET.get(self.parameter_name, "")
        if chosen and chosen not in dict(offered):
            offered += list(visible.filter(slug=chosen[:80]).values_list("slug", "name"))
        return offered

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(store__slug=self.value())


class RefreshedFilter(admin.BooleanFieldListFilter):
    """Whether the store is refreshed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "refreshed"


class OneStoreFilter(StoreFilter):
    """Always one store, the first by name where none is chosen: listings of several stores in
    one list would have no index to be read by."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.store = chosen_store(request)
        super().__init__(request, *args)

    def value(self) -> str | None:
        return self.store.slug if self.store else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(store=self.store) if self.store else queryset.none()

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        choices = super().choices(changelist)
        next(choices)  # "All"
        return choices


class StateFilter(admin.SimpleListFilter):
    """Counted listings by state; the listings that are gone stand apart."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((state.value, str(state.label)) for state in State), (GONE, "Gone (not counted)")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == GONE:
            return queryset.filter(gone_at__isnull=False)
        counted = queryset.filter(gone_at__isnull=True)
        return counted.filter(state=self.value()) if self.value() else counted


class OfflineReasonFilter(admin.SimpleListFilter):
    """AliExpress's own words: those the newest snapshot of the store counted."""

    title = "offline reason"
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        store = chosen_store(request)
        snapshot = ListingSnapshot.objects.newest_of(store) if store else None
        reasons = {row["offline_reason"] for row in snapshot.reasons} if snapshot else set()
        asked = request.GET.get(self.parameter_name, "")[:120]
        if asked:
            reasons.add(asked)
        return [(reason, reason_words(reason)) for reason in sorted(reasons) if reason]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(offline_reason=self.value()) if self.value() else queryset


def chosen_store(request: HttpRequest) -> Store | None:
    """The visible store the address names, else the first by name; one query a request."""
    if not hasattr(request, "_chosen_store"):
        visible = Store.objects.visible_to(request.user).order_by("name", "id")
        slug = request.GET.get(StoreFilter.parameter_name)
        found = visible.filter(slug=slug[:80]).first() if slug else visible.first()
        request._chosen_store = found  # type: ignore[attr-defined]
    store: Store | None = request._chosen_store  # type: ignore[attr-defined]
    return store
