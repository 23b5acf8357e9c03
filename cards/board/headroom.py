"""How many more products AliExpress lets the seller have, and when there are no more to have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.formats import moment_text

# The flow of so many days is the present one: the longest that is known.
WINDOWS: Final = (30, 7)
# AliExpress counts these two against the limit.
COUNTED: Final = (State.ACTIVE, State.AUDITING)
# Later than this nobody plans, and no calendar needs to hold it.
FARTHEST_DAYS: Final = 3650


@dataclass(frozen=True, slots=True)
class Headroom:
    """`days`: of the flow `net` is of; None where too little of the past is known."""

    limit: int
    told_at: datetime | None
    taken: int
    days: int | None
    net: int
    at: datetime

    @property
    def left(self) -> int:
        return max(0, self.limit - self.taken)

    @property
    def reached_at(self) -> datetime | None:
        """None where the flow does not lead there within ten years, or is not known."""
        if not self.left:
            return self.at
        if self.days is None or self.net <= 0:
            return None
        needed = self.left * self.days / self.net
        return self.at + timedelta(days=needed) if needed <= FARTHEST_DAYS else None

    @property
    def sentence(self) -> str:
        start = (
            f"AliExpress lets this seller have {self.limit:,} products on sale and in auditing "
            f"together: {self.taken:,} are, {self.left:,} more fit."
        )
        if not self.left:
            return f"{start} New ones are refused until some are taken off sale."
        if self.days is None:
            return f"{start} When that is reached can be told after a week of readings."
        flow = f"At the flow of the last {self.days} days ({self.net:+,})".replace("-", "\u2212")
        if self.reached_at is None:
            return f"{start} {flow} that is not reached in the next ten years."
        return f"{start} {flow} that is reached on {self.reached_at.astimezone(UTC):%-d %B %Y}."

    def as_json(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "told_at": moment_text(self.told_at),
            "taken": self.taken,
            "left": self.left,
            "days": self.days,
            "net": self.net if self.days else None,
            "reached_at": moment_text(self.reached_at),
            "sentence": self.sentence,
        }


def headroom_of(
    store: Store,
    snapshot: ListingSnapshot,
    *,
    earlier: Mapping[int, ListingSnapshot | None],
    at: datetime,
) -> Headroom | None:
    """`earlier`: what was given so many days before. None where AliExpress does not tell how many
    products the seller may have."""
    if store.product_limit is None:
        return None
    days = next((days for days in WINDOWS if earlier.get(days)), None)
    before = earlier.get(days) if days else None
    taken = _taken(snapshot)
    return Headroom(
        limit=store.product_limit,
        told_at=store.product_limit_at,
        taken=taken,
        days=days,
        net=taken - _taken(before) if before else 0,
        at=at,
    )


def _taken(snapshot: ListingSnapshot) -> int:
    return sum(snapshot.count_of(state) for state in COUNTED)
