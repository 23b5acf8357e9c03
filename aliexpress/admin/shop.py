"""The shops of accounts: which are counted is for operations to say, and why one is not."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from aliexpress.admin.access import OperationsAdmin
from aliexpress.connection.shops import check_decision, decide
from aliexpress.models import Shop
from aliexpress.typed.bad_input import BadInput


class DecisionForm(forms.ModelForm[Shop]):
    """Whether a shop is counted."""

    class Meta:
        model = Shop
        fields = ("is_counted", "not_counted_reason")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        counted, reason = found.get("is_counted"), found.get("not_counted_reason", "")
        if counted is None:
            raise forms.ValidationError({"is_counted": "Say yes or no."})
        try:
            check_decision(self.instance, counted=counted, reason=reason)
        except BadInput as error:
            raise forms.ValidationError({error.field: str(error)}) from error
        found["not_counted_reason"] = "" if counted else reason.strip()
        return found


@admin.register(Shop)
class ShopAdmin(OperationsAdmin):
    may_change = True  # never added or deleted: AliExpress says which there are

    form = DecisionForm
    list_display = ("__str__", "store", "is_counted", "not_counted_reason", "trouble", "seen_at")
    list_filter = ("is_counted", "family")
    list_select_related = ("store",)
    search_fields = ("name", "channel_seller_id", "store__name")
    ordering = ("store__name", "pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = (
        "store",
        "name",
        "family",
        "business_type",
        "channel",
        "channel_seller_id",
        "on_sale_count",
        "trouble",
        "seen_at",
        "is_counted",
        "not_counted_reason",
    )
    readonly_fields = fields[:-2]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        decide(
            obj,
            counted=bool(obj.is_counted),
            reason=obj.not_counted_reason,
            at=timezone.now(),
        )
