"""The form of a card: its words, its roles, its numbers and its rule, each a field with a label."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.models import Group

from aliexpress.roles import OPERATIONS
from cards.admin.aliases_field import AliasesField
from cards.admin.rows_field import RowsField
from cards.admin.rule_fields import cards_to_compare, rule_fields, rule_of, shown
from cards.admin.trigger_field import TriggerField
from cards.alerts.triggers import triggers_of
from cards.catalogue.definitions import CARDS, definition
from cards.models import Card
from cards.models.card import called

SETTING: Final = "setting_"
# By card and setting, what the number is. A setting without a line of these is called by its name.
SETTING_LABELS: Final = {
    ("aex_listings_expiring_soon", "days"): "Soon is within so many days",
    ("aex_listing_quality_score", "required_attributes"): "Weight of required attributes",
    ("aex_listing_quality_score", "key_attributes"): "Weight of key attributes",
    ("aex_listing_quality_score", "pictures"): "Weight of pictures",
    ("aex_listing_quality_score", "title"): "Weight of the title",
    ("aex_listing_quality_score", "diagnosis"): "Weight of AliExpress's diagnosis",
}
# The explanations of the reconciliation desk that a reason may be said with.
EXPLANATIONS: Final = (
    ("", "Said on the card alone"),
    ("state_filter", "A filter by state"),
    ("refresh_lag", "A refresh that lags"),
    ("drafts", "Drafts"),
)


def delivered_settings(key: str) -> dict[str, int]:
    return definition(key).settings if key in CARDS else {}


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 40})


class CardForm(forms.ModelForm[Card]):
    aliases = AliasesField(
        required=False, widget=text_area(2), help_text="Other keys it answers to, one a line."
    )
    alert_trigger = TriggerField(
        label="Everybody who may see it is told when",
        help_text="A row each, in any of which it is enough; without a row nobody is told.",
    )
    siblings = RowsField(
        {"card": ("Card", forms.Select()), "why": ("Why to reach for it", text_area(2))},
        needed=("card", "why"),
        label="Read it with",
    )
    where = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        label="Where to look in Seller Center",
    )
    notes = RowsField(
        {
            "reason": ("Why the numbers may differ", text_area(3)),
            "direction": ("Which way", forms.TextInput()),
            "what_to_do": ("What to do", text_area(3)),
            "kind": ("Said at the desk with", forms.Select(choices=EXPLANATIONS)),
        },
        needed=("reason", "direction", "what_to_do"),
        label="Why the numbers may differ",
    )
    roles = forms.ModelMultipleChoiceField(
        queryset=Group.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Who may see this card. With none, nobody does.",
    )
    # Set by the admin: whether whoever edits must stay able to see the card.
    editor_needs_operations = True
    nameable: frozenset[int] = frozenset()  # the cards the editor may see

    class Meta:
        model = Card
        fields = (
            "title",
            "at_a_glance",
            "is_enabled",
            "roles",
            "position",
            "on_board",
            "what_it_counts",
            "sample_type",
            "why_it_matters",
            "reading_the_value",
            "calculation",
            "worked_example",
            "time_window",
            "alert_trigger",
            "sentiment_key",
            "aliases",
            "siblings",
        )
        labels: ClassVar[Any] = {
            "is_enabled": "Shown to those who may see it",
            "on_board": "With a column on the board",
            "sentiment_key": "The name other programs know its judgement by",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: Card = kwargs.get("instance") or Card()
        reconciling = instance.reconciling if isinstance(instance.reconciling, dict) else {}
        initial = {
            **shown(instance.sentiment_rule),
            **{f"{SETTING}{name}": number for name, number in instance.settings.items()},
            "where": reconciling.get("where", ""),
            "notes": reconciling.get("notes", []),
            **(kwargs.get("initial") or {}),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        if isinstance(trigger := self.fields.get("alert_trigger"), TriggerField):
            trigger.offer(instance.alert_trigger)
        if "siblings" in self.fields:
            self.fields["siblings"].widget.columns["card"][1].choices = self._cards_to_name()

    def _cards_to_name(self) -> list[tuple[str, str]]:
        """Those the editor sees, and whatever is named already."""
        seen = Card.objects.filter(pk__in=self.nameable).exclude(pk=self.instance.pk).in_order()
        titles = {card.key: card.title for card in seen}
        named = {one["card"]: one["card"] for one in self.instance.siblings if "card" in one}
        return [("", "Choose one"), *(named | titles).items()]

    def clean_alert_trigger(self) -> str:
        text: str = self.cleaned_data["alert_trigger"]
        if "alert_trigger" not in self.changed_data:
            return self.instance.alert_trigger
        unit, triggers = self.instance.unit, triggers_of(text)
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

    def clean_siblings(self) -> list[dict[str, str]]:
        siblings: list[dict[str, str]] = self.cleaned_data["siblings"]
        if "siblings" not in self.changed_data:
            return list(self.instance.siblings)
        keys = [one["card"] for one in siblings]
        if unknown := set(keys) - dict(self._cards_to_name()).keys():
            raise forms.ValidationError(f"There is no card {min(unknown)!r} to read it with.")
        if len(set(keys)) != len(keys):
            raise forms.ValidationError("A card is named twice: keep one of the two.")
        return siblings

    def clean_roles(self) -> Any:
        roles = self.cleaned_data["roles"]
        if self.editor_needs_operations and OPERATIONS not in {role.name for role in roles}:
            raise forms.ValidationError(
                "Keep the role operations: without it neither you nor a colleague could open "
                "this card again."
            )
        return roles

    def clean(self) -> dict[str, Any]:
        """Whatever was not touched is kept as it is, to the letter."""
        values = super().clean() or self.cleaned_data
        changed = set(self.changed_data)
        if {"where", "notes"} & changed:
            self._take_reconciling(values)
        if any(name.startswith(SETTING) for name in changed):
            names = delivered_settings(self.instance.key)
            self.instance.settings = {
                name: values.get(f"{SETTING}{name}") or self.instance.settings.get(name)
                for name in names
            }
        if any(name.startswith("rule_") for name in changed) and not self._rule_is_wrong():
            self.instance.sentiment_rule = rule_of(values)
        return values

    def _rule_is_wrong(self) -> bool:
        return any(name.startswith("rule_") for name in self.errors)

    def _take_reconciling(self, values: Mapping[str, Any]) -> None:
        where, notes = values.get("where", "").replace("\r\n", "\n"), values.get("notes", [])
        if notes and not where:
            raise forms.ValidationError({"where": "Say where to look, or clear the reasons too."})
        self.instance.reconciling = {"where": where, "notes": notes} if where else {}


def form_for(card: Card, *, nameable: frozenset[int], needs_operations: bool) -> type[CardForm]:
    """The form with the settings of this card, for an editor who sees the cards `nameable`."""
    settings = {
        f"{SETTING}{name}": forms.IntegerField(
            label=SETTING_LABELS.get((card.key, name), name.replace("_", " ").capitalize()),
            min_value=1,
            max_value=365,
            help_text=f"A whole number from 1 to 365; delivered as {delivered}.",
        )
        for name, delivered in delivered_settings(card.key).items()
    }
    own: dict[str, Any] = {
        **settings,
        **rule_fields(cards_to_compare(card, nameable)),
        "nameable": nameable,
        "editor_needs_operations": needs_operations,
    }
    return type("CardForm", (CardForm,), own)
