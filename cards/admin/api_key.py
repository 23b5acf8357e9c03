"""API keys: made here, shown once, revoked here. What is stored opens nothing."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aliexpress.admin.access import OperationsAdmin
from aliexpress.admin.people import PersonChoice, known_people
from cards.api_keys import new_api_key, revoke
from cards.models import ApiKey


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]
    person = PersonChoice(
        label="Acts as",
        queryset=get_user_model().objects.none(),
        empty_label="Choose somebody",
        help_text="The key sees what they see.",
    )

    class Meta:
        model = ApiKey
        fields = ("name",)

    def clean_person(self) -> Any:
        self.instance.user = self.cleaned_data["person"]
        return self.instance.user


@admin.display(description="key")
def hint(key: ApiKey) -> str:
    return f"{key.hint}…"


@admin.display(description="works", boolean=True)
def works(key: ApiKey) -> bool:
    return key.revoked_at is None


@admin.register(ApiKey)
class ApiKeyAdmin(OperationsAdmin):
    store_lookup = ""
    may_add = True  # a key is made and revoked, never edited
    form = ApiKeyForm
    list_display = ("name", hint, "user", works, "created_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("name", "hint")
    search_help_text = "App, or the key's first characters"
    ordering = ("-created_at", "-id")
    actions = ("revoke",)
    fields: ClassVar[Any] = ("name", "user", hint, works, "created_at", "revoked_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """One's own keys. A key of somebody else would see what one must not."""
        queryset: QuerySet[Any] = super().get_queryset(request)
        if getattr(request.user, "is_superuser", False):
            return queryset
        return queryset.filter(user_id=request.user.pk)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return self.fields
        return ("name", "person") if request.user.is_superuser else ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is not None else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if not request.user.is_superuser:
            form.base_fields.pop("person", None)
        elif "person" in form.base_fields:
            acts_as: Any = form.base_fields["person"]
            acts_as.queryset = known_people(request.user)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        user: Any = obj.user if obj.user_id else request.user
        made = new_api_key(user, name=obj.name, at=timezone.now())
        obj.__dict__.update(made.__dict__)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The one page that shows the key: it is kept nowhere, not in a message either."""
        context = {
            **self.admin_site.each_context(request),
            "title": "API key made",
            "opts": self.opts,
            "key": obj,
            "plain": obj.plain,
        }
        return TemplateResponse(request, "admin/cards/apikey/issued.html", context)

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        count = revoke(queryset, at=timezone.now())
        word = "key" if count == 1 else "keys"
        self.message_user(
            request, f"{count} {word} revoked: they stop at their next request.", messages.SUCCESS
        )
