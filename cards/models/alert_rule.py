"""What somebody asked to be told of: a condition of a card, in one store or in all of theirs."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from aliexpress.models import Membership, Store
from cards.models.card import Card


class AlertRuleQuerySet(models.QuerySet["AlertRule"]):
    def in_force(self) -> QuerySet["AlertRule", Any]:
        """Of people who may sign in and see the card, and, where it names a store, the store."""
        role = Card.objects.filter(pk=OuterRef("card"), roles__user=OuterRef("by"))
        member = Membership.objects.filter(store=OuterRef("store"), user=OuterRef("by"))
        sees = (Exists(role)) & (Q(store=None) | Exists(member))
        return self.filter(Q(by__is_superuser=True) | sees, by__is_active=True)


class AlertRule(models.Model):
    """Looked at as the trigger of its card is, for as long as who made it sees card and store."""

    class Tells(models.TextChoices):
        ME = "me", "Me"
        OPERATIONS = "operations", "Me and operations"
        EVERYBODY = "everybody", "Everybody who may see it"
        CHOSEN = "chosen", "Me and whom I choose"

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="alert_rules")
    # null: every store its maker sees.
    store = models.ForeignKey(
        Store, null=True, blank=True, on_delete=models.CASCADE, related_name="alert_rules"
    )
    trigger = models.CharField(max_length=200)  # one, as cards.alerts.triggers writes it
    tells = models.CharField(max_length=12, choices=Tells.choices, default=Tells.ME)
    # Besides its maker, where that was chosen; of them those who may see it.
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alert_rules"
    )
    created_at = models.DateTimeField()

    objects = AlertRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "card", "store", "trigger"],
                name="nobody_asks_twice_for_the_same_alert",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="alert_rule_has_a_trigger", condition=~Q(trigger__in=["", "-"])
            ),
        ]
        indexes = [
            # Whom an alert is told to: the rules of its card and trigger.
            models.Index(F("card"), F("trigger"), name="alert_rule_by_trigger"),
        ]

    def __str__(self) -> str:
        return f"{self.card}: {self.trigger}"
