"""A card: the definition of one metric, editable by operations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.db import models


def neutral() -> dict[str, str]:
    return {"rule": "neutral"}


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "CardQuerySet":
        """The cards whose roles this user holds; none when signed out.

        A superuser runs the installation and sees every card.
        """
        if not user.is_active or user.is_anonymous:
            return self.none()
        if getattr(user, "is_superuser", False):
            return self.filter(is_enabled=True)
        return self.filter(is_enabled=True, roles__user__pk=user.pk).distinct()

    def in_order(self) -> "CardQuerySet":
        return self.order_by("position", "key")


WINDOW_WORDS: Final = {"RT": "as of now", "24h": "the last 24 hours", "30D": "the last 30 days"}


def called(cards: Iterable["Card"], name: str) -> "Card | None":
    """The card of that key; where there is none, the first that answers to it as an alias."""
    cards = list(cards)
    by_key = (card for card in cards if card.key == name)
    return next(by_key, None) or next((card for card in cards if name in card.aliases), None)


class Card(models.Model):
    """The definition as readers see it. `shipped` remembers the text we delivered, so that a
    new delivery replaces only what nobody has edited."""

    key = models.SlugField(max_length=80, unique=True)
    aliases = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=100)
    is_enabled = models.BooleanField(default=True, verbose_name="shown")
    on_board = models.BooleanField(
        default=True, help_text="Give it a column on the board; it has its page either way."
    )
    title = models.CharField(max_length=120)
    at_a_glance = models.TextField(help_text="One or two sentences under the title.")
    what_it_counts = models.TextField(blank=True)
    sample_type = models.TextField(blank=True)
    why_it_matters = models.TextField(blank=True)
    reading_the_value = models.TextField(blank=True)
    unit = models.CharField(max_length=20, default="count")
    time_window = models.CharField(max_length=20, default="RT", help_text="RT: real time.")
    alert_trigger = models.CharField(max_length=200, default="-", help_text="-: none.")
    sentiment_key = models.CharField(max_length=80, blank=True)
    # One of the shapes of cards.sentiment.rules.
    sentiment_rule = models.JSONField(default=neutral)
    roles = models.ManyToManyField(Group, related_name="cards", blank=True)
    calculation = models.TextField(blank=True)
    worked_example = models.TextField(blank=True)
    # [{"card": key, "why": sentence}, …]
    siblings = models.JSONField(default=list, blank=True)
    # {"where": text, "notes": [{"reason", "direction", "what_to_do"}, …]}; a note with a `kind`
    # is said by the reconciliation desk where it recognises that reason.
    reconciling = models.JSONField(default=dict, blank=True)
    # {name: whole number}, the numbers its measure may be set with
    settings = models.JSONField(default=dict, blank=True)
    # [[until when, as ISO 8601, the settings before], …], oldest first: a reading of the past
    # stands on the settings of its moment.
    settings_before = models.JSONField(default=list, editable=False)
    # {field: the value last delivered}
    shipped = models.JSONField(default=dict, editable=False)

    objects = CardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def window_words(self) -> str:
        """Of when it tells, for people."""
        return WINDOW_WORDS.get(self.time_window, self.time_window)

    def settings_at(self, moment: datetime | None) -> dict[str, int]:
        """What it was set with then; None: now."""
        if moment is not None:
            for until, settings in self.settings_before:
                if moment < datetime.fromisoformat(until):
                    return dict(settings)
        return dict(self.settings)

    def keep_settings(self, before: dict[str, int], *, until: datetime) -> None:
        """Say that it was set with these until now. Where they are the same, nothing is kept."""
        if before != self.settings:
            self.settings_before = [*self.settings_before, [until.isoformat(), before]]
