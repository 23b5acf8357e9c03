"""Cards: the words and roles of a definition. The key and the measure come with the code."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from cards.admin.gate import OPERATIONS, OperationsAdmin
from cards.admin.shapes import JSONTextField, check_aliases, check_reconciling, check_siblings
from cards.alerts.triggers import NONE, BadTrigger, triggers_of
from cards.models import Card

if TYPE_CHECKING:
    _Form = forms.ModelForm[Card]
else:
    _Form = forms.ModelForm


class CardForm(_Form):
    aliases = JSONTextField(
        check=check_aliases, empty=list, rows=2, help_text="Other keys it answers to."
    )
    siblings = JSONTextField(check=check_siblings, empty=list, label="Read it with")
    reconciling = JSONTextField(
        check=check_reconciling, empty=dict, label="Reconciling with Seller Center"
    )
    roles = forms.ModelMultipleChoiceField(
        queryset=Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Who may see this card. With none, nobody does.",
    )
    # Set by the admin: whether whoever edits must stay able to see the card.
    editor_needs_operations = True

    class Meta:
        model = Card
        exclude = ("key", "shipped")

    def clean_alert_trigger(self) -> str:
        text: str = self.cleaned_data["alert_trigger"].strip() or NONE
        try:
            triggers_of(text)
        except BadTrigger as error:
            raise forms.ValidationError(str(error)) from error
        return text

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
    readonly_fields: ClassVar[Any] = ("key",)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("key", "title", "at_a_glance", "is_enabled", "roles", "position")}),
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
        ("Beside it", {"fields": ("siblings", "reconciling")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The cards of the reader's roles; those switched off too, or none could be switched
        on again."""
        queryset: QuerySet[Any] = super().get_queryset(request).prefetch_related("roles")
        if getattr(request.user, "is_superuser", False):
            return queryset
        return queryset.filter(pk__in=Card.objects.filter(roles__user=request.user.pk))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.editor_needs_operations = not getattr(request.user, "is_superuser", False)
        return form
