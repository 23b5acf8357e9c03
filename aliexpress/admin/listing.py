"""Listings: found by state, reason, id or subject among a million, each with its timeline."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aliexpress.admin import details
from aliexpress.admin.display import (
    NOTHING,
    exact,
    moment,
    reason_words,
    state_badge,
    status_words,
    table,
)
from aliexpress.admin.filters import (
    OfflineReasonFilter,
    OneStoreFilter,
    StateFilter,
)
from aliexpress.admin.read_only import FactAdmin, link, moment_field
from aliexpress.models import Listing, Transition
from aliexpress.search_text import found_by

MOVES_SHOWN = 200


@admin.display(description="title")
def subject(listing: Listing) -> str:
    return listing.subject or "(no title)"


@admin.display(description="state")
def state(listing: Listing) -> SafeString | str:
    if listing.gone_at is not None:
        return "Gone (not counted)"
    return state_badge(listing.state)


@admin.display(description="offline reason")
def reason(listing: Listing) -> str:
    return reason_words(listing.offline_reason)


@admin.display(description="AliExpress status")
def status(listing: Listing) -> str:
    return status_words(listing.status)


@admin.display(description="in state since")
def since(listing: Listing) -> SafeString | str:
    return moment(listing.state_since_at, at=timezone.now())


@admin.display(description="on AliExpress")
def on_aliexpress(listing: Listing) -> SafeString:
    return format_html(
        '<a href="{}" rel="noreferrer noopener" target="_blank">Open listing</a>',
        listing.aliexpress_url,
    )


@admin.display(description="price")
def price(listing: Listing) -> str:
    if listing.min_price is None:
        return NOTHING
    said = f"{listing.min_price:,.2f}"
    if listing.max_price not in (None, listing.min_price):
        said += f" to {listing.max_price:,.2f}"
    kind = " (supply price)" if listing.price_kind == "supply" else ""
    return f"{said} {listing.currency}{kind}"


@admin.display(description="state began")
def state_began(listing: Listing) -> SafeString | str:
    """The bracket in which it began: a read says that it changed, not the minute."""
    return between(listing.state_after_at, listing.state_since_at)


@admin.display(description="timeline")
def timeline(listing: Listing) -> SafeString | str:
    moves = list(listing.transitions.order_by("-by_at", "-id")[: MOVES_SHOWN + 1])
    if not moves:
        return "No move since it was first seen."
    caption = "Every move we saw, newest first."
    if len(moves) > MOVES_SHOWN:
        caption = f"The newest {MOVES_SHOWN} moves."
    return table(
        caption,
        ["When", "From", "To", "AliExpress status", "Reason", "Reading"],
        (_move(transition) for transition in moves[:MOVES_SHOWN]),
    )


def _move(transition: Transition) -> list[object]:
    snapshot = reverse("admin:aliexpress_listingsnapshot_change", args=[transition.snapshot_id])
    return [
        between(transition.after_at, transition.by_at),
        state_badge(transition.from_state) if transition.from_state else "Appeared",
        state_badge(transition.to_state) if transition.to_state else "Vanished",
        status_words(transition.to_status or transition.from_status),
        transition.audit_failure_reason or reason_words(transition.to_offline_reason),
        link(snapshot, f"#{transition.snapshot_id}"),
    ]


def between(after: Any, by: Any) -> SafeString | str:
    if after is None:
        return format_html("by {}", exact(by))
    return format_html("between {} and {}", exact(after), exact(by))


first_seen_at = moment_field("first_seen_at", description="first seen at")
gone_at = moment_field("gone_at", description="gone at")


class ListingForm(forms.ModelForm[Listing]):
    class Meta:
        # As all pages call them.
        labels: ClassVar[Any] = {
            "audit_failure_reason": "AliExpress's reason for the rejection",
            "product_type": "Business type",
            "group_id": "Product group",
            "owner_member_id": "Account",
            "image_url": "Picture",
            "gmt_create": "Created",
            "gmt_modified": "Last modified",
            "ws_offline_date": "Listing period ends",
            "unreadable": "What could not be read",
        }


@admin.register(Listing)
class ListingAdmin(FactAdmin):
    form = ListingForm
    change_form_template = "admin/aliexpress/listing/change_form.html"
    list_display = ("product_id", subject, state, reason, since, price, on_aliexpress)
    list_select_related = ("shop",)
    list_filter = (OneStoreFilter, StateFilter, OfflineReasonFilter)
    search_fields = ("search_text",)
    ordering = ("-product_id",)  # of what is offered to choose from
    search_help_text = "A whole product id, or words of the title"
    fieldsets: ClassVar[Any] = (
        (
            None,
            {
                "fields": (
                    "store",
                    "product_id",
                    subject,
                    on_aliexpress,
                    state,
                    status,
                    reason,
                    "audit_failure_reason",
                    state_began,
                )
            },
        ),
        ("Timeline", {"fields": (timeline,)}),
        (
            "As AliExpress gave it",
            {
                "fields": (
                    price,
                    "product_type",
                    "group_id",
                    "owner_member_id",
                    "source",
                    "image_url",
                    "gmt_create",
                    "gmt_modified",
                    "ws_offline_date",
                    "unreadable",
                )
            },
        ),
        (
            "The product itself",
            {"fields": (details.stock, details.attributes, details.problems, details.asked)},
        ),
        ("What we saw", {"fields": (first_seen_at, gone_at)}),
    )
    readonly_fields: ClassVar[Any] = (
        subject,
        on_aliexpress,
        state,
        status,
        reason,
        state_began,
        timeline,
        details.stock,
        details.attributes,
        details.problems,
        details.asked,
        price,
        first_seen_at,
        gone_at,
    )

    def keyset_field(self, request: HttpRequest) -> str:
        # listing_by_state gives one state's product ids in order, and
        # one_listing_per_product_of_a_store a whole store's; they grow with time.
        return "product_id"

    def searched(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.filter(found_by(search_term)), False
