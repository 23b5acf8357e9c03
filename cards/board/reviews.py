"""Listings in auditing: how long they have been there, against how long reviews of this store
usually take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from cards.measures.moments import moment_text

A_DAY: Final = timedelta(days=1)
# In days: under 2, from 2 to 7, over 7.
EDGES: Final = (2, 7)
LOOK_BACK: Final = timedelta(days=90)
MOST_REVIEWS: Final = 2_000  # the newest; enough to know what is usual
FEWEST_REVIEWS: Final = 20  # with fewer nothing is called usual


@dataclass(frozen=True, slots=True)
class Bucket:
    """Listings in auditing for longer than `over` and at most `up_to` days; None: no bound."""

    over: int | None
    up_to: int | None
    count: int
    listings: dict[str, str]

    @property
    def words(self) -> str:
        if self.over is None:
            return f"under {self.up_to} days"
        return f"over {self.over}" if self.up_to is None else f"for {self.over} to {self.up_to}"


@dataclass(frozen=True, slots=True)
class Reviews:
    """`usual` and `nine_in_ten`: the median of this store's reviews, and the time within which
    nine in ten ended; None where too few are known. `stuck`: longer in auditing than that."""

    at: datetime
    total: int
    buckets: list[Bucket]
    reviews_known: int
    usual: timedelta | None
    nine_in_ten: timedelta | None
    stuck: int | None
    stuck_listings: dict[str, str]

    @property
    def sentence(self) -> str:
        parts = ", ".join(f"{bucket.count:,} {bucket.words}" for bucket in self.buckets)
        return f"{self.total:,} in auditing: {parts}."

    @property
    def usual_sentence(self) -> str:
        if self.usual is None or self.nine_in_ten is None or self.stuck is None:
            return (
                f"How long reviews of this store usually take is not known yet: "
                f"{self.reviews_known:,} of the {FEWEST_REVIEWS} needed have been seen from "
                "beginning to end."
            )
        return (
            f"Reviews of this store usually take {_days(self.usual)}, and nine in ten end within "
            f"{_days(self.nine_in_ten)}: {self.stuck:,} of the {self.total:,} have been there "
            f"longer than that, the other {self.total - self.stuck:,} are the usual churn."
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": moment_text(self.at),
            "total": self.total,
            "buckets": [
                {"over_days": bucket.over, "up_to_days": bucket.up_to, "count": bucket.count}
                for bucket in self.buckets
            ],
            "reviews_known": self.reviews_known,
            "usual_seconds": _seconds(self.usual),
            "nine_in_ten_seconds": _seconds(self.nine_in_ten),
            "stuck": self.stuck,
            "sentence": f"{self.sentence} {self.usual_sentence}",
        }


NOTHING_KNOWN: Final[dict[str, Any]] = {
    "as_of": None,
    "total": None,
    "buckets": [],
    "reviews_known": 0,
    "usual_seconds": None,
    "nine_in_ten_seconds": None,
    "stuck": None,
    "sentence": "There is no complete reading yet.",
}


def newest_reviews(store: Store) -> Reviews | None:
    """At the moment the store was last known to be as we have it; None: it was never read."""
    snapshot = ListingSnapshot.objects.newest_of(store)
    return reviews_of(store, at=snapshot.confirmed_at) if snapshot else None


def reviews_of(store: Store, *, at: datetime) -> Reviews:
    """Two statements."""
    took = _reviews(store, at=at)
    usual = nine_in_ten = stuck_by = None
    if len(took) >= FEWEST_REVIEWS:
        usual = timedelta(seconds=median(took))
        nine_in_ten = timedelta(seconds=quantiles(took, n=10)[-1])
        stuck_by = at - nine_in_ten
    moments = [at - days * A_DAY for days in EDGES]
    bounds = [(moments[0], None), (moments[1], moments[0]), (None, moments[1])]
    counted = Listing.objects.of(store).counted().filter(state=State.AUDITING)
    counts = counted.aggregate(
        **{f"bucket_{n}": Count("pk", filter=_since(*bound)) for n, bound in enumerate(bounds)},
        stuck=Count("pk", filter=_since(None, stuck_by)),
    )
    days = [(None, EDGES[0]), EDGES, (EDGES[1], None)]
    buckets = [
        Bucket(over, up_to, counts[f"bucket_{number}"], _query(*bounds[number]))
        for number, (over, up_to) in enumerate(days)
    ]
    return Reviews(
        at=at,
        total=sum(bucket.count for bucket in buckets),
        buckets=buckets,
        reviews_known=len(took),
        usual=usual,
        nine_in_ten=nine_in_ten,
        stuck=counts["stuck"] if stuck_by is not None else None,
        stuck_listings=_query(None, stuck_by),
    )


def _reviews(store: Store, *, at: datetime) -> list[float]:
    """Seconds the newest reviews took that were seen from beginning to end. A beginning and an
    end are each dated by the reading that found them."""
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
            by_at__gt=at - LOOK_BACK,
            by_at__lte=at,
        )
        .order_by("-by_at", "-pk")
        .annotate(began_at=Subquery(began))
        .values_list("began_at", F("by_at"))[:MOST_REVIEWS]
    )
    return [(by_at - began_at).total_seconds() for began_at, by_at in ended if began_at is not None]


def _since(after: datetime | None, by: datetime | None) -> Q:
    """In its state since after the one moment and by the other."""
    found = Q()
    if after is not None:
        found &= Q(state_since_at__gt=after)
    if by is not None:
        found &= Q(state_since_at__lte=by)
    return found


def _query(after: datetime | None, by: datetime | None) -> dict[str, str]:
    bounds = {"since_after": after, "since_by": by}
    told = {name: moment.isoformat() for name, moment in bounds.items() if moment is not None}
    return {"state": State.AUDITING.value, **told}


def _days(stretch: timedelta) -> str:
    return f"{stretch / A_DAY:.1f} days"


def _seconds(stretch: timedelta | None) -> int | None:
    return None if stretch is None else int(stretch.total_seconds())
