"""Whom an alert is told to: members who may see it, and the store's webhooks.

Operations set webhooks up, and what they send is operations' to see: a card that is kept from
them is kept from webhooks too.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from aliexpress.roles import OPERATIONS
from cards.models import Alert, AlertDelivery, AlertEvent, Webhook


class NoLongerTold(Exception):
    """Who was to be told may not be any more; the sentence says why."""


def queue_deliveries(event: AlertEvent, *, at: datetime) -> None:
    """In the transaction that made the event: either both are there, or neither."""
    alert = event.alert
    hooks = Webhook.objects.filter(store=alert.store_id, is_active=True)
    if not _is_for_operations(alert):
        hooks = hooks.none()
    AlertDelivery.objects.bulk_create(
        [
            *(
                AlertDelivery(event=event, email=one, next_attempt_at=at)
                for one in _addresses(alert)
            ),
            *(AlertDelivery(event=event, webhook=hook, next_attempt_at=at) for hook in hooks),
        ]
    )


def check_is_still_told(delivery: AlertDelivery) -> None:
    """What was queued may be hours old. Raises NoLongerTold."""
    if delivery.webhook is not None:
        if not delivery.webhook.is_active:
            raise NoLongerTold("The webhook was switched off.")
        if not _is_for_operations(delivery.event.alert):
            raise NoLongerTold("The card is no longer one operations may see.")
    elif not _addresses(delivery.event.alert).filter(email=delivery.email).exists():
        raise NoLongerTold(
            "Nobody of this address is left who may see it: they may no longer see "
            "the store or the card, or sign in."
        )


def _is_for_operations(alert: Alert) -> bool:
    return alert.card.roles.filter(name=OPERATIONS).exists()


def _addresses(alert: Alert) -> QuerySet[Any, str]:
    """Of the members who may see it."""
    members = get_user_model().objects.filter(
        is_active=True,
        memberships__store=alert.store_id,
        groups__cards=alert.card_id,
    )
    return members.exclude(email="").values_list("email", flat=True).distinct()
