"""What the admin says of a store: its newest proven count, its failures, its account."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.connect_form import SECRETS, secrets_set
from aliexpress.admin.words import NOTHING, exact, grouped, moment, relative
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun

# A refresh token cannot be prolonged, so a person has to authorise us again before it ends.
WARN_BEFORE = timedelta(days=14)
SHOWN_OF_AN_ERROR = 140


def with_newest(stores: QuerySet[Store]) -> QuerySet[Store]:
    """Each store with its newest snapshot's figures and its newest attempt's error, in the
    query that lists the stores."""
    newest = ListingSnapshot.objects.filter(store=OuterRef("pk"))
    newest = newest.order_by("-published_at", "-id")
    attempts = SyncRun.objects.finished().filter(store=OuterRef("pk"))
    attempts = attempts.order_by("-finished_at", "-id")
    return stores.annotate(
        newest_total=Subquery(newest.values("total_count")[:1]),
        newest_verdict=Subquery(newest.values("verdict")[:1]),
        newest_confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        newest_error=Subquery(attempts.values("error")[:1]),
    )


@admin.display(description="active", boolean=True, ordering="is_active")
def active(store: Any) -> bool:
    return bool(store.is_active)


@admin.display(description="total listings", ordering="newest_total")
def total(store: Any) -> str:
    return "unknown" if store.newest_total is None else grouped(store.newest_total)


@admin.display(description="verdict", ordering="newest_verdict")
def verdict(store: Any) -> str:
    if store.newest_verdict is None:
        return "No complete reading yet"
    return str(ListingSnapshot.Verdict(store.newest_verdict).label)


@admin.display(description="confirmed", ordering="newest_confirmed_at")
def confirmed(store: Any) -> SafeString | str:
    return moment(store.newest_confirmed_at, at=timezone.now())


@admin.display(description="last attempt", ordering="failure_count")
def last_attempt(store: Any) -> str:
    error = store.newest_error
    if error is None:
        return NOTHING
    if not error:
        return "Succeeded"
    short = error if len(error) <= SHOWN_OF_AN_ERROR else f"{error[:SHOWN_OF_AN_ERROR]}…"
    times = f" {store.failure_count} times in a row" if store.failure_count > 1 else ""
    return f"Failed{times}: {short}"


@admin.display(description="next refresh", ordering="next_due_at")
def next_due(store: Any) -> SafeString | str:
    if not store.is_active:
        return "None: the store is not active"
    if store.next_due_at is None:
        return "None: connect the store first"
    at = timezone.now()
    if store.next_due_at <= at:
        return format_html("due: {}", moment(store.next_due_at, at=at))
    return moment(store.next_due_at, at=at)


@admin.display(description="Total Listings")
def standing(store: Any) -> SafeString | str:
    line: SafeString | str = "No complete reading yet."
    if store.newest_total is not None:
        line = format_html(
            "<strong>{}</strong> listings. {}, confirmed {}.",
            grouped(store.newest_total),
            verdict(store),
            confirmed(store),
        )
    if store.newest_error:
        line = format_html("{} The last refresh failed: {}", line, store.newest_error)
    return line


@admin.display(description="Account")
def account(store: Any) -> SafeString | str:
    connection = _without_secrets(store)
    if connection is None:
        return "Not connected. Use Authorise at AliExpress, or Connect with a token, above."
    line = format_html(
        "Seller {}, connected {}. List method: {}.",
        connection.seller_id or "not known",
        moment(connection.connected_at, at=timezone.now()),
        connection.list_method or "not known yet; the next refresh asks AliExpress",
    )
    return _with_warning(line, connection.account_warning)


@admin.display(description="Tokens")
def tokens(store: Any) -> SafeString | str:
    connection = _without_secrets(store)
    if connection is None:
        return "None."
    stored = secrets_set(store)
    words = {name: "set" if stored[name] else "not set" for name in SECRETS}
    line = format_html(
        "App secret {}. Access token {}, ends: {}. Refresh token {}, ends: {}.",
        words["app_secret"],
        words["access_token"],
        _ends(connection.access_expires_at),
        words["refresh_token"],
        _ends(connection.refresh_expires_at),
    )
    ending = renewal_warning(connection.refresh_expires_at, at=timezone.now())
    return _with_warning(line, ending)


def renewal_warning(refresh_expires_at: datetime | None, *, at: datetime) -> str:
    """A sentence from 14 days before the refresh token ends, else ""."""
    if refresh_expires_at is None or refresh_expires_at - at > WARN_BEFORE:
        return ""
    if refresh_expires_at <= at:
        return (
            "The authorisation has ended, and the number cannot be refreshed any more. "
            "Use Authorise at AliExpress, above, with the seller's main account."
        )
    return (
        f"The authorisation ends {relative(refresh_expires_at, at=at)} and cannot be prolonged. "
        "Use Authorise at AliExpress, above, before then."
    )


def _ends(moment_it_ends: datetime | None) -> SafeString | str:
    return "not known" if moment_it_ends is None else exact(moment_it_ends)


def _with_warning(line: SafeString, warning: str) -> SafeString:
    if not warning:
        return line
    return format_html('{}<br><strong class="warning">{}</strong>', line, warning)


def _without_secrets(store: Store) -> Connection | None:
    return Connection.objects.filter(store=store).defer(*SECRETS).first()
