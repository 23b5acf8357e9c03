"""Stores: how each one stands, its settings, its members, and the buttons that act on it."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from aliexpress.admin import details
from aliexpress.admin import store_columns as columns
from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.filters import RefreshedFilter
from aliexpress.admin.memberships import MembershipInline
from aliexpress.admin.oauth_views import authorise_view, callback_view
from aliexpress.admin.source import source_view
from aliexpress.admin.store_views import check_view, connect_view, sync_view
from aliexpress.models import Store
from aliexpress.refresh import request_refresh
from aliexpress.roles import works_in_admin

# What a field of the form is called where its column's name would be a riddle.
LABELS = {
    "is_active": "Refreshed",
    "sync_interval": "Seconds between refreshes",
    "counts_drafts": "Drafts are counted",
    "time_zone": "Zone of its times",
    "shows_pictures": "With pictures",
}
# Seconds; and all of a reading is read each day as it is.
LONGEST_INTERVAL = 30 * 24 * 60 * 60


@admin.register(Store)
class StoreAdmin(OperationsAdmin):
    store_lookup = "pk__in"
    may_add = True
    may_change = True  # never deleted: facts stay. A store that is over is made inactive.

    list_display = (
        "name",
        columns.active,
        columns.total,
        columns.verdict,
        columns.confirmed,
        columns.warnings,
        columns.last_attempt,
        columns.next_due,
    )
    list_filter = (("is_active", RefreshedFilter),)
    search_fields = ("name", "slug")
    search_help_text = "Name of the store, or in addresses"
    ordering = ("name", "id")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("sync_now",)
    change_form_template = "admin/aliexpress/store/change_form.html"
    inlines = (MembershipInline,)
    readonly_fields: ClassVar[Any] = (
        columns.name_in_addresses,
        columns.warnings,
        columns.standing,
        columns.account,
        columns.tokens,
        columns.next_due,
        details.of_store,
    )
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "name",
                    columns.name_in_addresses,
                    columns.warnings,
                    columns.standing,
                    columns.next_due,
                )
            },
        ),
        ("Details", {"fields": (details.of_store,)}),
        ("AliExpress account", {"fields": (columns.account, columns.tokens)}),
        (
            "Refreshing and counting",
            {
                "fields": (
                    "is_active",
                    "sync_interval",
                    "counts_drafts",
                    "time_zone",
                    "shows_pictures",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return columns.with_newest(super().get_queryset(request))

    def get_urls(self) -> list[URLPattern]:
        own = [
            # This address is entered in AliExpress's app console.
            path("authorised/", self._wrapped(callback_view), name="aliexpress_store_authorised"),
            path(
                "<int:pk>/authorise/",
                self._wrapped(authorise_view),
                name="aliexpress_store_authorise",
            ),
            path("<int:pk>/connect/", self._wrapped(connect_view), name="aliexpress_store_connect"),
            path("<int:pk>/source/", self._wrapped(source_view), name="aliexpress_store_source"),
            path("<int:pk>/check/", self._wrapped(check_view), name="aliexpress_store_check"),
            path("<int:pk>/sync/", self._wrapped(sync_view), name="aliexpress_store_sync"),
        ]
        return own + super().get_urls()

    def _wrapped(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A store begins with its connection: there is nothing to add without one."""
        return connect_view(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra_context = {"show_save_and_add_another": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra_context)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in LABELS:
            kwargs["label"] = LABELS[db_field.name]
        if db_field.name == "sync_interval":
            kwargs["max_value"] = LONGEST_INTERVAL
        if db_field.name == "time_zone":
            kwargs["widget"] = forms.Select(choices=[(z, z) for z in sorted(available_timezones())])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # A sync may be writing the store's schedule: only what was edited is saved.
        obj.save(update_fields=[name for name in form.changed_data if name in form.fields])

    @admin.action(description="Refresh", permissions=["sync"])
    def sync_now(self, request: HttpRequest, queryset: QuerySet[Store]) -> None:
        at = timezone.now()
        stores = list(queryset)
        for store in stores:
            request_refresh(store, at=at, by=request.user)
        names = ", ".join(store.name for store in stores[:5])
        more = f" and {len(stores) - 5} more" if len(stores) > 5 else ""
        self.message_user(request, f"A refresh was asked for: {names}{more}.", messages.SUCCESS)

    def has_sync_permission(self, request: HttpRequest) -> bool:
        return works_in_admin(request.user)
