"""The rules a store's source is held against its listings by, and what people decided."""

from typing import Any, ClassVar, Final, NamedTuple

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from aliexpress.admin.form_preview import PreviewedAdmin
from aliexpress.admin.read_only import FactAdmin, moment_field
from aliexpress.admin.source_rules import OF_CODES, OF_PRICES, OF_READING, OF_REST, RULES, RulesForm
from aliexpress.bridge.preview import counts_under
from aliexpress.models import SkuAlias, SourceCatalogue
from aliexpress.tasks import tell_bridge_workers

READ_AGAIN: Final = "These hold once the source was read again, which begins when they are saved."
SAID: Final = (
    ("items listed", "listed_count"),
    ("items missing", "missing_count"),
    ("orphan SKUs", "orphan_count"),
    ("items drifting", "drift_count"),
    ("of them in price", "drift_price_count"),
    ("of them in stock", "drift_stock_count"),
    ("of them in title", "drift_title_count"),
    ("items whose price cannot be compared", "price_untold_count"),
    ("items out of stock there, on offer here", "oos_count"),
)


class Said(NamedTuple):
    """One number of the bridge, as it is kept and as the form would have it."""

    words: str
    now: int
    after: int | None

    @property
    def is_changed(self) -> bool:
        return self.after is not None and self.after != self.now


@admin.register(SourceCatalogue)
class SourceCatalogueAdmin(PreviewedAdmin):
    may_change = True  # connected and ended elsewhere
    form = RulesForm
    change_form_template = "admin/aliexpress/sourcecatalogue/change_form.html"
    list_display = ("__str__", "store", "kind", "connected_at", "ended_at")
    list_filter = ("kind",)
    list_select_related = ("store",)
    search_fields = ("name", "store__name")
    ordering = ("store__name", "pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ("store", "kind", "connected_at", "ended_at")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("store", "kind", "name", "connected_at", "ended_at")}),
        ("Codes", {"fields": OF_CODES}),
        ("Prices", {"fields": OF_PRICES}),
        ("Titles and stock", {"fields": OF_REST}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A file says in a column what is meant, and has one stock."""
        of_reading = {"fields": OF_READING, "description": READ_AGAIN}
        is_shop = obj is not None and not obj.is_file
        return (*self.fieldsets, *([("What is read", of_reading)] if is_shop else []))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("token")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The rules alone: whatever a reader of the source writes meanwhile stays. What changes
        what is read has the source read anew."""
        fields = ["name", *RULES]
        if form.is_read_otherwise:
            form.set_what_is_read()
            obj.due_at = timezone.now()
            fields += ["meant_rule", "locations", "due_at"]
        obj.save(update_fields=fields)
        tell_bridge_workers(obj.store)

    def said(self, request: HttpRequest, kept: Any, tried: Any | None) -> Any:
        now = counts_under(kept)
        after = counts_under(tried) if tried is not None else None
        return [
            Said(words, getattr(now, name), getattr(after, name) if after is not None else None)
            for words, name in SAID
        ]


made_at = moment_field("made_at", description="made at")
ended_at = moment_field("ended_at", description="ended at")


@admin.register(SkuAlias)
class SkuAliasAdmin(FactAdmin):
    """Made and undone on the page of the bridge, with who and why."""

    list_display = ("__str__", "store", "kind", "item", "made_by", made_at, ended_at, "why")
    list_filter = ("kind",)
    list_select_related: ClassVar[Any] = ("store", "item", "made_by")
    search_fields = ("code", "why")
    readonly_fields: ClassVar[Any] = (made_at, ended_at)
    fields: ClassVar[Any] = (
        *("store", "kind", "code", "item", "quantity", "why", "proposed_by"),
        *("made_by", made_at, "ended_by", ended_at, "ended_why"),
    )
