"""Questions people asked, and the words operations teach."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from aliexpress.admin.access import OperationsAdmin
from cards.admin.offered_input import OfferedInput
from cards.ask.synonyms import one_phrase_a_meaning, trouble_with
from cards.models import AskedQuestion, Synonym


@admin.register(AskedQuestion)
class AskedQuestionAdmin(OperationsAdmin):
    """The worklist: what was not understood, and of which words."""

    list_display = ("text", "status", "unused", "notation", "store", "at")
    list_filter = ("status",)
    list_select_related = ("store",)
    ordering = ("-at", "-id")
    show_full_result_count = False


class SynonymForm(forms.ModelForm[Synonym]):
    """Refuses a phrase that means something else already."""

    class Meta:
        widgets: ClassVar = {"means": OfferedInput(one_phrase_a_meaning)}
        help_texts: ClassVar = {"means": "Begin to type: the phrases it may stand for are offered."}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if sentence := trouble_with(cleaned.get("phrase", ""), cleaned.get("means", "")):
            raise ValidationError({"phrase": sentence})
        return cleaned


@admin.register(Synonym)
class SynonymAdmin(OperationsAdmin):
    form = SynonymForm
    may_add = may_change = may_delete = True
    store_lookup = ""
    list_display = ("phrase", "means", "by")
    list_select_related = ("by",)
    ordering = ("phrase",)
    fields = ("phrase", "means")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.by = request.user
        super().save_model(request, obj, form, change)
