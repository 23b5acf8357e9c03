"""The rules a store's source is held against its listings by, what people decided, and what was
counted."""

from typing import Any, ClassVar, Final, NamedTuple

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.facts import FactAdmin, moment_field
from aliexpress.bridge.preview import counts_under
from aliexpress.models import BridgeTally, SkuAlias, SourceCatalogue
from aliexpress.tasks import tell_bridge_workers

PREVIEW: Final = "_preview"
RULES: Final = (
    *("prefix", "suffix", "code_is"),
    *("price_factor", "price_fee", "price_currency", "price_rate_on", "price_tolerance"),
    *("title_tolerance", "titles_are_rewritten", "stock_buffer", "counts_not_for_sale"),
)
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


class RulesForm(forms.ModelForm[SourceCatalogue]):
    class Meta:
        model = SourceCatalogue
        fields = ("name", *RULES)
        labels: ClassVar[Any] = {
            "name": "Called",
            "prefix": "Put before a code on AliExpress",
            "suffix": "Put behind a code on AliExpress",
            "code_is": "A code on AliExpress is",
            "price_factor": "Price on AliExpress: the source's times",
            "price_fee": "and so much more",
            "price_currency": "in the currency",
            "price_rate_on": "at the exchange rate of",
            "price_tolerance": "Prices may differ by, in percent",
            "title_tolerance": "Words titles have in common, in percent, at least",
            "titles_are_rewritten": "Titles are rewritten for AliExpress, so they are not compared",
            "stock_buffer": "Out of stock at so many or fewer",
            "counts_not_for_sale": "What is not for sale at the source counts as out of stock",
        }
        help_texts: ClassVar[Any] = {
            "price_factor": "Empty: prices are to be the source's own, and are compared in one "
            "currency alone. Across currencies it holds the exchange rate.",
            "price_currency": "Such as USD; empty: the source's own.",
        }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        factor = found.get("price_factor")
        if factor is not None and factor <= 0:
            self.add_error("price_factor", "It has to be more than 0.")
        if factor is None and (found.get("price_currency") or found.get("price_fee")):
            self.add_error("price_factor", "A currency or a fee needs it: 1 keeps the price.")
        for name in ("price_tolerance", "title_tolerance"):
            if (percent := found.get(name)) is not None and percent > 100:
                self.add_error(name, "It can be 100 at most.")
        return found


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
        ("Codes", {"fields": RULES[:3]}),
        ("Prices", {"fields": RULES[3:8]}),
        ("Titles and stock", {"fields": RULES[8:]}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("token")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The rules alone: whatever a reader of the source writes meanwhile stays."""
        obj.save(update_fields=["name", *RULES])
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
published_at = moment_field("published_at", description="published at")
as_of = moment_field("as_of", description="as of")


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


@admin.register(BridgeTally)
class BridgeTallyAdmin(FactAdmin):
    list_display = (
        *("__str__", "store", as_of, published_at),
        *("missing_count", "orphan_count", "oos_settled_count", "drift_settled_count"),
    )
    list_select_related = ("store",)
    readonly_fields: ClassVar[Any] = (as_of, published_at)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Every number but the cells that are zero."""
        names = [
            field.name
            for field in BridgeTally._meta.get_fields()
            if field.concrete and field.name not in ("id", "as_of", "published_at", "settings")
        ]
        return [as_of, published_at, *(n for n in names if obj is None or getattr(obj, n))]
