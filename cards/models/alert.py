"""Alerts, what happened to each, and whom it was told to."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.encryption import EncryptedTextField
from cards.models.card import Card
from cards.models.retries import may_be_tried

# Of one alert on a screen: a number may change each minute, for months.
MOST_UPDATES: Final = 50


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> "AlertQuerySet":
        return self.filter(closed_at__isnull=True)

    def with_history(self) -> "AlertQuerySet":
        """With all a screen tells of an alert, what happened to it in the order it did: of the
        changes of its number the newest, which `updates_left_out` says."""
        alike: dict[str, Any] = {"partition_by": [F("alert"), F("kind")]}
        events = (
            AlertEvent.objects.select_related("by")
            .annotate(
                alike=Window(Count("pk"), **alike),
                newness=Window(RowNumber(), order_by=["-at", "-id"], **alike),
            )
            .filter(~Q(kind=AlertEvent.Kind.UPDATED) | Q(newness__lte=MOST_UPDATES))
            .order_by("at", "id")
        )
        return self.select_related("card", "store", "acknowledged_by").prefetch_related(
            models.Prefetch("events", events)
        )

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "AlertQuerySet":
        """Of the stores and the cards this user may see."""
        return self.filter(
            store__in=Store.objects.visible_to(user).values("pk"),
            card__in=Card.objects.visible_to(user).values("pk"),
        )


class Alert(models.Model):
    """One trigger of a card that fired for a store: opened once, updated, closed."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="alerts")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="alerts")
    trigger = models.CharField(max_length=200)  # as operations wrote it then
    sentence = models.TextField()  # what fires, as it is now; once closed, why it closed
    value = models.FloatField(null=True, blank=True)
    snapshot = models.ForeignKey(
        ListingSnapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "store", "trigger"],
                name="one_open_alert_per_card_store_and_trigger",
                condition=Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="alert_closes_after_it_opened",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            # The list of alerts, newest first.
            models.Index(fields=["store", "-id"], name="alert_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.card} of {self.store.name}: {self.sentence}"

    @property
    def updates_left_out(self) -> int:
        """How many changes of the number are kept besides those `with_history` gave."""
        shown: list[Any] = [event for event in self.events.all() if event.kind == "updated"]
        return shown[0].alike - len(shown) if shown else 0


class AlertEvent(models.Model):
    """What happened to an alert; never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        UPDATED = "updated", "Updated"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        NOTED = "noted", "Noted"
        CLOSED = "closed", "Closed"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    value = models.FloatField(null=True, blank=True)
    snapshot = models.ForeignKey(
        ListingSnapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


class Webhook(models.Model):
    """An address another system listens at for a store's alerts."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500, verbose_name="URL")
    secret = EncryptedTextField(
        help_text="Signs what is sent, so that the receiver knows it is from us."
    )
    is_active = models.BooleanField(default=True, verbose_name="in use")

    def __str__(self) -> str:
        return self.url


class AlertDeliveryQuerySet(models.QuerySet["AlertDelivery"]):
    def due(self, *, at: datetime) -> "AlertDeliveryQuerySet":
        """What may be sent at that moment. One receiver is told of one trigger in the order in
        which things happened: what came before has arrived, or was given up."""
        before = AlertDelivery.objects.filter(
            Q(webhook=OuterRef("webhook")) | Q(webhook=None, email=OuterRef("email")),
            next_attempt_at__isnull=False,
            event__lt=OuterRef("event"),
            event__alert__card=OuterRef("event__alert__card"),
            event__alert__store=OuterRef("event__alert__store"),
            event__alert__trigger=OuterRef("event__alert__trigger"),
        )
        return self.filter(may_be_tried(at=at), ~Exists(before))


class AlertDelivery(models.Model):
    """One event on its way to one receiver: a row of the queue, and afterwards the record."""

    event = models.ForeignKey(AlertEvent, on_delete=models.CASCADE, related_name="deliveries")
    # One of the two: whom it goes to.
    webhook = models.ForeignKey(Webhook, null=True, blank=True, on_delete=models.CASCADE)
    email = models.EmailField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)  # null: it is over
    delivered_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = AlertDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "alert deliveries"
        constraints = [
            models.CheckConstraint(
                name="delivery_has_one_receiver",
                condition=Q(webhook__isnull=False, email="")
                | Q(webhook__isnull=True) & ~Q(email=""),
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                name="an_event_is_mailed_to_an_address_once",
                condition=Q(webhook__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["event", "webhook"], name="an_event_goes_to_a_webhook_once"
            ),
        ]
        indexes = [
            # What is due to be sent.
            models.Index(
                fields=["next_attempt_at"],
                name="delivery_due",
                condition=Q(next_attempt_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.webhook or self.email}"
