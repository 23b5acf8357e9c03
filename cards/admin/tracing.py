"""Tracings that were made, looked at here; and the stores that are traced each morning."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.access import OperationsAdmin
from aliexpress.lifecycle import State
from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.models import DailyTracing, Tracing
from cards.tracing.addresses import why_address
from cards.tracing.questions import (
    EXPIRING,
    LACKING,
    LACKING_ON_SALE,
    LIST,
    NOWHERE,
    OUT_OF_STOCK,
    PROBLEM,
    STUCK,
    TOTAL,
    is_cell,
    subject_from,
)

IN_WORDS: Final = {
    OUT_OF_STOCK: "Out of stock",
    LACKING: "Lacking attributes",
    LACKING_ON_SALE: "On sale and lacking attributes",
    PROBLEM: "With a problem AliExpress names",
    EXPIRING: "Expiring soon",
    STUCK: "Stuck in auditing",
}


@admin.register(Tracing)
class TracingAdmin(OperationsAdmin):
    list_display = ("about", "kind", "store", "status", "is_strict", "asked_at", "by")
    list_filter = (("store", admin.RelatedOnlyFieldListFilter), "status", "is_strict")
    list_select_related = ("store", "by")
    ordering = ("-id",)
    show_full_result_count = False
    fields = (
        "store",
        "about",
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

    @admin.display(description="asked about", ordering="subject")
    def about(self, tracing: Tracing) -> str:
        return in_words(tracing.subject)

    @admin.display(description="Answer")
    def on_its_page(self, tracing: Tracing) -> SafeString:
        key = LIST if "=" in tracing.subject else tracing.subject
        address = why_address(tracing.store, key, tracing=str(tracing.pk))
        return format_html('<a href="{}">Open the answer</a>', address)


def subjects() -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be traced each morning, group by group, in words."""
    states = [(value, str(label)) for value, label in State.choices]
    places = [*states, (NOWHERE, "nowhere")]
    moves = [
        (f"{value}-{other}", f"{label} to {words.lower()}")
        for value, label in states
        for other, words in places
        if value != other
    ]
    return [
        ("What is in a state", [(TOTAL, "All listings"), *states]),
        ("What wants mending", list(IN_WORDS.items())),
        ("What moved", [(value, words) for value, words in moves if is_cell(value)]),
    ]


def in_words(subject: str) -> str:
    """As it is chosen; a list's own filters as they are."""
    words = {value: label for _, those in subjects() for value, label in those}
    return words.get(subject, subject)


class DailyTracingForm(forms.ModelForm[DailyTracing]):
    subject = forms.ChoiceField(choices=subjects, label="What is asked about")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["subject"]
        if self.instance.pk and not field.valid_value(self.instance.subject):
            field.choices = [(self.instance.subject, self.instance.subject), *subjects()]

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
    list_display = ("store", "about")
    list_select_related = ("store",)
    ordering = ("store__name",)
    show_full_result_count = False
    fields = ("store", "subject")

    @admin.display(description="asked about", ordering="subject")
    def about(self, daily: DailyTracing) -> str:
        return in_words(daily.subject)

    def get_queryset(self, request: HttpRequest) -> QuerySet[DailyTracing]:
        rows: QuerySet[DailyTracing] = super().get_queryset(request)
        return rows.filter(store__in=Store.objects.visible_to(request.user))
