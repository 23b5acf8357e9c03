"""A sentiment rule as fields of a form: what is good, what is to be watched, in plain words."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms

from cards.models import Card
from cards.sentiment.rules import RuleMalformed, check

KINDS: Final = {
    "neutral": "Neither good nor bad",
    "higher_is_better": "The higher the better",
    "lower_is_better": "The lower the better",
    "target_band": "Best between two numbers",
    "directional_change": "Good when it rises, or when it falls",
}
# By kind, the label of each of its numbers.
LABELS: Final[dict[str, dict[str, str]]] = {
    "higher_is_better": {
        "positive_from": "Good from",
        "attention_from": "To be watched from, and bad below",
    },
    "lower_is_better": {
        "positive_to": "Good up to",
        "attention_to": "To be watched up to, and bad above",
    },
    "target_band": {
        "from": "Good from",
        "to": "Good to",
        "attention_within": "To be watched so far outside, and bad beyond",
    },
    "directional_change": {
        "window_days": "Compared with so many days before",
        "flat_within": "No change within, in percent",
    },
    "bloat": {
        "window_days": "Compared with so many days before",
        "rises_by": "It rises by, in percent",
        "flat_within": "While the other changes by no more than, in percent",
    },
}
GOOD: Final = {"up": "it rises", "down": "it falls"}
KIND, DIRECTION, WARNS, AGAINST = "rule_kind", "rule_good", "rule_bloat", "rule_against"


def name_of(kind: str, number: str) -> str:
    return f"rule_{kind}_{number}"


def rule_fields(against: list[tuple[str, str]]) -> dict[str, forms.Field]:
    """By name. `against`: key and title of the cards a rule may compare with."""
    numbers: dict[str, forms.Field] = {
        name_of(kind, number): forms.FloatField(label=label, required=False)
        for kind, labels in LABELS.items()
        for number, label in labels.items()
    }
    return {
        KIND: forms.ChoiceField(label="A number is", choices=list(KINDS.items())),
        **numbers,
        DIRECTION: forms.ChoiceField(label="Good when", choices=list(GOOD.items()), required=False),
        WARNS: forms.BooleanField(
            label="Warn when it grows and another card does not", required=False
        ),
        AGAINST: forms.ChoiceField(
            label="The other card", choices=[("", "Choose one"), *against], required=False
        ),
    }


def rule_sections() -> list[tuple[str, list[str]]]:
    """What belongs to each kind: its words, and its fields in order."""
    sections = [
        (words, [name_of(kind, number) for number in LABELS[kind]])
        for kind, words in KINDS.items()
        if kind in LABELS
    ]
    sections[-1][1].insert(0, DIRECTION)
    bloat = [WARNS, AGAINST, *(name_of("bloat", number) for number in LABELS["bloat"])]
    return [*sections, (KINDS["neutral"], bloat)]


def shown(rule: Any) -> dict[str, Any]:
    """The values of the fields, of a rule that is kept. One that cannot be read is shown as far as
    it can."""
    rule = rule if isinstance(rule, dict) else {}
    kind = rule.get("rule") if rule.get("rule") in KINDS else "neutral"
    values = {KIND: kind, DIRECTION: rule.get("good", "up")}
    values |= {name_of(kind, number): rule.get(number) for number in LABELS.get(kind, ())}
    if isinstance(bloat := rule.get("bloat"), dict):
        values |= {WARNS: True, AGAINST: bloat.get("against", "")}
        values |= {name_of("bloat", number): bloat.get(number) for number in LABELS["bloat"]}
    return values


def rule_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The rule that the fields say; those of other kinds are passed over. Raises ValidationError,
    by field."""
    kind = values.get(KIND) or "neutral"
    rule: dict[str, Any] = {"rule": kind, **_numbers(kind, values)}
    if kind == "directional_change":
        rule["good"] = values.get(DIRECTION) or "up"
    if kind == "neutral" and values.get(WARNS):
        if not values.get(AGAINST):
            raise forms.ValidationError({AGAINST: "Choose the card it is compared with."})
        rule["bloat"] = {"against": values[AGAINST], **_numbers("bloat", values)}
    try:
        check(rule)
    except RuleMalformed as error:
        raise by_field(kind if "bloat" not in rule else "bloat", str(error)) from error
    return rule


def _numbers(kind: str, values: Mapping[str, Any]) -> dict[str, float | int]:
    found: dict[str, float | int] = {}
    for number in LABELS.get(kind, ()):
        value = values.get(name_of(kind, number))
        if value is None:
            raise forms.ValidationError({name_of(kind, number): "Give a number."})
        found[number] = int(value) if float(value).is_integer() else value
    return found


def by_field(kind: str, sentence: str) -> forms.ValidationError:
    """A sentence about a rule, at the first field it is about, in the words of the labels."""
    labels = LABELS.get(kind, {})
    about = [number for number in labels if sentence.startswith(number)] or list(labels)[:1]
    named = re.compile("|".join(rf"\b{number}\b" for number in labels))
    told = named.sub(lambda found: f"\u201c{labels[found[0]]}\u201d", sentence)
    return forms.ValidationError({name_of(kind, about[0]): told})


def cards_to_compare(card: Card, visible: frozenset[int]) -> list[tuple[str, str]]:
    """Key and title of the other cards the editor sees, and of the one the rule names already."""
    bloat = card.sentiment_rule.get("bloat") if isinstance(card.sentiment_rule, dict) else None
    named = bloat.get("against", "") if isinstance(bloat, dict) else ""
    others = Card.objects.filter(pk__in=visible).exclude(pk=card.pk).in_order()
    found = [(one.key, one.title) for one in others]
    return found if not named or named in dict(found) else [*found, (named, named)]
