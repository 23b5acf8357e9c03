"""Counts what is in auditing by since when, and how long reviews took, in the transaction that
publishes a run: pages show both, and count nothing."""

from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, ReviewTally, Store, StoreNow, Transition

LOOK_BACK = timedelta(days=90)
MOST_REVIEWS = 500  # the newest; enough to know what is usual


def count_reviews(*, store: Store, snapshot: ListingSnapshot, as_of: datetime) -> None:
    """In place of those of the snapshot before. `as_of`: when the listings were as they are."""
    figures = review_figures(store, as_of=as_of)
    tally, _ = ReviewTally.objects.update_or_create(
        store=store, defaults={"snapshot": snapshot, "as_of": as_of, **figures}
    )
    StoreNow.objects.point(store.pk, reviews=tally)


def review_figures(store: Store, *, as_of: datetime) -> dict[str, Any]:
    """What a tally of reviews counts, by its fields' names."""
    took = sorted(seconds_taken(store, as_of=as_of))
    return {
        "known_count": len(took),
        "usual_seconds": median(took) if took else None,
        "nine_in_ten_seconds": quantiles(took, n=10)[-1] if len(took) > 1 else None,
        "waiting": waiting_since(store),
    }


def is_counted(snapshot: ListingSnapshot) -> bool:
    """Whether reviews and words are: not so for one published by a version that counted none."""
    counted = ReviewTally.objects.filter(snapshot=snapshot, store__word_tally__snapshot=snapshot)
    return counted.exists()


def waiting_since(store: Store) -> list[tuple[str, int]]:
    in_auditing = Listing.objects.of(store).counted().filter(state=State.AUDITING)
    by_moment = in_auditing.values_list("state_since_at").annotate(number=Count("pk"))
    return [(since.isoformat(), number) for since, number in by_moment.order_by("state_since_at")]


def seconds_taken(store: Store, *, as_of: datetime) -> list[float]:
    """Of the newest reviews that were seen from beginning to end. A beginning and an end are each
    dated by the reading that found them."""
    began = (
        Transition.objects.filter(
            listing=OuterRef("listing"), to_state=State.AUDITING, by_at__lt=OuterRef("by_at")
        )
        .exclude(from_state=State.AUDITING)
        .order_by("-by_at")
        .values("by_at")[:1]
    )
    ended = (
        Transition.objects.filter(
            store=store,
            from_state=State.AUDITING,
            to_state__in=[State.ACTIVE, State.REJECTED],
            by_at__gt=as_of - LOOK_BACK,
            by_at__lte=as_of,
        )
        .order_by("-by_at", "-pk")
        .annotate(began_at=Subquery(began))
        .values_list("began_at", "by_at")[:MOST_REVIEWS]
    )
    return [(by_at - began_at).total_seconds() for began_at, by_at in ended if began_at is not None]
