"""Records of the reconciliation desk: looked at here, made at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.read_only import reading
from cards.models import Card, Reconciliation
from cards.reconciliation.advice import CARD


@admin.register(Reconciliation)
class ReconciliationAdmin(OperationsAdmin):
    list_display = ("entered", "store", "observed_at", "by", "computed", "unexplained", "status")
    list_display_links = ("entered",)
    # Only stores of the rows one sees are offered.
    list_filter = (("store", admin.RelatedOnlyFieldListFilter), "status")
    list_select_related = ("store", "by")
    ordering = ("-id",)
    show_full_result_count = False
    fields: ClassVar[Any] = (
        "store",
        "by",
        "created_at",
        "entered",
        "observed_at",
        "states",
        "category",
        "includes_drafts",
        "note",
        reading,
        "computed",
        "difference",
        "why",
        "unexplained",
        "status",
        "counted_at",
        "is_settled",
        "reopened_at",
        "at_the_desk",
    )
    readonly_fields: ClassVar[Any] = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reconciliation]:
        records: QuerySet[Reconciliation] = super().get_queryset(request)
        card = Card.objects.visible_to(request.user).filter(key=CARD)
        return records.filter(Exists(card))

    @admin.display(description="Explanations")
    def why(self, record: Reconciliation) -> str:
        return " ".join(one["sentence"] for one in record.explanations) or "None was found."

    @admin.display(description="At the desk")
    def at_the_desk(self, record: Reconciliation) -> SafeString:
        address = reverse("reconciliation", args=[record.store.slug, record.pk])
        return format_html('<a href="{}">Open the record</a>', address)
