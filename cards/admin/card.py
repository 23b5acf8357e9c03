"""Cards: the words and roles of a definition. The key and the measure come with the code."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aliexpress.admin.access import OperationsAdmin
from aliexpress.roles import OPERATIONS
from cards.admin.shapes import (
    JSONTextField,
    check_aliases,
    check_reconciling,
    check_sentiment,
    check_siblings,
)
from cards.alerts.triggers import NONE, BadTrigger, triggers_of
from cards.catalogue.definitions import CARDS, definition
from cards.models import Card
from cards.models.card import called, neutral


def delivered_settings(key: str) -> dict[str, int]:
    return definition(key).settings if key in CARDS else {}


class CardForm(forms.ModelForm[Card]):
    aliases = JSONTextField(
        check=check_aliases, empty=list, rows=2, help_text="Other keys it answers to."
    )
    siblings = JSONTextField(check=check_siblings, empty=list, label="Read it with")
    reconciling = JSONTextField(
        check=check_reconciling, empty=dict, label="Reconciling with Seller Center"
    )
    settings = JSONTextField(
        check=lambda value: None, empty=dict, rows=3, help_text="The numbers it may be set with."
    )
    sentiment_rule = JSONTextField(check=check_sentiment, empty=neutral, rows=6)
    roles = forms.ModelMultipleChoiceField(
        queryset=Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Who may see this card. With none, nobody does.",
    )
    # Set by the admin: whether whoever edits must stay able to see the card.
    editor_needs_operations = True
    nameable: frozenset[int] = frozenset()  # the cards the editor may see

    def clean_alert_trigger(self) -> str:
        text: str = self.cleaned_data["alert_trigger"].strip() or NONE
        try:
            triggers = triggers_of(text)
        except BadTrigger as error:
            raise forms.ValidationError(str(error)) from error
        unit = self.instance.unit
        if unit != "percent" and any(one.is_percent and not one.window for one in triggers):
            raise forms.ValidationError(
                f"This is no card in percent but one of {unit}: write the number itself."
            )
        return text

    def clean_aliases(self) -> list[str]:
        """One address shows one card: no alias is another card's key or alias."""
        aliases: list[str] = self.cleaned_data["aliases"]
        others = list(Card.objects.exclude(pk=self.instance.pk))
        for alias in aliases:
            if (other := called(others, alias)) is not None:
                name = other.title if other.pk in self.nameable else "Another card"
                raise forms.ValidationError(f"{name} answers to {alias} already.")
        return aliases

    def clean_settings(self) -> Any:
        """The same names as delivered, each a whole number from 1 to 365."""
        settings = self.cleaned_data["settings"]
        names = set(delivered_settings(self.instance.key))
        whole = isinstance(settings, dict) and set(settings) == names
        if not whole or not all(type(n) is int and 1 <= n <= 365 for n in settings.values()):
            wanted = ", ".join(sorted(names)) or "nothing"
            raise forms.ValidationError(
                f"This card can be set with {wanted}; each is a whole number from 1 to 365."
            )
        return settings

    def clean_roles(self) -> Any:
        roles = self.cleaned_data["roles"]
        if self.editor_needs_operations and OPERATIONS not in {role.name for role in roles}:
            raise forms.ValidationError(
                "Keep the role operations: without it neither you nor a colleague could open "
                "this card again."
            )
        return roles


@admin.display(description="roles")
def roles(card: Card) -> str:
    return ", ".join(sorted(role.name for role in card.roles.all())) or "nobody"


@admin.register(Card)
class CardAdmin(OperationsAdmin):
    store_lookup = ""
    may_change = True
    form = CardForm
    list_display = ("title", "key", "is_enabled", "unit", "time_window", roles, "position")
    list_filter = ("is_enabled",)
    search_fields = ("key", "title")
    search_help_text = "Key or title"
    ordering = ("position", "key")
    actions = None
    formfield_overrides: ClassVar[Any] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
    }
    # The measure says what its number is counted in.
    readonly_fields: ClassVar[Any] = ("key", "unit")
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "key",
                    "title",
                    "at_a_glance",
                    "is_enabled",
                    "roles",
                    "position",
                    "on_board",
                )
            },
        ),
        (
            "What it is",
            {
                "fields": (
                    "what_it_counts",
                    "sample_type",
                    "why_it_matters",
                    "reading_the_value",
                    "calculation",
                    "worked_example",
                )
            },
        ),
        (
            "How it is read",
            {"fields": ("unit", "time_window", "alert_trigger", "sentiment_key", "aliases")},
        ),
        ("What it is set with", {"fields": ("settings", "sentiment_rule")}),
        ("Beside it", {"fields": ("siblings", "reconciling")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The cards of the reader's roles; those switched off too, or none could be switched
        on again."""
        queryset: QuerySet[Any] = super().get_queryset(request).prefetch_related("roles")
        if getattr(request.user, "is_superuser", False):
            return queryset
        return queryset.filter(pk__in=Card.objects.filter(roles__user=request.user.pk))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "settings" in form.changed_data:
            obj.keep_settings(form.initial["settings"], until=timezone.now())
        super().save_model(request, obj, form, change)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.editor_needs_operations = not getattr(request.user, "is_superuser", False)
        form.nameable = frozenset(self.get_queryset(request).values_list("pk", flat=True))
        return form
