"""What is watched: the rows people change, whichever page, key, command or form they do it by."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model

from aliexpress import models as facts
from cards import models as cards
from nervecentre.audit.models import Entry

Action = Entry.Action


@dataclass(frozen=True, slots=True)
class Watched:
    """`fields` and `lists` (of other rows) are told as they are; of `secrets` only that there is
    one and that it changed. `store`, `person`, `card`: the way from a row to its own; "self": it
    is one."""

    action: Action
    fields: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    store: str = ""
    person: str = ""
    card: str = ""
    name: str = ""  # the way to what it is called by; "": what a row calls itself
    is_told_when_removed: bool = True
    # What the application writes of itself: nobody did it.
    is_told_when_made: bool = True
    unless: tuple[str, Any] | None = None


SETTINGS: Final = ("name", "slug", "is_active", "counts_drafts", "time_zone", "sync_interval")
DEFINITION: Final = (
    *("key", "aliases", "position", "is_enabled", "on_board", "title", "at_a_glance"),
    *("what_it_counts", "sample_type", "why_it_matters", "reading_the_value", "unit"),
    *("time_window", "alert_trigger", "sentiment_key", "sentiment_rule", "calculation"),
    *("worked_example", "siblings", "reconciling", "settings"),
)
# Runs the schedule began nobody asked for; and old ones are tidied away by the thousand.
ASKED: Final[Any] = {"unless": ("trigger", "schedule"), "is_told_when_removed": False}


def watched_models() -> dict[type[Model], Watched]:
    return {
        facts.SyncRun: Watched(Action.REFRESH, ("trigger", "full_wanted"), store="store", **ASKED),
        facts.SourceRead: Watched(Action.REFRESH, ("trigger",), store="catalogue.store", **ASKED),
        facts.Store: Watched(Action.CONNECT, (*SETTINGS, "shows_pictures"), store="self"),
        facts.Connection: Watched(
            Action.CONNECT,
            ("gateway_url", "app_key", "seller_id", "account_name", "connected_at"),
            secrets=("app_secret",),
            store="store",
        ),
        facts.Shop: Watched(
            Action.CONNECT, ("family", "is_counted", "not_counted_reason"), store="store"
        ),
        facts.SourceCatalogue: Watched(
            Action.CONNECT, ("kind", "name", "columns", "ended_at"), store="store"
        ),
        cards.ApiKey: Watched(Action.KEY, ("name", "hint", "revoked_at"), person="user"),
        get_user_model(): Watched(
            Action.ROLE,
            ("username", "email", "is_active", "is_staff", "is_superuser"),
            secrets=("password",),
            lists=("groups", "user_permissions"),
            person="self",
        ),
        Group: Watched(Action.ROLE, ("name",), lists=("permissions",)),
        facts.Membership: Watched(
            Action.ROLE, ("store.slug", "user.username"), store="store", person="user"
        ),
        cards.Alert: Watched(
            Action.ALERT,
            ("acknowledged_at", "acknowledged_by"),
            store="store",
            card="card",
            is_told_when_made=False,
            is_told_when_removed=False,
        ),
        cards.AlertRule: Watched(
            Action.ALERT,
            ("card.key", "trigger", "tells", "by"),
            lists=("people",),
            card="card",
            store="store",
            person="by",
        ),
        cards.Webhook: Watched(
            Action.ALERT, ("is_active",), secrets=("url", "secret"), store="store", name="store"
        ),
        cards.Card: Watched(Action.DEFINITION, DEFINITION, lists=("roles",), card="self"),
        cards.ReasonText: Watched(Action.DEFINITION, ("reason", "text")),
        cards.Synonym: Watched(Action.DEFINITION, ("phrase", "means")),
        cards.DailyTracing: Watched(Action.DEFINITION, ("subject",), store="store"),
        facts.SkuAlias: Watched(
            Action.ALIAS,
            ("kind", "code", "item", "quantity", "why", "proposed_by", "ended_at", "ended_why"),
            store="store",
        ),
        cards.WorkItem: Watched(
            Action.WORK,
            ("title", "kind", "reason", "note", "assignee", "due_on", "closed_at"),
            store="store",
        ),
    }
