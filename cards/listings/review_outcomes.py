"""Listings by what AliExpress's review of them came to, and by when they were handed in for it."""

from typing import Any, Final

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Renewal, Store, Transition
from cards.listings.as_of import counted_at
from cards.listings.property import NONE

OUTCOMES: Final = (State.ACTIVE.value, State.REJECTED.value)
ANY: Final = "any"
INTO_REVIEW: Final = Q(to_state=State.AUDITING) & (
    Q(from_state__isnull=True) | ~Q(from_state=State.AUDITING)
)
# How a listing came into its review: appeared there, was edited on sale, handed in again, or else.
NEW, EDITED, AGAIN, OTHERWISE = "new", "edited", "resubmitted", "otherwise"
SUBMITTED: Final = {
    NEW: Q(came_from__isnull=True),
    EDITED: Q(came_from=State.ACTIVE),
    AGAIN: Q(came_from=State.REJECTED),
    OTHERWISE: Q(came_from__in=[State.EXPIRED, State.TAKEN_DOWN, State.UNMAPPED, State.DRAFT]),
}

Window = tuple[ListingSnapshot, ListingSnapshot]


def in_window(window: Window, of: str = "") -> Q:
    """Movements that end a review in the window. `of`: what a query calls them, with "__"."""
    opening, closing = window
    return Q(
        **{
            f"{of}from_state": State.AUDITING,
            f"{of}to_state__in": OUTCOMES,
            f"{of}snapshot_id__gt": opening.pk,
            f"{of}snapshot_id__lte": closing.pk,
        }
    )


def first_reviews(store: Store, window: Window, outcome: str) -> QuerySet[Transition]:
    """The first move out of auditing of each listing reviewed in the window, if it ended so. Of
    the last, those turned down would be who was reviewed lately: the others were mended since."""
    own = _before(window, listing="listing", review="pk")
    first = Transition.objects.filter(in_window(window), ~Exists(own), store=store)
    return first if outcome == ANY else first.filter(to_state=outcome)


def reviewed(
    store: Store, window: Window, outcome: str, *, reason: str = ""
) -> QuerySet[Listing, Any]:
    """The listings whose first review in the window ended so; ANY: either way. Each once, with
    that movement as `review`. `reason`: AliExpress's word for why; NONE: it gave none."""
    own = _before(window, listing="pk", review="review__pk")
    ended = in_window(window, "review__") & Q(review__store=store)
    if outcome != ANY:
        ended &= Q(review__to_state=outcome)
    if reason:
        ended &= Q(review__audit_failure_reason="" if reason == NONE else reason)
    # Joined, not looked for among all of the store's: half the time of a large window.
    moved = Listing.objects.of(store).annotate(review=FilteredRelation("transitions"))
    return moved.filter(ended, ~Exists(own))  # in one, so that it is one movement


def _before(window: Window, *, listing: str, review: str) -> QuerySet[Transition]:
    """The reviews of a listing in the window that ended before one: movements are written in
    their order, so the first has the least number."""
    return Transition.objects.filter(
        in_window(window), listing=OuterRef(listing), pk__lt=OuterRef(review)
    )


def with_submission(
    found: QuerySet[Listing], *, until: ListingSnapshot, of_review: bool = False
) -> QuerySet[Listing, Any]:
    """With `handed_in`, the movement each was last seen to go into review by, before the snapshot;
    its moment is `handed_in_at`, and `came_from` the state it came from, both null where that was
    before we looked. `of_review`: of lists by review, where it is before the review that counts."""
    into = Transition.objects.filter(INTO_REVIEW, listing=OuterRef("pk"), snapshot_id__lte=until.pk)
    if of_review:
        into = into.filter(snapshot_id__lt=OuterRef("review__snapshot_id"))
    last = into.order_by("-snapshot_id").values("pk")[:1]
    its_own = Q(transitions__pk=F("handed_in_by"))
    return found.annotate(
        handed_in_by=Subquery(last), handed_in=FilteredRelation("transitions", condition=its_own)
    ).annotate(handed_in_at=F("handed_in__by_at"), came_from=F("handed_in__from_state"))


def stayed(
    store: Store, state: str, *, opening: ListingSnapshot, closing: ListingSnapshot
) -> QuerySet[Listing]:
    """The listings in the state at both, wherever in between."""
    then = counted_at(store, opening, state=state)
    return counted_at(store, closing, state=state).filter(pk__in=then.values("pk"))


def renewed(store: Store, *, window_of: Window) -> QuerySet[Any, Any]:
    """Listings that were to lapse between the two readings, and were renewed in time."""
    opening, closing = window_of
    return Renewal.objects.filter(
        store=store,
        former_end__gt=opening.as_of,
        former_end__lte=closing.as_of,
        found_at__gt=opening.as_of,
        found_at__lte=closing.as_of,
    ).values("listing")


def batch_of(first: Any, last: Any) -> Q:
    """Handed in from the one moment to the other, both included."""
    low = Q(handed_in_at__gte=first) if first else Q()
    return low & (Q(handed_in_at__lte=last) if last else Q())
