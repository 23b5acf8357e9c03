"""The audit in the admin: narrowed by what, who, where and when; nothing to add or change."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from aliexpress.admin.display import table
from aliexpress.admin.filters import StoreFilter
from aliexpress.admin.read_only import FactAdmin, moment_field
from nervecentre.audit.models import Entry


class StoreOfEntry(StoreFilter):
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(store=self.value()) if self.value() else queryset


@admin.display(description="by")
def by(entry: Entry) -> str:
    where = entry.get_via_display()
    with_what = f" {entry.with_what}" if entry.with_what else ""
    return f"{entry.actor} ({where}{with_what})"


@admin.display(description="before and after")
def changes(entry: Entry) -> SafeString | str:
    before, after = entry.before or {}, entry.after or {}
    rows = [
        [name.replace("_", " "), shown(before.get(name)), shown(after.get(name))]
        for name in {**before, **after}
    ]
    if entry.before is None:
        return table("It was made.", ["What", "After"], [[name, new] for name, _, new in rows])
    if entry.after is None:
        return table("It was removed.", ["What", "Before"], [[name, old] for name, old, _ in rows])
    return table("It was changed.", ["What", "Before", "After"], rows)


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return "" if value is None else str(value)


@admin.register(Entry)
class EntryAdmin(FactAdmin):
    store_lookup = ""
    list_select_related: ClassVar[Any] = False
    list_display = (moment_field("at", description="when"), "action", "what", by, "store", "person")
    list_filter = ("action", "via", StoreOfEntry)
    date_hierarchy = "at"
    search_fields = ("=actor", "=person", "what", "=request_id")
    search_help_text = "A person, an object, or a request's id from the log"
    fields: ClassVar[Any] = (
        moment_field("at", description="when"),
        *("action", "what", by, "store", "person", "request_id"),
        changes,
    )
    readonly_fields: ClassVar[Any] = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        rows = super().get_queryset(request)
        return rows.filter(pk__in=Entry.objects.visible_to(request.user).values("pk"))
