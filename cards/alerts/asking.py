"""An alert in words, as a form gives it: what is watched, where, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from aliexpress.models import Store
from aliexpress.typed.bad_input import BadInput
from cards.alerts.triggers import BadTrigger, Trigger, triggers_of
from cards.formats import Number, figure
from cards.mail import is_mailed
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

    @classmethod
    def of(cls, given: Mapping[str, str], *, suggested: "Asked") -> "Asked":
        return cls(
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
    except (BadTrigger, ValueError) as error:
        example = figure(12.5 if card.unit != "count" else 150, card.unit)
        raise BadInput(
            "number", f"The number must be one such as {example.split()[0]}, without a sign."
        ) from error
    return trigger


def ask_for(
    trigger: Trigger, card: Card, store: Store, *, by: Any, asked: Asked, at: datetime
) -> None:
    """Keep it; a second time changes whom it tells. Raises BadInput."""
    if asked.tells not in AlertRule.Tells.values:
        raise BadInput("tells", "Choose who is told.")
    where = None if asked.everywhere else store
    same = AlertRule.objects.filter(by=by, card=card, store=where, trigger=trigger.text)
    if same.update(tells=asked.tells):
        return
    if AlertRule.objects.filter(by=by).count() >= MOST_RULES:
        raise BadInput("kind", f"You have {MOST_RULES} alerts: end one of them first.")
    rule = AlertRule(by=by, card=card, store=where, trigger=trigger.text, created_at=at)
    rule.tells = asked.tells
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        same.update(tells=asked.tells)


def end(rule_id: int, *, by: Any) -> None:
    """End one of one's own; another's stays as it is."""
    AlertRule.objects.filter(pk=rule_id, by=by).delete()


def send_test(trigger: Trigger, card: Card, store: Store, *, to: Any) -> str:
    """Mail what an alert looks like, to whoever asks; the sentence says whether it went."""
    if not to.email:
        return "You have no address of mail yet: give one on your account."
    subject = f"Test: {card.title}, {store.name}"
    try:
        taken = send_mail(
            subject=" ".join(subject.split()),
            message=(
                "This is a test. You would be told when "
                f"{card.title} of {store.name}: {trigger.in_words(card.unit)}.\n"
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
