"""What is watched: the rows people change, whichever page, key, command or form they do it by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone

from aliexpress import models as facts
from cards import models as cards
from nervecentre.audit.models import Entry

Action = Entry.Action
Way = str | Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """`fields` and `lists` (of other rows) are told as they are; of `secrets` only that there is
    one and that it changed. `store`, `person`, `card`: the way from a row to its own; "self": it
    is one; "": it has none."""

    action: Action
    fields: tuple[str, ...]
    secrets: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    store: Way = ""
    person: Way = ""
    card: Way = ""
    name: Way = ""  # the way to what it is called by; "": what a row calls itself
    is_told_when_removed: bool = True
    is_told_when_made: bool = True
    # Rows the application makes or removes of itself: nobody did it.
    unless: Callable[[Any], bool] = lambda row: False


SETTINGS: Final = ("name", "slug", "is_active", "counts_drafts", "time_zone", "sync_interval")
DEFINITION: Final = (
    *("key", "aliases", "position", "is_enabled", "on_board", "title", "at_a_glance"),
    *("what_it_counts", "sample_type", "why_it_matters", "reading_the_value", "unit"),
    *("time_window", "alert_trigger", "sentiment_key", "sentiment_rule", "calculation"),
    *("worked_example", "siblings", "reconciling", "settings"),
)
# Runs the schedule began nobody asked for; and old ones are tidied away by the thousand.
ASKED: Final[Any] = {
    "unless": lambda run: run.trigger == "schedule",
    "is_told_when_removed": False,
}
SOURCE: Final = (
    *(
        "kind",
        "name",
        "external_id",
        "columns",
        "ended_at",
        "quota_share",
        "meant_rule",
        "locations",
    ),
    *(
        "prefix",
        "suffix",
        "code_is",
        "price_basis",
        "price_factor",
        "price_fee",
        "price_currency",
        "price_rate_on",
    ),
    *("price_tolerance", "title_tolerance", "titles_are_rewritten", "stock_buffer"),
    "counts_not_for_sale",
)


def keeps_out(attempt: AccessAttempt) -> bool:
    """Whether nobody signs in by the name from there for now."""
    wrong, last = attempt.failures_since_start, attempt.attempt_time
    still = last + (get_cool_off() or timedelta()) > timezone.now()
    return bool(wrong >= settings.AXES_FAILURE_LIMIT and still)


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
        facts.SourceCatalogue: Watched(Action.CONNECT, SOURCE, secrets=("token",), store="store"),
        cards.ApiKey: Watched(Action.KEY, ("name", "hint", "revoked_at"), person="user"),
        get_user_model(): Watched(
            Action.ROLE,
            (
                *("username", "first_name", "last_name", "email"),
                *("is_active", "is_staff", "is_superuser"),
            ),
            secrets=("password",),
            lists=("groups", "user_permissions"),
            person="self",
        ),
        Group: Watched(Action.ROLE, ("name",), lists=("permissions",)),
        cards.ProviderIdentity: Watched(Action.ROLE, ("issuer", "subject"), person="user"),
        # Of whom they kept out, somebody lifted it; the others end by signing in.
        AccessAttempt: Watched(
            Action.ROLE,
            ("username", "ip_address"),
            person=lambda attempt: (
                get_user_model().objects.filter(username=attempt.username).first()
            ),
            name="username",
            is_told_when_made=False,
            unless=lambda attempt: not keeps_out(attempt),
        ),
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
        cards.OwnersNote: Watched(Action.ALERT, ("every",), person="user"),
        cards.Webhook: Watched(
            Action.ALERT, ("is_active",), secrets=("url", "secret"), store="store", name="store"
        ),
        cards.Card: Watched(Action.DEFINITION, DEFINITION, lists=("roles",), card="self"),
        cards.ReasonText: Watched(Action.DEFINITION, ("reason", "text")),
        cards.Synonym: Watched(Action.DEFINITION, ("phrase", "means")),
        cards.DailyTracing: Watched(Action.DEFINITION, ("subject",), store="store"),
        facts.SkuAlias: Watched(
            Action.ALIAS,
            (
                *("kind", "code", "product_id", "sku_id", "item", "quantity", "why", "proposed_by"),
                *("ended_at", "ended_why"),
            ),
            store="store",
        ),
        cards.WorkItem: Watched(
            Action.WORK,
            ("title", "kind", "reason", "note", "assignee", "due_on", "closed_at", "closed_by"),
            store="store",
        ),
        # What else happens to an item is told of the item.
        cards.WorkEvent: Watched(
            Action.WORK,
            ("text",),
            store="item.store",
            name="item",
            unless=lambda event: event.kind != cards.WorkEvent.Kind.COMMENT,
        ),
        cards.SavedView: Watched(
            Action.WORK,
            ("name", "owner", "query", "is_shared"),
            store="store",
            card=lambda view: cards.Card.objects.filter(key=view.query.get("card", "")).first(),
        ),
        cards.Annotation: Watched(Action.NOTE, ("at", "text"), store="store"),
        cards.ListingNote: Watched(
            Action.NOTE, ("listing.product_id", "text"), store="listing.store", name="listing"
        ),
        cards.Reconciliation: Watched(
            Action.RECONCILE,
            ("entered", "observed_at", "states", "category", "includes_drafts", "note"),
            store="store",
        ),
    }
