"""Marks on the history of a store: made on the card page, and mended here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin

from aliexpress.admin.access import OperationsAdmin
from cards.models import Annotation


class AnnotationForm(forms.ModelForm[Annotation]):
    class Meta:
        labels: ClassVar = {"at": "At (UTC)"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, time = self.fields["at"].widget.widgets
        day.attrs["aria-label"], time.attrs["aria-label"] = "Day, in UTC", "Time, in UTC"


@admin.register(Annotation)
class AnnotationAdmin(OperationsAdmin):
    may_change = may_delete = True
    form = AnnotationForm
    list_display = ("text", "store", "at", "by")
    list_select_related = ("store", "by")
    ordering = ("-at", "-id")
    show_full_result_count = False
    fields = ("store", "at", "text", "by", "created_at")
    readonly_fields = ("store", "by", "created_at")
