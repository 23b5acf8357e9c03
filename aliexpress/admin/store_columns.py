"""What the admin says of a store: its newest proven count, its failures, its account."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aliexpress.admin.connect_form import SECRETS, secrets_set
from aliexpress.admin.display import NOTHING, exact, grouped, moment
from aliexpress.models import Connection, ListingSnapshot, Store, SyncRun
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.words import said_to

SHOWN_OF_AN_ERROR = 140


def with_newest(stores: QuerySet[Store]) -> QuerySet[Any]:
    """Each store with its newest snapshot's figures and its newest attempt's error, in the
    query that lists the stores."""
    newest = ListingSnapshot.objects.filter(store=OuterRef("pk"))
    newest = newest.order_by("-published_at", "-id")
    attempts = SyncRun.objects.finished().filter(store=OuterRef("pk"))
    attempts = attempts.order_by("-finished_at", "-id")
    annotated: QuerySet[Any] = with_their_state(stores).annotate(
        newest_total=Subquery(newest.values("total_count")[:1]),
        newest_verdict=Subquery(newest.values("verdict")[:1]),
        newest_confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        newest_error=Subquery(attempts.values("error")[:1]),
    )
    return annotated


@admin.display(description="name in addresses")
def name_in_addresses(store: Any) -> str:
    return str(store.slug)


@admin.display(description="refreshed", boolean=True, ordering="is_active")
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
def last_attempt(store: Any) -> SafeString | str:
    error = store.newest_error
    if error is None:
        return NOTHING
    if not error:
        return "Succeeded"
    error = said_to(error, is_operations=True)
    short = error if len(error) <= SHOWN_OF_AN_ERROR else f"{error[:SHOWN_OF_AN_ERROR]}…"
    times = f" {store.failure_count} times in a row" if store.failure_count > 1 else ""
    return format_html('<span class="failed">Failed{}: {}</span>', times, short)


@admin.display(description="next refresh", ordering="next_due_at")
def next_due(store: Any) -> SafeString | str:
    if not store.is_active:
        return "None: the store is switched off"
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
        error = said_to(store.newest_error, is_operations=True)
        line = format_html("{} The last refresh failed: {}", line, error)
    return line


@admin.display(description="Account")
def account(store: Any) -> SafeString | str:
    connection = without_secrets(store)
    if connection is None:
        return "Not connected. Use Authorise at AliExpress, or Connect with a token, above."
    return format_html(
        "Seller {}, connected {}. List method: {}.",
        connection.seller_id or "not known",
        moment(connection.connected_at, at=timezone.now()),
        connection.list_method or "not known yet; the next refresh asks AliExpress",
    )


@admin.display(description="Tokens")
def tokens(store: Any) -> SafeString | str:
    connection = without_secrets(store)
    if connection is None:
        return "None."
    stored = secrets_set(store)
    words = {name: "set" if stored[name] else "not set" for name in SECRETS}
    return format_html(
        "App secret {}. Access token {}, ends: {}. Refresh token {}, ends: {}.",
        words["app_secret"],
        words["access_token"],
        _ends(connection.access_expires_at),
        words["refresh_token"],
        _ends(connection.refresh_expires_at),
    )


@admin.display(description="warnings")
def warnings(store: Any) -> SafeString | str:
    found = warnings_of(store, at=timezone.now())
    if not found:
        return NOTHING
    return format_html_join(
        mark_safe("<br>"),
        '<strong class="warning">{}</strong>',
        [(said_to(text, is_operations=True),) for text in found],
    )


def _ends(moment_it_ends: datetime | None) -> SafeString | str:
    return "not known" if moment_it_ends is None else exact(moment_it_ends)


def without_secrets(store: Store) -> Connection | None:
    return Connection.objects.filter(store=store).defer(*SECRETS).first()
