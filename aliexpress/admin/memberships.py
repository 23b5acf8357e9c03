"""Who belongs to a store, by username: the list of all users is not operations' to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from aliexpress.models import Membership
from aliexpress.roles import works_in_admin


class MembershipForm(forms.ModelForm[Membership]):
    username = forms.CharField(
        max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}), strip=True
    )

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].initial = self.instance.user.get_username()
            self.fields["username"].disabled = True

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if self.instance.pk:
            return username
        user = get_user_model()._default_manager.filter(username=username).first()
        if user is None:
            raise forms.ValidationError(
                f"There is no user {username!r}: invite them on the page of people."
            )
        self.instance.user = user
        return username


class MembershipFormset(forms.BaseInlineFormSet[Any, Any, Any]):
    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's table has no labels, and a heading labels no field."""
        super().add_fields(form, index)
        whom = form.instance.user.get_username() if form.instance.pk else "a new member"
        form.fields["username"].widget.attrs["aria-label"] = f"User name of {whom}"
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
                form.add_error("username", "This user is a member of the store already.")
            seen.add(user_id)


class MembershipInline(admin.TabularInline[Any, Any]):
    model = Membership
    form = MembershipForm
    formset = MembershipFormset
    fields = ("username",)
    extra = 1
    verbose_name = "member"
    verbose_name_plural = "Members: who may see this store"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset: QuerySet[Any] = super().get_queryset(request)
        return queryset.select_related("user", "store").order_by("user__username")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return works_in_admin(request.user)
