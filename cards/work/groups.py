"""Groups of listings that are not sold, or soon will not be: made by the facts, and never kept.

Each is one statement, however many listings it holds, and says which snapshot it counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from aliexpress.lifecycle import KINDS as KINDS_OF_SHOPS
from aliexpress.lifecycle import POP, State
from aliexpress.models import Listing, Store
from aliexpress.rejection_reasons import rejection_words
from aliexpress.typed.bad_input import BadInput
from cards.measures import bridge, products, validity
from cards.measures.rejections import NO_REASON
from cards.measures.usual_review import STUCK_AFTER, usual_lengths
from cards.models import Card, GroupKind
from cards.work.narrowing import Narrowing, is_in_hand

# Of listings.
KINDS: Final = tuple(
    kind for kind in GroupKind if kind not in (GroupKind.CHOSEN, GroupKind.SOURCE_MISSING)
)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where "soon" and "stuck" begin in one store."""

    expiring_by: datetime
    stuck_since: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Listings of one kind and reason. `worth`: the sum of their lowest prices, where all that
    have a price have it in one currency and of one kind: what a buyer pays, or, where
    `is_at_supply_prices`, what the seller gets."""

    kind: GroupKind
    reason: str
    count: int
    taken_on: int  # of them in an open work item
    since: datetime | None  # the oldest; of what is expiring the first end
    priced_count: int
    worth: Decimal | None
    currency: str
    snapshot: int | None
    is_at_supply_prices: bool = False
    narrowing: Narrowing = field(default_factory=Narrowing)

    @property
    def free_count(self) -> int:
        """How many nobody has in hand."""
        return self.count - self.taken_on

    @property
    def title(self) -> str:
        if self.kind is not GroupKind.REJECTED:
            return self.kind.label
        return f"Rejected: {self.words}"

    @property
    def words(self) -> str:
        return rejection_words(self.reason)

    @property
    def query(self) -> dict[str, str]:
        """Names the group in an address."""
        reason = {"reason": self.reason or NO_REASON} if self.kind is GroupKind.REJECTED else {}
        return {**reason, **self.narrowing.query}


def kind_from(value: Any) -> GroupKind:
    """Raises BadInput."""
    if not isinstance(value, str) or value not in {kind.value for kind in KINDS}:
        raise BadInput("kind", f"kind must be one of {', '.join(KINDS)}; it is {value!r}.")
    return GroupKind(value)


def edges_of(store: Store, *, at: datetime) -> Edges:
    """Two statements."""
    settings = Card.objects.filter(key=validity.KEY).values_list("settings", flat=True).first()
    tally = getattr(getattr(store, "now", None), "reviews", None)
    _, nine_in_ten = usual_lengths(tally) if tally else (None, None)
    return Edges(
        expiring_by=at + timedelta(days=validity.days_of(settings or {})),
        stuck_since=at - (nine_in_ten or STUCK_AFTER),
    )


def in_state(state: State) -> Callable[[Store, Edges], QuerySet[Listing]]:
    return lambda store, edges: Listing.objects.of(store).counted().filter(state=state)


MADE_BY: Final[dict[GroupKind, Callable[[Store, Edges], QuerySet[Listing]]]] = {
    GroupKind.REJECTED: in_state(State.REJECTED),
    GroupKind.EXPIRED: in_state(State.EXPIRED),
    GroupKind.EXPIRING: lambda store, edges: validity.expiring_by(store.pk, edges.expiring_by),
    GroupKind.OUT_OF_STOCK: lambda store, edges: products.out_of_stock(store.pk),
    GroupKind.LACKING: lambda store, edges: products.complete(store.pk, products.LACKING),
    GroupKind.SOURCE_OUT: lambda store, edges: bridge.out_of_stock_listings(store),
    GroupKind.SOURCE_LACKS: lambda store, edges: bridge.lacking_variants(store),
    GroupKind.STUCK: lambda store, edges: in_state(State.AUDITING)(store, edges).filter(
        state_since_at__lte=edges.stuck_since
    ),
}
# Of what the source is held against: a store without one has none of these.
OF_BRIDGE: Final = (GroupKind.SOURCE_OUT, GroupKind.SOURCE_LACKS)
# Since when, where it is not since the state began: of what is read product by product, since
# when it was known at the latest.
_SINCE: Final = {
    GroupKind.EXPIRING: "offline_at",
    GroupKind.OUT_OF_STOCK: "detail__asked_at",
    GroupKind.LACKING: "detail__asked_at",
}


def listings_in(
    store: Store,
    kind: GroupKind,
    *,
    reason: str | None = None,
    narrowing: Narrowing | None = None,
    edges: Edges,
    at: datetime,
) -> QuerySet[Listing]:
    """The listings of a group. `reason`: of what was rejected, AliExpress's word or NO_REASON;
    None: whatever it is."""
    found = MADE_BY[kind](store, edges)
    if reason and kind is GroupKind.REJECTED:
        found = found.filter(audit_failure_reason="" if reason == NO_REASON else reason)
    return found if narrowing is None else narrowing.narrow(found, at=at)


def groups_of(store: Store, *, at: datetime) -> list[Group]:
    """Every group that holds a listing: first what is worth most, then the oldest."""
    edges = edges_of(store, at=at)
    found = [
        group
        for kind in kinds_of(store)
        for group in groups_in(listings_in(store, kind, edges=edges, at=at), kind)
    ]
    return sorted(found, key=order)


def kinds_of(store: Store) -> tuple[GroupKind, ...]:
    now = getattr(store, "now", None)
    has_bridge = now is not None and now.bridge_id is not None
    return tuple(kind for kind in KINDS if has_bridge or kind not in OF_BRIDGE)


def groups_in(
    listings: QuerySet[Listing], kind: GroupKind, *, narrowing: Narrowing | None = None
) -> list[Group]:
    """The groups these listings make, one a reason; one statement."""
    reason = "audit_failure_reason" if kind is GroupKind.REJECTED else None
    # Prices of two currencies are never added, nor what buyers pay to what the seller gets.
    prices = ("currency", "shop__family")
    names = [*([reason] if reason else []), *prices, "store__now__snapshot"]
    rows = (
        listings.order_by()
        .annotate(is_taken_on=is_in_hand())
        .values(*names)
        .annotate(
            listing_count=Count("pk"),
            taken_on=Count("pk", filter=Q(is_taken_on=True)),
            since=Min(F(_SINCE.get(kind, "state_since_at"))),
            priced_count=Count("min_price"),
            price=Sum("min_price"),
        )
    )
    by_reason: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_reason.setdefault(row[reason] if reason else "", []).append(row)
    return [_group(kind, word, some, narrowing) for word, some in by_reason.items()]


def _group(
    kind: GroupKind, reason: str, rows: list[dict[str, Any]], narrowing: Narrowing | None
) -> Group:
    priced = [row for row in rows if row["priced_count"]]
    is_one_kind = len({(row["currency"], is_supply(row)) for row in priced}) == 1
    return Group(
        kind=kind,
        reason=reason,
        count=sum(row["listing_count"] for row in rows),
        taken_on=sum(row["taken_on"] for row in rows),
        since=min((row["since"] for row in rows if row["since"]), default=None),
        priced_count=sum(row["priced_count"] for row in rows),
        worth=sum((row["price"] for row in priced), Decimal(0)) if is_one_kind else None,
        currency=priced[0]["currency"] if is_one_kind else "",
        snapshot=rows[0]["store__now__snapshot"],
        is_at_supply_prices=is_one_kind and is_supply(priced[0]),
        narrowing=narrowing or Narrowing(),
    )


def is_supply(row: dict[str, Any]) -> bool:
    kind = KINDS_OF_SHOPS.get(row["shop__family"] or POP)
    return kind is not None and kind.is_supply


def order(group: Group) -> tuple[bool, bool, Decimal, float]:
    """What is worth most first, then the oldest."""
    return (
        group.worth is None,
        group.is_at_supply_prices,
        -(group.worth or Decimal(0)),
        by_age(group),
    )


def by_age(group: Group) -> float:
    """The oldest first, whatever it is worth: last is what is only about to happen."""
    return group.since.timestamp() if group.since else float("inf")
