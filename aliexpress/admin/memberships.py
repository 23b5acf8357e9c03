"""Who may see a store: chosen from the people of the stores one sees oneself."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from aliexpress.admin.people import PersonChoice, known_people, with_roles
from aliexpress.models import Membership
from aliexpress.roles import works_in_admin


class MembershipForm(forms.ModelForm[Membership]):
    person = PersonChoice(queryset=get_user_model().objects.none(), empty_label="Choose somebody")

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            member = with_roles(self.instance.user)
            self.fields["person"] = forms.CharField(disabled=True, initial=member)

    def clean_person(self) -> Any:
        person = self.cleaned_data["person"]
        if not self.instance.pk:
            self.instance.user = person
        return person


class MembershipFormset(forms.BaseInlineFormSet[Any, Any, Any]):
    offered: QuerySet[Any]  # whom the reader may choose

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's table has no labels, and a heading labels no field."""
        super().add_fields(form, index)
        whom = form.instance.user.get_username() if form.instance.pk else "a new member"
        if not form.instance.pk:
            form.fields["person"].queryset = self.offered
        form.fields["person"].widget.attrs["aria-label"] = f"Name of {whom}"
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Take the store from {whom}"

    def clean(self) -> None:
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            user_id = form.instance.user_id
            if user_id is None or form.cleaned_data.get("DELETE"):
                continue
            if user_id in seen:
                form.add_error("person", "They may see this store already.")
            seen.add(user_id)


class MembershipInline(admin.TabularInline[Any, Any]):
    model = Membership
    form = MembershipForm
    formset = MembershipFormset
    fields = ("person",)
    extra = 1
    verbose_name = "member"
    verbose_name_plural = "Members: who may see this store"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset: QuerySet[Any] = super().get_queryset(request)
        members = queryset.select_related("user", "store").prefetch_related("user__groups")
        return members.order_by("user__username")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.offered = known_people(request.user)
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)
