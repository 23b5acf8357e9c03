"""How pages write numbers and moments."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from aliexpress import roles
from aliexpress.models import Listing, ListingSku, Store
from aliexpress.words import MARK_WORDS, said_to
from cards import formats
from cards.alerts.triggers import kept_triggers
from cards.board.board import BoardRow
from cards.board.compare import Line
from cards.formats import figure, moment_text, share_text
from cards.listings.product import KnownFact
from cards.listings.timeline import Stage
from cards.measures.measured import Row
from cards.models import Alert, AlertRule, StoreNotice
from cards.pages.markup import markup
from cards.pages.moment_words import (
    age,
    between,
    due,
    in_zone,
    shown_clock,
    shown_stretch,
    stretch,
)
from cards.readings.freshness import freshness
from cards.readings.reading import Reading

register = template.Library()

DASH = "\u2013"
MOST_NEWS = 3  # of new stores named above the board
SUPPLY = "(supply price)"


@register.filter
def works_in_admin(user: Any) -> bool:
    """Whether a link into the admin leads this reader anywhere."""
    return bool(getattr(user, "is_staff", False)) and roles.works_in_admin(user)


@register.filter
def to_reader(sentence: str, user: Any) -> str:
    """The sentence with what to do as this reader can do it."""
    said = said_to(sentence, is_operations=works_in_admin(user))
    return mark_safe(said) if isinstance(sentence, SafeString) else said  # noqa: S308


@register.filter
def grouped(value: int | None) -> str:
    """4820 → 4,820; unknown is said, never zero."""
    return "unknown" if value is None else f"{value:,}"


@register.filter
def signed(value: int | None) -> str:
    if value is None:
        return "not known"
    return "0" if value == 0 else formats.signed(value)


@register.filter
def taken(value: int) -> str:
    """What is subtracted: 12 → a minus and 12."""
    return signed(-value)


@register.filter
def percent(share: float | None) -> str:
    return "unknown" if share is None else share_text(share)


@register.filter
def moment_ago(moment: datetime | None, at: datetime | None = None) -> SafeString | str:
    """The age in words, the exact moment on hover and for machines."""
    return age(moment, at=at or timezone.now()) if moment else ""


@register.simple_tag
def turns_at(reading: Reading, store: Store) -> str:
    """When the mark of a reading turns to out of date unless something newer comes; empty where it
    says already that something is wrong."""
    if reading.confirmed_at is None or reading.mark not in ("complete", "disputed"):
        return ""
    return moment_text(reading.confirmed_at + freshness(store.sync_interval)) or ""


@register.filter
def mark_word(mark: str) -> str:
    return MARK_WORDS[mark]


@register.filter
def moment_exact(moment: datetime | None) -> SafeString | str:
    """The same as `moment`, where a tag does not fit."""
    return shown_clock(moment) if moment else ""


@register.filter
def moment_in_table(at: datetime) -> SafeString:
    """To the second, where a column says of which zone; short, for there are hundreds of them."""
    text = at.astimezone(UTC)
    words = f"{text:%-d %b %Y, %H:%M:%S}"
    machine = f"{text:%Y-%m-%dT%H:%M:%SZ}"
    return markup('<time datetime="{}" data-exact>{}</time>', machine, words)


@register.filter(name="in_zone")
def sentence_in_zone(sentence: object, at: datetime | None = None) -> SafeString:
    """A sentence, of which an open page shows the moments in the reader's zone."""
    return in_zone(sentence, at=at or timezone.now())


@register.simple_tag
def moment(at: datetime | None) -> SafeString | str:
    """A moment that the page shows in the reader's zone; exact and in UTC on hover, and in UTC
    without script."""
    return shown_clock(at) if at else ""


@register.simple_tag
def difference_of(line: Line) -> str:
    """'+12' of two stores; a dash where one of them is not known."""
    found = line.difference
    if not found:
        return DASH if found is None else "0"
    return formats.signed(found) + (" pp" if line.card.unit == "percent" else "")


@register.filter
def store_name_of(reading: Reading, rows: Iterable[BoardRow]) -> str:
    return next((row.store.name for row in rows if row.store.slug == reading.store), "")


@register.filter
def moment_due(moment: datetime, at: datetime | None = None) -> SafeString:
    """'in 4 minutes', counted down by an open page."""
    return due(moment, at=at or timezone.now())


@register.simple_tag
def stretch_since(since: datetime, at: datetime) -> SafeString:
    """'11 days', with the exact moment on hover."""
    return shown_stretch(since, at=at)


@register.simple_tag
def query(given: Mapping[str, str] | None = None, /, **parts: object) -> str:
    """?state=…&offline_reason=…: what was given, and the parts, leaving out what is empty."""
    every = {**(given or {}), **parts}
    told = {name: value for name, value in every.items() if value not in ("", None)}
    return f"?{urlencode(told)}" if told else ""


@register.simple_tag
def listings(store: Store, given: Mapping[str, str] | None = None, /, **parts: object) -> str:
    """The address of the store's listings, narrowed as `query` says."""
    return reverse("listings", args=[store.slug]) + query(given, **parts)


@register.simple_tag
def fact_listings(store: Store, fact: KnownFact) -> str:
    """The address of the store's listings with the same."""
    return listings(store, {fact.name: fact.value})


@register.simple_tag
def movement(store: Store, ends: Mapping[str, str], set_out: str, arrived: str) -> str:
    """The address of the list behind one cell of a flow."""
    return listings(store, ends, moved=f"{set_out}-{arrived}")


@register.simple_tag
def stage_length(stage: Stage, at: datetime) -> str:
    """How long a state of a listing lasted: '3 days', 'between 0 and 2 days'."""
    shortest, longest = stage.lasted(at=at), stage.lasted_at_most(at=at)
    if longest is None and not shortest:
        return "not known"
    least = stretch(int(shortest.total_seconds()))
    said = between(least, stretch(int(longest.total_seconds()))) if longest else f"at least {least}"
    return said if stage.until or not stage.state else f"{said} so far"


@register.simple_tag
def figure_of(row: Row) -> str:
    return figure(row.value, row.unit)


@register.simple_tag
def behind(store: Store, counted: Mapping[str, str], past: str = "") -> str:
    """The address of the list a number counts. A card's own list says of which window it is."""
    return listings(store, counted, as_of="" if "card" in counted else past)


@register.filter
def aliexpress_words(one: Listing | Stage, is_past: bool = False) -> str:
    """'editingRequired / …': status and reasons as AliExpress has them. Why a listing was
    rejected is known of now only."""
    words = [one.status, one.offline_reason, "" if is_past else one.audit_failure_reason]
    return " / ".join(word for word in words if word)


@register.filter
def price_range(listing: Listing) -> str:
    """From the lowest to the highest, with the currency, and what it is where no buyer pays it; a
    dash where AliExpress gave none."""
    if listing.min_price is None:
        return DASH
    prices = [listing.min_price]
    if listing.max_price not in (None, listing.min_price):
        prices.append(listing.max_price)
    said = f" {DASH} ".join(f"{price:,.2f}" for price in prices) + f" {listing.currency}"
    return f"{said} {SUPPLY}" if listing.price_kind == "supply" else said


@register.filter
def trigger_words(told: Alert | AlertRule) -> str:
    """What an alert or a rule is about, for people; as it was written where it is no trigger."""
    found = kept_triggers(told.trigger)
    return " or ".join(one.in_words(told.card.unit) for one in found) or told.trigger


@register.filter
def sku_price(sku: ListingSku) -> str:
    if sku.price is None:
        return DASH
    said = f"{sku.price:,.2f} {sku.currency}".rstrip()
    return f"{said} {SUPPLY}" if sku.listing.price_kind == "supply" else said


@register.filter
def store_news(user: Any) -> list[StoreNotice]:
    """The stores that are new to a reader, until they open them; one more than are named where
    there are more."""
    return list(StoreNotice.objects.unseen_by(user)[: MOST_NEWS + 1])
