"""An alert in words, as a form gives it: what is watched, where, and who is told."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.alerts.triggers import Trigger, triggers_of
from cards.formats import Number, figure
from cards.mail import is_mailed
from cards.measures.unit_words import things_of
from cards.models import AlertRule, Card
from cards.readings.reading import Reading

KINDS: Final = {
    "above": "is more than",
    "below": "is less than",
    "rises": "rises by more than",
    "falls": "falls by more than",
    "stale": "is older than it should be",
}
WINDOWS: Final = {"24h": "24 hours", "7d": "7 days", "30d": "30 days"}
MOST_RULES: Final = 100  # of one person


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form holds, right or wrong."""

    kind: str
    number: str
    is_share: bool  # of a change: of what it was, in percent
    window: str
    everywhere: bool
    tells: str
    people: tuple[str, ...] = ()  # the names of those who were ticked

    @classmethod
    def of(
        cls, given: Mapping[str, str], *, suggested: "Asked", people: Iterable[str] = ()
    ) -> "Asked":
        return cls(
            people=tuple(people),
            kind=given.get("kind", suggested.kind),
            number=given.get("number", suggested.number).strip(),
            is_share=given.get("by", "%" if suggested.is_share else "") == "%",
            window=given.get("window", suggested.window),
            everywhere=given.get("where", "here") == "everywhere",
            tells=given.get("tells", suggested.tells),
        )


def suggestion(card: Card, reading: Reading) -> Asked:
    """What the form begins with: an alert worth having for this card, so that nothing has to be
    typed."""
    rule = card.sentiment_rule.get("rule")
    kind, number, is_share = "falls", "5", True
    if rule == "lower_is_better":
        kind, number = "above", _text(card.sentiment_rule.get("attention_to", 0))
    elif rule == "higher_is_better":
        kind, number = "below", _text(card.sentiment_rule.get("attention_from", 0))
    elif rule == "directional_change" and card.sentiment_rule.get("good") == "down":
        kind, number = "rises", "10"
    elif reading.value is not None and card.unit != "count":
        kind, number = "below", _text(round(reading.value * 0.95, 1))
    return Asked(kind, number, is_share, "24h", everywhere=False, tells=AlertRule.Tells.ME)


def trigger_of(asked: Asked, card: Card) -> Trigger:
    """Raises BadInput."""
    number = asked.number.replace("\u00a0", "").replace(" ", "")
    text = {
        "above": f"above {number}",
        "below": f"below {number}",
        "rises": f"rises by {number}{'%' if asked.is_share else ''} in {asked.window}",
        "falls": f"falls by {number}{'%' if asked.is_share else ''} in {asked.window}",
        "stale": "stale",
    }.get(asked.kind, "")
    if not text or asked.window not in WINDOWS:
        raise BadInput("kind", "Choose what the alert is about.")
    try:
        [trigger] = triggers_of(text)
    except (BadInput, ValueError) as error:
        example = figure(12.5 if card.unit != "count" else 150, card.unit)
        raise BadInput(
            "number", f"The number must be one such as {example.split()[0]}, without a sign."
        ) from error
    return trigger


def one_trigger(text: str, card: Card) -> Trigger:
    """From the words operations write, one of them. Raises BadInput."""
    found = triggers_of(text)
    if len(found) != 1:
        raise BadInput("trigger", "trigger must be one.")
    [trigger] = found
    if card.unit != "percent" and trigger.is_percent and not trigger.window:
        things = things_of(card.key, card.unit)
        raise BadInput("trigger", f"trigger must be a number of {things}, without a percent sign.")
    return trigger


def who_may_be_told(card: Card, store: Store | None, *, by: Any) -> QuerySet[Any]:
    """The other people who see the card, and the store or, where it is None, one of the maker's."""
    stores = Store.objects.visible_to(by) if store is None else Store.objects.filter(pk=store.pk)
    people = get_user_model().objects.filter(
        is_active=True, memberships__store__in=stores.values("pk"), groups__cards=card
    )
    return people.exclude(pk=by.pk).distinct().order_by("username")


def ask_for(
    trigger: Trigger,
    card: Card,
    store: Store | None,
    *,
    by: Any,
    tells: str,
    people: Collection[str] = (),
    at: datetime,
) -> AlertRule:
    """Keep it, for a store or, where that is None, for all the maker sees; a second time changes
    whom it tells. `people`: names, where those who are told are chosen. Raises BadInput."""
    if tells not in AlertRule.Tells.values:
        raise BadInput("tells", "Choose who is told.")
    told = _chosen(card, store, people, by=by) if tells == AlertRule.Tells.CHOSEN else []
    mine = AlertRule.objects.filter(by=by)
    same = {"by": by, "card": card, "store": store, "trigger": trigger.text}
    if mine.count() >= MOST_RULES and not mine.filter(**same).exists():
        raise BadInput("kind", f"You have {MOST_RULES} alerts: end one of them first.")
    with transaction.atomic():
        rule, _ = AlertRule.objects.update_or_create(
            **same,
            defaults={"tells": tells},
            create_defaults={**same, "tells": tells, "created_at": at},
        )
        rule.people.set(told)
    return rule


def _chosen(card: Card, store: Store | None, people: Collection[str], *, by: Any) -> list[Any]:
    wanted = {name for name in people if "\x00" not in name}
    found = list(who_may_be_told(card, store, by=by).filter(username__in=wanted))
    if not found or len(found) < len(set(people)):
        raise BadInput("people", "people must be one or more of those who may see the card here.")
    return found


def rules_of(user: Any) -> QuerySet[AlertRule]:
    """One's own, of the cards and stores one still sees; in the order of the cards."""
    cards = Card.objects.visible_to(user).values("pk")
    stores = Store.objects.visible_to(user).values("pk")
    mine = AlertRule.objects.filter(by=user.pk, card__in=cards)
    return (
        mine.filter(Q(store=None) | Q(store__in=stores))
        .select_related("card", "store")
        .prefetch_related("people")
        .order_by("card__position", "pk")
    )


def end(rule_id: int, *, by: Any) -> bool:
    """End one of one's own; another's stays as it is. Whether there was one."""
    return bool(AlertRule.objects.filter(pk=rule_id, by=by).delete()[0])


def send_test(trigger: Trigger, card: Card, store: Store, *, to: Any) -> str:
    """Mail what an alert looks like, to whoever asks; the sentence says whether it went."""
    if not to.email:
        return "You have no address of mail yet: give one on your account."
    subject = f"Test: {card.title}, {store.name}"
    try:
        taken = send_mail(
            subject=" ".join(subject.split()),
            message=(
                f"This is a test. You would be told of {card.title} of {store.name} when "
                f"{trigger.clause(card.unit)}.\n\nLook at it: "
                f"{settings.PUBLIC_URL}/stores/{store.slug}/cards/{card.key}/\n"
            ),
            from_email=None,
            recipient_list=[to.email],
        )
    except OSError:
        taken = 0
    if not is_mailed():
        return "Mail is only written down here, until EMAIL_URL names a mail server."
    return f"Sent to {to.email}." if taken else "The mail server did not take it."


def _text(number: Number) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)
