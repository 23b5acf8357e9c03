"""Readings: the counts a refresh proved, and the proof."""

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin.display import (
    NOTHING,
    exact,
    grouped,
    moment,
    reason_words,
    state_badge,
    status_words,
    table,
)
from aliexpress.admin.filters import StoreFilter
from aliexpress.admin.read_only import FactAdmin, link, moment_field
from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot


@admin.display(description="total listings")
def total(snapshot: ListingSnapshot) -> str:
    return grouped(snapshot.total_count)


@admin.display(description="active")
def active(snapshot: ListingSnapshot) -> str:
    return grouped(snapshot.active_count)


@admin.display(description="gap")
def gap(snapshot: ListingSnapshot) -> str:
    return grouped(snapshot.total_count - snapshot.active_count)


@admin.display(description="as of")
def as_of(snapshot: ListingSnapshot) -> SafeString | str:
    return exact(snapshot.as_of)


@admin.display(description="confirmed")
def confirmed(snapshot: ListingSnapshot) -> SafeString | str:
    return moment(snapshot.confirmed_at, at=timezone.now())


@admin.display(description="counts")
def counts(snapshot: ListingSnapshot) -> SafeString:
    rows: list[list[object]] = [
        [state_badge(state), count]
        for state, count in snapshot.counts.items()
        if state != State.DRAFT or snapshot.counts_drafts
    ]
    rows.append(["Total Listings", snapshot.total_count])
    return table("Every listing, counted once in its state.", ["State", "Count"], rows)


@admin.display(description="reasons")
def reasons(snapshot: ListingSnapshot) -> SafeString:
    return table(
        f"The same {snapshot.total_count:,} by AliExpress's own words.",
        ["AliExpress status", "Offline reason", "State", "Count"],
        (
            [
                status_words(row["status"]),
                reason_words(row["offline_reason"]),
                state_badge(row["state"]),
                row["count"],
            ]
            for row in snapshot.reasons
        ),
    )


@admin.display(description="evidence")
def evidence(snapshot: ListingSnapshot) -> SafeString:
    return table(
        "What AliExpress declared and what we listed, per status.",
        ["AliExpress status", "Declared", "Listed", "Pages", "Duplicates", "Moved", "Read"],
        (
            [
                status_words(row["status"]),
                row["declared"],
                row["listed"],
                row.get("pages"),
                row.get("duplicates"),
                row.get("moved"),
                row.get("read", NOTHING),
            ]
            for row in snapshot.evidence
        ),
    )


@admin.display(description="refreshes")
def runs(snapshot: ListingSnapshot) -> SafeString | str:
    """The run that published it, and where to find those that found it still true."""
    published = snapshot.runs.filter(published=True).order_by("id").first()
    if published is None:
        return "The refresh that published it is no longer kept."
    url = reverse("admin:aliexpress_syncrun_change", args=[published.pk])
    return format_html("Published by {}.", link(url, f"refresh {published.pk}"))


@admin.display(description="before it")
def previous(snapshot: ListingSnapshot) -> SafeString | str:
    if snapshot.previous_id is None:
        return "None: it is the store's first."
    url = reverse("admin:aliexpress_listingsnapshot_change", args=[snapshot.previous_id])
    return link(url, f"Reading {snapshot.previous_id}")


published_at = moment_field("published_at", description="published at")


@admin.register(ListingSnapshot)
class ListingSnapshotAdmin(FactAdmin):
    change_form_template = "admin/aliexpress/listingsnapshot/change_form.html"
    list_display = (
        "id",
        "store",
        total,
        active,
        gap,
        "verdict",
        "kind",
        as_of,
        confirmed,
        "moved_count",
    )
    list_filter = (StoreFilter, "verdict", "kind")
    derived: tuple[Any, ...] = (
        as_of,
        confirmed,
        published_at,
        counts,
        reasons,
        evidence,
        runs,
        previous,
    )
    readonly_fields: ClassVar[Any] = derived
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "store",
                    "verdict",
                    as_of,
                    confirmed,
                    published_at,
                    "kind",
                    "moved_count",
                    "remark",
                    runs,
                    previous,
                )
            },
        ),
        ("Counts", {"fields": (counts, reasons)}),
        ("Proof", {"fields": (evidence,)}),
    )
