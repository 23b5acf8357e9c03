"""Listings in auditing: how long they have been there, against how long reviews of this store
usually take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store, Transition
from cards.board.listed import Listed
from cards.measures.moments import moment_text

A_DAY: Final = timedelta(days=1)
# In days: under 2, from 2 to 7, over 7.
EDGES: Final = (2, 7)
LOOK_BACK: Final = timedelta(days=90)
MOST_REVIEWS: Final = 2_000  # the newest; enough to know what is usual
FEWEST_REVIEWS: Final = 20  # with fewer nothing is called usual

Bound = tuple[datetime | None, datetime | None]


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
    """Two statements. A page that asks for more of the store takes the pieces below."""
    of_store: QuerySet[Store, Any] = Store.objects.filter(pk=store.pk)
    took = times_in(of_store.values_list(ended_reviews(store, at=at), flat=True).get())
    counts = of_store.values_list(waiting(took, at=at), flat=True).get()
    return reviews_from(took, counts, at=at)


def ended_reviews(store: Store, *, at: datetime | Subquery) -> Subquery:
    """An annotation of the store, for `times_in`: when each of its newest reviews by that moment
    began and ended. A beginning and an end are each dated by the reading that found them."""
    began = (
        Transition.objects.filter(
            listing=OuterRef("listing"), to_state=State.AUDITING, by_at__lt=OuterRef("by_at")
        )
        .exclude(from_state=State.AUDITING)
        .order_by("-by_at")
        .values("by_at")[:1]
    )
    newest = Transition.objects.filter(
        store=store,
        from_state=State.AUDITING,
        to_state__in=[State.ACTIVE, State.REJECTED],
        by_at__gt=at - LOOK_BACK,
        by_at__lte=at,
    ).order_by("-by_at", "-pk")[:MOST_REVIEWS]
    ended = Transition.objects.filter(pk__in=newest.values("pk")).annotate(began_at=Subquery(began))
    listed = ended.values("store").annotate(reviews=Listed("began_at", "by_at"))
    return Subquery(listed.values("reviews"))


def times_in(reviews: list[list[str | None]] | None) -> list[float]:
    """Seconds the reviews took that were seen from beginning to end."""
    moments = [
        (datetime.fromisoformat(began), datetime.fromisoformat(ended))
        for began, ended in reviews or []
        if began and ended
    ]
    return [(ended - began).total_seconds() for began, ended in moments]


def waiting(took: list[float], *, at: datetime) -> Subquery:
    """An annotation of the store, for `reviews_from`: how many listings are in auditing, by how
    long they have been there."""
    bounds = {f"bucket_{number}": bound for number, bound in enumerate(_bounds(at))}
    counts = {name: Count("pk", filter=_since(*bound)) for name, bound in bounds.items()}
    stuck = Count("pk", filter=_since(None, _stuck_by(took, at=at)))
    # One object, so that each listing is looked at once.
    counted = (
        Listing.objects.counted()
        .filter(store=OuterRef("pk"), state=State.AUDITING)
        .values("store")
        .annotate(counts=JSONObject(**counts, stuck=stuck))
    )
    return Subquery(counted.values("counts"))


def reviews_from(took: list[float], counts: dict[str, int] | None, *, at: datetime) -> Reviews:
    """`counts`: what the annotation `waiting` found; None: nothing is in auditing."""
    counts = counts or {}
    edges = [(None, EDGES[0]), EDGES, (EDGES[1], None)]
    buckets = [
        Bucket(over, up_to, counts.get(f"bucket_{number}", 0), _query(*bound))
        for number, ((over, up_to), bound) in enumerate(zip(edges, _bounds(at), strict=True))
    ]
    stuck_by = _stuck_by(took, at=at)
    return Reviews(
        at=at,
        total=sum(bucket.count for bucket in buckets),
        buckets=buckets,
        reviews_known=len(took),
        usual=timedelta(seconds=median(took)) if stuck_by else None,
        nine_in_ten=at - stuck_by if stuck_by else None,
        stuck=counts.get("stuck", 0) if stuck_by else None,
        stuck_listings=_query(None, stuck_by),
    )


def _bounds(at: datetime) -> list[Bound]:
    """Of the buckets: in auditing since after the one moment and by the other."""
    moments = [at - days * A_DAY for days in EDGES]
    return [(moments[0], None), (moments[1], moments[0]), (None, moments[1])]


def _stuck_by(took: list[float], *, at: datetime) -> datetime | None:
    """What has been in auditing since then is there longer than nine in ten reviews took; None
    where too few are known."""
    if len(took) < FEWEST_REVIEWS:
        return None
    return at - timedelta(seconds=quantiles(took, n=10)[-1])


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
