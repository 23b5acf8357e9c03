"""The listings behind a number: filtered, of now or of a past moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from aliexpress.search_text import found_by
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import refuse_the_future
from cards.flow.flow import ends_of_flow
from cards.flow.movements import came_back, last_moves, moved
from cards.listings.as_of import as_they_were, counted_at
from cards.listings.filter_checks import Movement
from cards.listings.filters import OTHER, Filters
from cards.listings.main_currency import within_prices
from cards.listings.of_card import LISTINGS
from cards.listings.properties import PROPERTIES
from cards.listings.property import NONE
from cards.listings.review_outcomes import (
    SUBMITTED,
    Window,
    batch_of,
    renewed,
    reviewed,
    stayed,
    with_submission,
)
from cards.listings.submitted_facts import known_then, named_then


@dataclass(frozen=True, slots=True)
class Found:
    """Listings by product id, and the snapshot they are told of."""

    listings: QuerySet[Listing]
    snapshot: ListingSnapshot | None  # None: no complete reading yet
    is_past: bool = False
    opening: ListingSnapshot | None = None  # of those that moved: where they set out
    window: Window | None = None  # of those that were reviewed in it

    def told(self, rows: list[Listing]) -> list[Listing]:
        """The rows with the state they had at the snapshot."""
        if self.is_past and self.snapshot is not None:
            return as_they_were(rows, self.snapshot)
        return rows

    def moves(self, rows: list[Listing]) -> dict[int, Transition]:
        """Of rows that moved in between, by primary key: when they did the last time."""
        if self.opening is None or self.snapshot is None:
            return {}
        return last_moves(rows, after=self.opening, until=self.snapshot)

    def pinned(self, store: Store, filters: Filters, *, at: datetime) -> "Found":
        """The same for a file, which takes a while: a list of now stays that of its snapshot,
        though another be published meanwhile."""
        if self.is_past or filters.card or self.snapshot is None:
            return self
        counted = counted_at(store, self.snapshot, **filters.words)
        listings = _fitting(counted, self, store, filters, at=at).order_by("product_id")
        return replace(self, listings=listings, is_past=True)


def find(
    store: Store, filters: Filters, *, at: datetime, known: Sequence[ListingSnapshot] = ()
) -> Found:
    """`known`: readings the caller has, which are not looked up again. Raises BadInput where
    nothing was known, or is yet, at the moments asked for."""
    for name, moment in (("as_of", filters.as_of), ("from", filters.start), ("to", filters.end)):
        if moment:
            refuse_the_future(name, moment, at=at)
    if filters.is_between and filters.start and filters.end:
        found = _between(store, filters, start=filters.start, end=filters.end, known=known)
    elif filters.as_of:
        snapshot = _given(store, filters.as_of, known)
        if snapshot is None:
            raise BadInput("as_of", "No complete reading had been published by then.")
        counted = counted_at(store, snapshot, **filters.words)
        found = Found(counted, snapshot, is_past=True)
    elif filters.card:
        counted = LISTINGS[filters.card](store, filters.part, filters.until)
        found = Found(counted.filter(**filters.words), _newest(store, known))
    else:
        now = Listing.objects.of(store).counted().filter(**filters.words)
        found = Found(now, _newest(store, known))
    fitting = _fitting(found.listings, found, store, filters, at=at)
    return replace(found, listings=fitting.order_by("product_id"))


def _fitting(
    listings: QuerySet[Listing], found: Found, store: Store, filters: Filters, *, at: datetime
) -> QuerySet[Listing]:
    """Those of the listings that the filters let through."""
    narrowed = _narrowed(listings, found, store, filters, at=at)
    narrowed = handed_in(narrowed, found, store, filters)
    whole = replace(found, listings=listings)
    for other in filters.other_than:
        those = _those(whole, store, other, at=at)
        narrowed = narrowed.exclude(pk__in=those.order_by().values("pk"))
    if filters.apart_from is None:
        return narrowed
    return _apart(narrowed, whole, store, filters.apart_from, at=at)


def _apart(
    narrowed: QuerySet[Listing], found: Found, store: Store, other: Filters, *, at: datetime
) -> QuerySet[Listing]:
    """Without those of another list. What that is narrowed by must be known of a listing: one
    that may be in it is on neither side."""
    those = _those(found, store, other, at=at)
    names = [*other.properties, *(["group"] if other.group is not None else [])]
    properties = [PROPERTIES[name] for name in names]
    is_then = found.window is not None
    narrowed = narrowed.filter(*(known_then(one) if is_then else one.known for one in properties))
    if (other.batch or other.submitted) and found.snapshot:
        narrowed = submission_of(narrowed, found).filter(Q(handed_in_at__isnull=False))
    return narrowed.exclude(pk__in=those.order_by().values("pk"))


def _those(found: Found, store: Store, other: Filters, *, at: datetime) -> QuerySet[Listing]:
    """The listings of another list, at the moment of this one."""
    if other.words or other.card:
        moment = found.snapshot.published_at if found.is_past and found.snapshot else None
        return find(store, replace(other, as_of=None if other.card else moment), at=at).listings
    narrowed = _narrowed(found.listings, found, store, other, at=at)
    return handed_in(narrowed, found, store, other)


def submission_of(listings: QuerySet[Listing], found: Found) -> QuerySet[Listing, Any]:
    """With how each came into its review, which lists by review have already."""
    if found.window or found.snapshot is None:
        return listings
    return with_submission(listings, until=found.snapshot)


def handed_in(
    listings: QuerySet[Listing], found: Found, store: Store, filters: Filters
) -> QuerySet[Listing]:
    """By when and how they came into their review."""
    if not (filters.batch or filters.submitted):
        return listings
    if found.snapshot is None:
        return listings.none()
    known = submission_of(listings, found).filter(Q(handed_in_at__isnull=False))
    if filters.batch:
        known = known.filter(batch_of(*filters.batch))
    if filters.submitted:
        known = known.filter(SUBMITTED[filters.submitted])
    return known


def _newest(store: Store, known: Sequence[ListingSnapshot]) -> ListingSnapshot | None:
    had = (one for one in known if one.pk == store.now.snapshot_id)
    return next(had, None) or ListingSnapshot.objects.newest_of(store)


def _given(
    store: Store, moment: datetime, known: Sequence[ListingSnapshot]
) -> ListingSnapshot | None:
    had = (one for one in known if one.published_at == moment)
    return next(had, None) or ListingSnapshot.objects.given_at(store, at=moment)


def _between(
    store: Store,
    filters: Filters,
    *,
    start: datetime,
    end: datetime,
    known: Sequence[ListingSnapshot],
) -> Found:
    opening, closing = ends_of_flow(_given(store, start, known), _given(store, end, known))
    movement = filters.moved
    window = None
    if filters.reviewed:
        window = (opening, closing)
        behind = reviewed(store, window, filters.reviewed, reason=filters.reason)
        behind = with_submission(behind, until=closing, of_review=True)
    elif filters.stayed:
        behind = stayed(store, filters.stayed, opening=opening, closing=closing)
        if filters.renewed:
            behind = behind.filter(pk__in=renewed(store, window_of=(opening, closing)))
    elif not isinstance(movement, Movement):
        back = came_back(store, after=opening, until=closing).values("listing")
        behind = Listing.objects.of(store).filter(pk__in=back)
    else:
        behind = moved(
            store,
            after=opening,
            until=closing,
            set_out=movement.set_out,
            arrived=movement.arrived,
            reason=filters.moved_reason.removeprefix(OTHER).removeprefix(NONE)
            if filters.moved_reason
            else None,
            is_other_reason=filters.moved_reason.startswith(OTHER),
        )
    return Found(behind, closing, is_past=True, opening=opening, window=window)


def _narrowed(
    found: QuerySet[Listing], of: Found, store: Store, filters: Filters, *, at: datetime
) -> QuerySet[Listing]:
    """By what is said of a listing now: of reviews alone its properties then are kept."""
    if filters.ids:
        found = found.filter(product_id__in=filters.ids)
    if filters.search:
        found = found.filter(found_by(filters.search))
    properties = filters.properties
    if filters.group is not None:
        properties = {**properties, "group": str(filters.group)}
    found = within_prices(found, store, filters)
    if filters.since_after is not None:
        found = found.filter(state_since_at__gt=filters.since_after)
    if filters.since_by is not None:
        found = found.filter(state_since_at__lte=filters.since_by)
    if filters.reason and not filters.reviewed:
        word = "" if filters.reason == NONE else filters.reason
        found = found.filter(audit_failure_reason=word)
    asked = [(PROPERTIES[name], text) for name, text in properties.items()]
    # In one go, so that what a review's listing was like is joined once.
    found = found.filter(
        *(named_then(one, text) if of.window else one.meaning(text) for one, text in asked)
    )
    if filters.min_days is not None:
        found = found.filter(state_since_at__lte=at - timedelta(days=filters.min_days))
    for fact in filters.facts.values():
        found = found.filter(fact)
    return found
