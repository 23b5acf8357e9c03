"""The entries. No foreign keys: an entry outlives the store and the person it names."""

from typing import Any, NoReturn

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from aliexpress.models import Membership, Store
from cards.models import Card


class NeverChanged(Exception):
    """An entry was to be changed or removed."""

    def __init__(self) -> None:
        super().__init__("Entries of the audit are written once, and neither changed nor removed.")


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "EntryQuerySet":
        """Of the stores this user sees, of whoever is a member of one of these, and definitions;
        of cards, those they see. A superuser sees all of them."""
        if not user.is_active or user.is_anonymous:
            return self.none()
        if getattr(user, "is_superuser", False):
            return self
        stores = Store.objects.visible_to(user)
        people = Membership.objects.filter(store__in=stores)
        return self.filter(
            Q(store_id__in=stores.values("pk"))
            | Q(store_id=None, person_id__in=people.values("user"))
            | Q(store_id=None, action=Entry.Action.DEFINITION),
            Q(card="") | Q(card__in=Card.objects.visible_to(user).values("key")),
        )

    def update(self, **_: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged


class Entry(models.Model):
    """One act: by whom, from where, on what, and what it was before and after."""

    class Action(models.TextChoices):
        REFRESH = "refresh", "Refresh"
        CONNECT = "connect", "Connect"
        KEY = "key", "API key"
        ROLE = "role", "Role"
        ALERT = "alert", "Alert"
        DEFINITION = "definition", "Definition"
        ALIAS = "alias", "Alias"
        WORK = "work", "Work"
        NOTE = "note", "Note on the history"
        RECONCILE = "reconcile", "Reconciliation"

    class Via(models.TextChoices):
        PAGE = "page", "Page"
        ADMIN = "admin", "Admin"
        API = "api", "API key"
        PROVIDER = "provider", "Sign-in at the provider"
        COMMAND = "command", "Command line"
        ITSELF = "itself", "The application itself"

    at = models.DateTimeField()
    action = models.CharField(max_length=12, choices=Action.choices)
    via = models.CharField("way", max_length=10, choices=Via.choices)
    actor = models.CharField(max_length=200)  # a person's name here, or who ran a command
    actor_id = models.BigIntegerField(null=True)  # of a person here
    with_what = models.CharField(max_length=200, blank=True)  # the key's or the command's name
    what = models.CharField(max_length=200)  # what it was done to, as people call it
    store = models.CharField(max_length=80, blank=True)  # slug
    store_id = models.BigIntegerField(null=True)
    card = models.CharField(max_length=80, blank=True)  # key
    person = models.CharField(max_length=150, blank=True)  # whose roles or keys they are
    person_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)  # null: it was not there
    after = models.JSONField(null=True)  # null: it is there no more
    request_id = models.CharField(max_length=64, blank=True)  # as in the log

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        constraints = [  # noqa: RUF012 (Django reads it)
            models.CheckConstraint(
                name="an_entry_says_who_did_what", condition=~Q(actor="") & ~Q(what="")
            ),
        ]
        indexes = [  # noqa: RUF012
            models.Index(fields=["store_id", "-id"], name="audit_entry_of_store"),
            models.Index(fields=["actor", "-id"], name="audit_entry_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged
