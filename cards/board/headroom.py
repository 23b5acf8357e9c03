"""How many more products AliExpress lets a seller have, and when there are no more to have: of a
POP shop alone, or of each counted shop of an account of several."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Shop, Store
from cards.formats import moment_text, signed

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
    shop: str = ""  # channel_seller_id; "" where the POP shop is the only one
    name: str = ""  # of the shop

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
            f"AliExpress lets {self.name or 'this seller'} have {self.limit:,} products on sale "
            "and in auditing "
            f"together: {self.taken:,} are, {self.left:,} more fit."
        )
        if not self.left:
            return f"{start} New ones are refused until some are taken off sale."
        if self.days is None:
            return f"{start} When that is reached can be told after a week of readings."
        flow = f"At the flow of the last {self.days} days ({signed(self.net)})"
        if self.reached_at is None:
            return f"{start} {flow} that is not reached in the next ten years."
        return f"{start} {flow} that is reached on {self.reached_at.astimezone(UTC):%-d %B %Y}."

    def as_json(self) -> dict[str, Any]:
        return {
            "shop": self.shop or None,
            "limit": self.limit,
            "told_at": moment_text(self.told_at),
            "taken": self.taken,
            "left": self.left,
            "days": self.days,
            "net": self.net if self.days else None,
            "reached_at": moment_text(self.reached_at),
            "sentence": self.sentence,
        }


Earlier = Mapping[int, ListingSnapshot | None]


def headrooms_of(
    store: Store, snapshot: ListingSnapshot, *, earlier: Earlier, at: datetime
) -> list[Headroom]:
    """`earlier`: what was given so many days before. [] where AliExpress does not tell how many
    products the seller may have. One statement, and none for a POP shop alone."""
    if not snapshot.shops:
        if store.product_limit is None:
            return []
        limit, told_at = store.product_limit, store.product_limit_at
        return [_headroom(limit, told_at, snapshot, earlier=earlier, at=at)]
    counted = {row["shop"]: row for row in snapshot.shops if row["counted"]}
    rows = Shop.objects.filter(store=store.pk, product_limit__isnull=False).order_by("pk")
    return [
        _headroom(
            one.product_limit or 0,
            one.product_limit_at,
            snapshot,
            earlier=earlier,
            at=at,
            shop=one.channel_seller_id,
            name=counted[one.channel_seller_id]["name"] or one.channel_seller_id,
        )
        for one in rows
        if one.channel_seller_id in counted
    ]


def _headroom(
    limit: int,
    told_at: datetime | None,
    snapshot: ListingSnapshot,
    *,
    earlier: Earlier,
    at: datetime,
    shop: str = "",
    name: str = "",
) -> Headroom:
    days, before = None, None
    for days_before in WINDOWS:
        then = earlier.get(days_before)
        taken_then = _taken(then, shop) if then else None
        if taken_then is not None:
            days, before = days_before, taken_then
            break
    taken = _taken(snapshot, shop) or 0
    net = taken - before if before is not None else 0
    return Headroom(limit, told_at, taken, days, net, at, shop=shop, name=name)


def _taken(snapshot: ListingSnapshot, shop: str) -> int | None:
    """Of the shop, "" for all that is counted; None where the snapshot did not count the shop."""
    if not shop:
        return sum(snapshot.count_of(state) for state in COUNTED)
    if not snapshot.shops:
        return None
    if not any(row["counted"] and row["shop"] == shop for row in snapshot.shops):
        return None
    rows = (row for row in snapshot.reasons if row.get("shop") == shop)
    taken: int = sum(row["count"] for row in rows if row["state"] in COUNTED)
    return taken
