"""Listings in auditing: how long they have been there, against how long reviews of this store
usually take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aliexpress.lifecycle import State
from aliexpress.models import ReviewTally, Store
from cards.formats import moment_text
from cards.measures.usual_review import FEWEST_REVIEWS, usual_lengths

A_DAY: Final = timedelta(days=1)
# In days: under 2, from 2 to 7, over 7.
EDGES: Final = (2, 7)

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
            "usual_seconds": seconds(self.usual),
            "nine_in_ten_seconds": seconds(self.nine_in_ten),
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
    "sentence": "Nothing is known yet: that comes with the next complete reading.",
}


def newest_reviews(store: Store) -> Reviews | None:
    """At the moment the store was last known to be as we have it; None: nothing was counted yet."""
    tally = ReviewTally.objects.filter(store=store).select_related("snapshot").first()
    return reviews_from(tally, at=tally.snapshot.confirmed_at) if tally else None


def reviews_from(tally: ReviewTally, *, at: datetime) -> Reviews:
    """`at`: when its snapshot was last found true."""
    waiting = [(datetime.fromisoformat(since), number) for since, number in tally.waiting]
    edges = [(None, EDGES[0]), EDGES, (EDGES[1], None)]
    buckets = [
        Bucket(over, up_to, _number(waiting, *bound), _query(*bound))
        for (over, up_to), bound in zip(edges, _bounds(at), strict=True)
    ]
    usual, nine_in_ten = usual_lengths(tally)
    stuck_by = at - nine_in_ten if nine_in_ten is not None else None
    return Reviews(
        at=at,
        total=sum(number for _, number in waiting),
        buckets=buckets,
        reviews_known=tally.known_count,
        usual=usual,
        nine_in_ten=nine_in_ten,
        stuck=None if stuck_by is None else _number(waiting, None, stuck_by),
        stuck_listings=_query(None, stuck_by),
    )


def stuck_in(tally: ReviewTally, *, at: datetime) -> int:
    """How many have been in auditing longer than nine in ten reviews take; 0 where that is not
    known."""
    _, nine_in_ten = usual_lengths(tally)
    if nine_in_ten is None:
        return 0
    waiting = [(datetime.fromisoformat(since), number) for since, number in tally.waiting]
    return _number(waiting, None, at - nine_in_ten)


def _number(
    waiting: list[tuple[datetime, int]], after: datetime | None, by: datetime | None
) -> int:
    """In auditing since after the one moment and by the other."""
    return sum(
        number
        for since, number in waiting
        if (after is None or since > after) and (by is None or since <= by)
    )


def _bounds(at: datetime) -> list[Bound]:
    """Of the buckets: in auditing since after the one moment and by the other."""
    moments = [at - days * A_DAY for days in EDGES]
    return [(moments[0], None), (moments[1], moments[0]), (None, moments[1])]


def _query(after: datetime | None, by: datetime | None) -> dict[str, str]:
    bounds = {"since_after": after, "since_by": by}
    told = {name: moment.isoformat() for name, moment in bounds.items() if moment is not None}
    return {"state": State.AUDITING.value, **told}


def _days(stretch: timedelta) -> str:
    return f"{stretch / A_DAY:.1f} days"


def seconds(stretch: timedelta | None) -> int | None:
    return None if stretch is None else int(stretch.total_seconds())
