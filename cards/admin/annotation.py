"""Marks on the history of a store: made on the card page, and mended here."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from aliexpress.models import Store
from aliexpress.roles import works_in_admin
from cards.admin.gate import OperationsAdmin
from cards.models import Annotation


class AnnotationForm(forms.ModelForm[Annotation]):
    class Meta:
        labels: ClassVar = {"at": "At (UTC)"}


@admin.register(Annotation)
class AnnotationAdmin(OperationsAdmin):
    form = AnnotationForm
    list_display = ("text", "store", "at", "by")
    list_select_related = ("store", "by")
    ordering = ("-at", "-id")
    show_full_result_count = False
    fields = ("store", "at", "text", "by", "created_at")
    readonly_fields = ("store", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Annotation]:
        marks: QuerySet[Annotation] = super().get_queryset(request)
        return marks.filter(store__in=Store.objects.visible_to(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)
