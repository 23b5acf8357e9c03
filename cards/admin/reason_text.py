"""What AliExpress wants of each reason: the delivered words, and whatever is written instead."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from aliexpress.admin.access import OperationsAdmin
from cards.models import ReasonText
from cards.work.reason_words import wants


@admin.display(description="what AliExpress wants")
def said_now(reason: ReasonText) -> str:
    return reason.text or delivered(reason)


@admin.display(description="delivered words")
def delivered(reason: ReasonText) -> str:
    return wants("", reason.reason, {}) or "None: this reason is not one we know."


@admin.register(ReasonText)
class ReasonTextAdmin(OperationsAdmin):
    store_lookup = ""
    may_add = may_change = may_delete = True
    list_display = ("reason", said_now)
    search_fields = ("reason", "text")
    search_help_text = "Reason or words"
    ordering = ("reason",)
    show_full_result_count = False
    fields: ClassVar[Any] = ("reason", "text", delivered)

    def get_readonly_fields(self, request: HttpRequest, obj: ReasonText | None = None) -> Any:
        return (delivered,) if obj is None else ("reason", delivered)
