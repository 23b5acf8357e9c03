"""Whom an alert is told to: members who may see it, and the store's webhooks."""

from datetime import datetime

from django.contrib.auth import get_user_model

from cards.models import AlertDelivery, AlertEvent, Webhook


def queue_deliveries(event: AlertEvent, *, at: datetime) -> None:
    """In the transaction that made the event: either both are there, or neither."""
    alert = event.alert
    members = get_user_model().objects.filter(
        is_active=True,
        memberships__store=alert.store_id,
        groups__cards=alert.card_id,
    )
    addresses = members.exclude(email="").values_list("email", flat=True).distinct()
    hooks = Webhook.objects.filter(store=alert.store_id, is_active=True)
    AlertDelivery.objects.bulk_create(
        [
            *(AlertDelivery(event=event, email=one, next_attempt_at=at) for one in addresses),
            *(AlertDelivery(event=event, webhook=hook, next_attempt_at=at) for hook in hooks),
        ]
    )
