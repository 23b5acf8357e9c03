"""Brings the delivered definitions into the database without touching what people edited."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from cards.catalogue.definitions import Definition, definitions
from cards.models import Card

ROLES = ("owner", "operations", "finance", "marketing")
# A card keeps its key; roles are delivered once; the others come with the code and are not edited.
NOT_RENEWED = {"key", "roles", "stands_on", "ratios"}
RENEWED = [field.name for field in fields(Definition) if field.name not in NOT_RENEWED]
# What operations staff may do in the admin: look at facts, change policy.
OPERATIONS_MAY = {
    "aliexpress": {
        "view": ["store", "listing", "listingsnapshot", "syncrun", "transition", "membership"],
        "add": ["store", "membership"],
        "change": ["store", "membership"],
        "delete": ["membership"],
    },
    "cards": {
        "view": [
            "alert",
            "alertdelivery",
            "alertevent",
            "annotation",
            "apikey",
            "card",
            "reconciliation",
            "webhook",
        ],
        "add": ["apikey", "webhook"],
        "change": ["annotation", "apikey", "card", "webhook"],
        "delete": ["annotation", "webhook"],
    },
}


def ship(*, plan: Sequence[tuple[Any, bool]] = (), **kwargs: Any) -> None:
    """Called after every migrate; running it again changes nothing.

    `plan`: the migrations just run, each with whether it was run backwards. After a step back
    the table may not be the one this code knows, so nothing is delivered.
    """
    if any(backwards for _, backwards in plan):
        return
    at = timezone.now()
    with transaction.atomic():
        for role in ROLES:
            Group.objects.get_or_create(name=role)
        for delivered in definitions():
            _deliver(delivered, at=at)
        permit()


def _deliver(delivered: Definition, *, at: datetime) -> None:
    values = {name: getattr(delivered, name) for name in RENEWED}
    card = Card.objects.filter(key=delivered.key).first()
    if card is None:
        card = Card.objects.create(key=delivered.key, shipped=values, **values)
        card.roles.set(Group.objects.filter(name__in=delivered.roles))
        return
    settings = card.settings
    for name, value in values.items():
        # Whatever differs from the last delivery was edited: it stays. A field delivered for
        # the first time is untouched while it holds what the model gives it.
        untouched = getattr(Card(), name)
        if getattr(card, name) == card.shipped.get(name, untouched):
            setattr(card, name, value)
    card.keep_settings(settings, until=at)
    card.shipped = values
    card.save()


def permit() -> None:
    codenames = {
        (app, f"{action}_{model}")
        for app, actions in OPERATIONS_MAY.items()
        for action, models in actions.items()
        for model in models
    }
    permissions = Permission.objects.filter(
        content_type__app_label__in=OPERATIONS_MAY
    ).select_related("content_type")
    operations = Group.objects.get(name="operations")
    operations.permissions.add(
        *(p for p in permissions if (p.content_type.app_label, p.codename) in codenames)
    )
