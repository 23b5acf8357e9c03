"""Whom an alert is told to: members who may see it, and the store's webhooks.

Operations set webhooks up, and what they send is operations' to see: a card that is kept from
them is kept from webhooks too. Of a card or a store that is switched off nobody is told.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from aliexpress.roles import OPERATIONS
from cards.alerts.watched_triggers import BY_DEFAULT, for_everybody
from cards.models import Alert, AlertDelivery, AlertEvent, AlertRule, Webhook

Tells = AlertRule.Tells


class NoLongerTold(Exception):
    """Who was to be told may not be any more; the sentence says why."""


def queue_deliveries(event: AlertEvent, *, at: datetime) -> None:
    """Put the event in the queue, once for each receiver; in the transaction that made the event,
    so that either both are there or neither."""
    alert = event.alert
    if switched_off(alert):
        return
    emails = [AlertDelivery(event=event, email=one, next_attempt_at=at) for one in _emails(alert)]
    hooks = Webhook.objects.filter(store=alert.store_id, is_active=True)
    if not is_for_operations(alert):
        hooks = hooks.none()
    calls = [AlertDelivery(event=event, webhook=hook, next_attempt_at=at) for hook in hooks]
    AlertDelivery.objects.bulk_create([*emails, *calls])


def check_is_still_told(delivery: AlertDelivery) -> None:
    """Look again at a receiver: what was queued may be hours old. Raises NoLongerTold."""
    alert = delivery.event.alert
    if off := switched_off(alert):
        raise NoLongerTold(off)
    if delivery.webhook is not None:
        if not delivery.webhook.is_active:
            raise NoLongerTold("The webhook was switched off.")
        if not is_for_operations(alert):
            raise NoLongerTold("The card is no longer one operations may see.")
    elif not _emails(alert).filter(email=delivery.email).exists():
        raise NoLongerTold(
            "Nobody of this address is left who may see it: they may no longer see "
            "the store or the card, or sign in."
        )


def switched_off(alert: Alert) -> str:
    """Why nobody is told of it at all, in a sentence; "" where somebody may be."""
    if not alert.card.is_enabled:
        return "The card was switched off."
    return "" if alert.store.is_active else "The store was switched off."


def is_for_operations(alert: Alert) -> bool:
    """Whether webhooks are told: not of what somebody asked for themselves alone."""
    is_theirs = alert.card.roles.filter(name=OPERATIONS).exists()
    return is_theirs and (is_general(alert) or _rules(alert).exclude(tells=Tells.ME).exists())


def is_general(alert: Alert) -> bool:
    """Whether it is of the card's own trigger, or one that is there by default."""
    own = [trigger.text for trigger in for_everybody(alert.card)]
    return alert.trigger in [*own, BY_DEFAULT.get(alert.card.key)]


def _rules(alert: Alert) -> QuerySet[AlertRule, Any]:
    rules = AlertRule.objects.in_force().filter(card=alert.card_id, trigger=alert.trigger)
    return rules.filter(Q(store=None) | Q(store=alert.store_id))


def _emails(alert: Alert) -> QuerySet[Any, str]:
    """The addresses of those it is told to, of the members who may see it."""
    asked = _rules(alert)
    makers = asked.values("by")
    people = get_user_model().objects.filter(is_active=True)
    members = people.filter(memberships__store=alert.store_id, groups__cards=alert.card_id)
    own = [trigger.text for trigger in for_everybody(alert.card)]
    if alert.trigger not in own and not asked.filter(tells=Tells.EVERYBODY).exists():
        of_operations = is_general(alert) or asked.filter(tells=Tells.OPERATIONS).exists()
        chosen = asked.filter(tells=Tells.CHOSEN).values("people")
        told = Q(pk__in=makers) | Q(pk__in=chosen)
        members = members.filter(told | Q(groups__name=OPERATIONS) if of_operations else told)
    told_anyway = people.filter(is_superuser=True, pk__in=makers)
    everybody = people.filter(Q(pk__in=members.values("pk")) | Q(pk__in=told_anyway.values("pk")))
    return everybody.exclude(email="").values_list("email", flat=True).distinct()
