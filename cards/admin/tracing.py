"""Tracings that were made, looked at here; and the stores that are traced each morning."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.models import DailyTracing, Tracing
from cards.tracing.addresses import why_address
from cards.tracing.questions import LIST, subject_from


@admin.register(Tracing)
class TracingAdmin(OperationsAdmin):
    list_display = ("subject", "kind", "store", "status", "is_strict", "asked_at", "by")
    list_filter = (("store", admin.RelatedOnlyFieldListFilter), "status", "is_strict")
    list_select_related = ("store", "by")
    ordering = ("-id",)
    show_full_result_count = False
    fields = (
        "store",
        "subject",
        "kind",
        "status",
        "error",
        "is_strict",
        "method",
        "asked_at",
        "answered_at",
        "by",
        "on_its_page",
    )
    readonly_fields = fields

    @admin.display(description="Answer")
    def on_its_page(self, tracing: Tracing) -> SafeString:
        key = LIST if "=" in tracing.subject else tracing.subject
        address = why_address(tracing.store, key, tracing=str(tracing.pk))
        return format_html('<a href="{}">Open the answer</a>', address)


class DailyTracingForm(forms.ModelForm[DailyTracing]):
    class Meta:
        help_texts: ClassVar = {
            "subject": "A state such as rejected, a movement such as auditing-rejected, or total.",
        }

    def clean_subject(self) -> str:
        try:
            subject, _ = subject_from(self.cleaned_data["subject"])
        except BadInput as error:
            raise forms.ValidationError(str(error)) from None
        return subject


@admin.register(DailyTracing)
class DailyTracingAdmin(OperationsAdmin):
    """Of the 24 hours before five in the morning, ten times as strict as one that is asked for."""

    may_add = may_change = may_delete = True
    form = DailyTracingForm
    list_display = ("store", "subject")
    list_select_related = ("store",)
    ordering = ("store__name",)
    show_full_result_count = False
    fields = ("store", "subject")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DailyTracing]:
        rows: QuerySet[DailyTracing] = super().get_queryset(request)
        return rows.filter(store__in=Store.objects.visible_to(request.user))
