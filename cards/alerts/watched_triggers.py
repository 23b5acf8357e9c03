"""What is watched: the trigger of each card, what people asked for, and what is so by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aliexpress.models import Membership, Store
from cards.alerts.triggers import Trigger, kept_triggers
from cards.catalogue.definitions import TOTAL
from cards.measures import MEASURES
from cards.models import AlertRule, Card

# So by default, told to operations: nobody has to ask to hear of a store that cannot be read.
BY_DEFAULT: Final[Mapping[str, str]] = {TOTAL: "failing"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A trigger of a card, in some stores or, where `stores` is None, in every one."""

    trigger: Trigger
    stores: frozenset[int] | None = None

    def is_of(self, store_id: int) -> bool:
        return self.stores is None or store_id in self.stores


Watched = dict[Card, list[Condition]]  # every card with a trigger that can be read


def watched() -> Watched:
    """Three statements. A text that is no trigger was delivered, or written past the check: it
    stops no other."""
    cards = list(Card.objects.filter(is_enabled=True, key__in=MEASURES).in_order())
    asked = asked_for()
    found = {card: _conditions(card, asked.get(card.pk, {})) for card in cards}
    return {card: conditions for card, conditions in found.items() if conditions}


def for_everybody(card: Card) -> list[Trigger]:
    """Those operations wrote on the card itself."""
    return kept_triggers(card.alert_trigger)


def _conditions(card: Card, asked: Mapping[str, set[int] | None]) -> list[Condition]:
    """Each trigger once, wherever it was written."""
    everywhere = [*for_everybody(card), *kept_triggers(BY_DEFAULT.get(card.key, ""))]
    found = {trigger.text: Condition(trigger) for trigger in everywhere}
    for text, stores in asked.items():
        for trigger in kept_triggers(text):
            one = Condition(trigger, None if stores is None else frozenset(stores))
            found.setdefault(trigger.text, one)
    return list(found.values())


def asked_for() -> dict[int, dict[str, set[int] | None]]:
    """By card and trigger, the stores in which somebody asked for it; None: in every one."""
    rules = list(AlertRule.objects.in_force().select_related("by"))
    everywhere = [rule.by for rule in rules if rule.store_id is None]
    seen = stores_of(everywhere)
    asked: dict[int, dict[str, set[int] | None]] = {}
    for rule in rules:
        stores = {rule.store_id} if rule.store_id is not None else seen[rule.by_id]
        of_card = asked.setdefault(rule.card_id, {})
        before = of_card.setdefault(rule.trigger, set())
        either = before is None or stores is None
        of_card[rule.trigger] = None if either else (before or set()) | (stores or set())
    return asked


def stores_of(people: list[Any]) -> dict[int, set[int] | None]:
    """By person, the stores they see; None: every one."""
    seen: dict[int, set[int] | None] = {
        one.pk: None if one.is_superuser else set() for one in people
    }
    for user_id, store_id in Membership.objects.filter(user__in=seen).values_list("user", "store"):
        stores = seen[user_id]
        if stores is not None:
            stores.add(store_id)
    return seen


def is_watched(conditions: list[Condition], text: str, *, store: Store) -> bool:
    """Whether one of them is this trigger, in this store."""
    return any(one.trigger.text == text and one.is_of(store.pk) for one in conditions)
