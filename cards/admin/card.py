"""Cards: the words, roles, numbers and rule of a definition, with what they say of today's stores.
The key and the measure come with the code."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aliexpress.admin.form_preview import PreviewedAdmin
from cards.admin.card_form import SETTING, CardForm, delivered_settings, form_for
from cards.admin.card_preview import said_today
from cards.admin.rule_fields import KIND, rule_sections
from cards.models import Card


@admin.display(description="roles")
def roles(card: Card) -> str:
    return ", ".join(sorted(role.name for role in card.roles.all())) or "nobody"


@admin.display(description="tells of", ordering="time_window")
def window(card: Card) -> str:
    return card.window_words


@admin.register(Card)
class CardAdmin(PreviewedAdmin):
    store_lookup = ""
    may_change = True
    form = CardForm
    list_display = ("title", "key", "is_enabled", "unit", window, roles, "position")
    list_filter = ("is_enabled",)
    search_fields = ("key", "title")
    search_help_text = "Key or title"
    ordering = ("position", "key")
    actions = None
    change_form_template = "admin/cards/card/change_form.html"
    formfield_overrides: ClassVar[Any] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
    }
    # The measure says what its number is counted in.
    readonly_fields: ClassVar[Any] = ("key", "unit")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The cards of the reader's roles; those switched off too, or none could be switched
        on again."""
        queryset: QuerySet[Any] = super().get_queryset(request).prefetch_related("roles")
        if getattr(request.user, "is_superuser", False):
            return queryset
        return queryset.filter(pk__in=Card.objects.filter(roles__user=request.user.pk))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [f"{SETTING}{name}" for name in delivered_settings(obj.key)] if obj else []
        what = (
            "what_it_counts",
            "sample_type",
            "why_it_matters",
            "reading_the_value",
            "calculation",
            "worked_example",
        )
        top = ("key", "title", "at_a_glance", "is_enabled", "roles", "position", "on_board")
        read = ("unit", "time_window", "alert_trigger", "sentiment_key", "aliases")
        return [
            (None, {"fields": top}),
            *([("What it is set with", {"fields": own})] if own else []),
            ("When it is good", {"fields": [KIND]}),
            *((name, {"fields": of, "classes": ["rule"]}) for name, of in rule_sections()),
            ("What it is", {"fields": what}),
            ("How it is read", {"fields": read}),
            ("Beside it", {"fields": ("siblings",)}),
            ("Reconciling with Seller Center", {"fields": ("where", "notes")}),
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = Card.objects.values_list("settings", flat=True).get(pk=obj.pk)
        obj.keep_settings(before, until=timezone.now())
        super().save_model(request, obj, form, change)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        seen = frozenset(self.get_queryset(request).values_list("pk", flat=True))
        kwargs["form"] = form_for(
            obj or Card(),
            nameable=seen,
            needs_operations=not getattr(request.user, "is_superuser", False),
        )
        return super().get_form(request, obj, change, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """With what the card says today."""
        obj = kwargs.get("obj")
        if obj is not None and "said" not in context:
            context["said"] = self.said(request, obj, None)
        return super().render_change_form(request, context, *args, **kwargs)

    def said(self, request: HttpRequest, kept: Any, tried: Any | None) -> Any:
        return said_today(request.user, kept, tried=tried, at=timezone.now())

    class Media:
        js = ("nervecentre/card_form.js",)
