"""A store, who belongs to it, and how it is connected to AliExpress."""

import zoneinfo
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction

from aliexpress.models.encryption import EncryptedTextField


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name!r} is not a time zone; an example is America/Los_Angeles.")


class StoreQuerySet(models.QuerySet["Store"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "StoreQuerySet":
        """The stores this user may see: those they are a member of; none when signed out.

        A superuser runs the installation and sees every store.
        """
        if not user.is_active or user.is_anonymous:
            return self.none()
        if getattr(user, "is_superuser", False):
            return self
        return self.filter(memberships__user_id=user.pk)

    def active(self) -> "StoreQuerySet":
        return self.filter(is_active=True)

    def due(self, *, at: datetime) -> "StoreQuerySet":
        """Active stores whose next sync is due, the longest overdue first."""
        return self.active().filter(next_due_at__lte=at).order_by("next_due_at", "id")


class Store(models.Model):
    """One AliExpress seller account we may read."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    is_active = models.BooleanField(default=True, help_text="Only active stores are refreshed.")
    counts_drafts = models.BooleanField(
        default=False, help_text="Count unpublished drafts in Total Listings."
    )
    time_zone = models.CharField(
        max_length=60,
        default="America/Los_Angeles",
        validators=[validate_time_zone],
        help_text="The zone AliExpress writes this store's product times in.",
    )
    sync_interval = models.PositiveIntegerField(
        default=300, validators=[MinValueValidator(5)], help_text="Seconds between two refreshes."
    )
    shows_pictures = models.BooleanField(
        default=False,
        help_text="Show pictures of listings. This server fetches them from AliExpress.",
    )
    # Schedule state, written by the sync alone.
    next_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure_count = models.PositiveIntegerField(default=0, editable=False)
    last_full_walk_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The newest gmt_modified AliExpress has given us, verbatim, and the listing that bore it.
    watermark = models.CharField(max_length=40, blank=True, editable=False)
    watermark_product_id = models.BigIntegerField(null=True, blank=True, editable=False)
    # The statuses in which more than a page of listings bore it.
    watermark_crowds = models.JSONField(default=list, blank=True, editable=False)

    # How many products AliExpress lets the seller have on sale and in auditing together, and when
    # it last said so.
    product_limit = models.PositiveIntegerField(null=True, blank=True, editable=False)
    product_limit_at = models.DateTimeField(null=True, blank=True, editable=False)

    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="aliexpress.Membership", related_name="stores"
    )

    objects = StoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sync_interval__gte=5), name="sync_interval_at_least_5_seconds"
            ),
        ]
        indexes = [
            # start_due_syncs: the active stores that are due, the longest overdue first.
            models.Index(
                fields=["next_due_at"],
                name="store_due",
                condition=models.Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new store gets its row of pointers."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                apps.get_model("aliexpress", "StoreNow").objects.create(store=self)


class Membership(models.Model):
    """A user may see a store."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "store"], name="one_membership_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user} of {self.store}"


class Connection(models.Model):
    """The credentials of a store, and what the probe found they may call.

    Kept apart from the store so that listing stores never loads a secret.
    """

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="connection")
    gateway_url = models.CharField(
        max_length=300, blank=True, help_text="Empty: the gateway of ALIEXPRESS_GATEWAY_URL."
    )
    app_key = models.CharField(
        max_length=64, blank=True, help_text="Empty: the key of ALIEXPRESS_APP_KEY."
    )
    app_secret = EncryptedTextField(blank=True)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    access_expires_at = models.DateTimeField(null=True, blank=True)
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    seller_id = models.CharField(max_length=40, blank=True)
    account_name = models.CharField(max_length=200, blank=True)
    # AliExpress's full method name, found by the probe; empty: not probed yet.
    list_method = models.CharField(max_length=120, blank=True)
    token_parameter = models.CharField(
        max_length=20,
        default="session",
        choices=[("session", "session"), ("access_token", "access_token")],
        help_text="The name the token travels under; AliExpress accepts both.",
    )
    # In words: what about this account makes its numbers smaller than the store's.
    account_warning = models.TextField(blank=True)
    # In words: what about its shops needs a decision, and keeps the store from being published.
    shops_warning = models.TextField(blank=True, default="", db_default="")
    # When AliExpress was last asked for the shops of the account, and when it last told them.
    shops_asked_at = models.DateTimeField(null=True, blank=True)
    shops_told_at = models.DateTimeField(null=True, blank=True)
    connected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway_url", "seller_id"],
                name="one_store_per_seller_account_of_a_gateway",
                condition=~models.Q(seller_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Connection of {self.store}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.gateway_url = self.gateway_url.rstrip("/")
        super().save(*args, **kwargs)


class AppKeyPause(models.Model):
    """Until when AliExpress told an app key to wait: obeyed by every worker that shares it."""

    app_key = models.CharField(max_length=64)
    method = models.CharField(max_length=120, blank=True, default="")  # "": with every call
    until = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # null: before this was noted

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["app_key", "method"], name="one_pause_per_app_key_and_method"
            ),
        ]

    def __str__(self) -> str:
        with_method = f" with {self.method}" if self.method else ""
        return f"{self.app_key} waits{with_method} until {self.until:%H:%M:%S}"
