"""The rules a store's source is held against its listings by, and what people decided."""

from typing import Any, ClassVar, Final, NamedTuple

from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.read_only import FactAdmin, moment_field
from aliexpress.admin.source_rules import OF_CODES, OF_PRICES, OF_READING, OF_REST, RULES, RulesForm
from aliexpress.bridge.preview import counts_under
from aliexpress.models import SkuAlias, SourceCatalogue
from aliexpress.tasks import tell_bridge_workers

PREVIEW: Final = "_preview"
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
class SourceCatalogueAdmin(OperationsAdmin):
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

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if request.method == "POST" and PREVIEW in request.POST and object_id:
            return self._tried(request, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _tried(self, request: HttpRequest, object_id: str, form_url: str) -> HttpResponse:
        """The form as it was filled in, and what it would make of the bridge; nothing is kept."""
        kept, tried = self.get_object(request, object_id), self.get_object(request, object_id)
        if not self.has_change_permission(request, kept):
            raise PermissionDenied
        form = self.get_form(request, kept, change=True)(request.POST, instance=tried)
        readonly = self.get_readonly_fields(request, kept)
        fieldsets: Any = self.get_fieldsets(request, kept)
        shown = AdminForm(form, fieldsets, {}, readonly, model_admin=self)
        context = {
            **self.admin_site.each_context(request),
            "title": "Change source catalogue",
            "subtitle": str(kept),
            "adminform": shown,
            "object_id": object_id,
            "original": kept,
            "is_popup": False,
            "to_field": None,
            "media": self.media + shown.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
            "said": said(kept, form.instance if form.is_valid() else None),
            "is_tried": form.is_valid(),
        }
        page: HttpResponse = self.render_change_form(
            request, context, change=True, obj=kept, form_url=form_url
        )
        return page


def said(kept: SourceCatalogue, tried: SourceCatalogue | None) -> list[Said]:
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
