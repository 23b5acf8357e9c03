"""Which of many stores Today has something to say about: what is at stake in each by the numbers
beside its pointers, so that only these few have to be looked into."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Any, Final, NamedTuple

from django.db.models import Case, Count, F, IntegerField, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ReviewTally, Store
from aliexpress.models.warnings import LATE_AFTER, with_their_state
from cards.board.reviews import stuck_in
from cards.board.store_today import Beside, open_alerts
from cards.board.today import MOST_SENTENCES
from cards.board.today_of_listings import COMPLETENESS
from cards.board.today_of_stores import urgency_of_end
from cards.board.today_sentence import URGENCY
from cards.measures.products import OUT_OF_STOCK
from cards.measures.validity import KEY as EXPIRING
from cards.measures.validity import days_of
from cards.models import Card


class Stake(NamedTuple):
    weight: float
    store: int


# Of the source held against the listings: rules, and what each counts in a BridgeTally.
OF_BRIDGE: Final = {"source_out_of_stock": "oos_settled_count", "source_missing": "missing_count"}


def stores_at_stake(
    cards: Sequence[Card], stores: QuerySet[Store], *, at: datetime, seen: Collection[str] = ()
) -> tuple[set[int], Beside]:
    """The stores that may have the weightiest sentences of Today, none of them switched off, and
    what is beside: the largest groups of rejected listings, and open alerts, also of the cards
    that are `seen` besides. Three statements, and one for those in auditing.
    """
    stores = stores.filter(is_active=True)
    rejected = largest_groups(stores)
    alerts = open_alerts({*seen, *(card.key for card in cards)}, stores.order_by().values("pk"))
    rows = list(_rows(cards, stores, at=at))
    stakes = [stake for row in rows for stake in _stakes(row, at=at)]
    stakes += [
        Stake(URGENCY["rejected"] * count, store_id)
        for store_id, by_reason in rejected.items()
        for count in by_reason.values()
    ]
    most = nlargest(MOST_SENTENCES, stakes, key=lambda one: one.weight)
    least = most[-1].weight if len(most) == MOST_SENTENCES else 0
    most += _stuck(rows, beyond=least)
    return {one.store for one in most} | {*alerts}, Beside(rejected, alerts)


def largest_groups(stores: QuerySet[Store]) -> dict[int, dict[str, int]]:
    """By store and AliExpress's reason, the few groups of rejected listings that are largest."""
    rejected = Listing.objects.counted().filter(
        store__in=stores.order_by().values("pk"), state=State.REJECTED
    )
    counted = rejected.values_list("store_id", "audit_failure_reason").annotate(count=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for store_id, reason, count in counted.order_by("-count", "store__slug")[:MOST_SENTENCES]:
        found.setdefault(store_id, {})[reason] = count
    return found


def _rows(
    cards: Sequence[Card], stores: QuerySet[Store], *, at: datetime
) -> Iterator[dict[str, Any]]:
    by_key = {card.key: card for card in cards}
    found: dict[str, Any] = {}
    if EXPIRING in by_key:
        found["expiring"] = F("now__validity__overdue_count")
        for day in range(days_of(by_key[EXPIRING].settings)):
            found["expiring"] += Coalesce(
                Cast(KeyTextTransform(day, "now__validity__days"), IntegerField()), 0
            )
    if OUT_OF_STOCK in by_key:
        found["out_of_stock"] = F("now__details__out_of_stock_count")
    if {*COMPLETENESS} & {*by_key}:
        known = F("now__details__attributes_known_count")
        found["lacking"] = known - F("now__details__complete_count")
    found |= {rule: F(f"now__bridge__{count}") for rule, count in OF_BRIDGE.items()}
    # What is missing is told once the codes of every listing are known.
    is_whole = When(now__bridge__not_read_listing_count=0, then=found["source_missing"])
    found["source_missing"] = Case(is_whole)
    asked: QuerySet[Any] = with_their_state(stores)
    rows: Iterator[dict[str, Any]] = (
        asked.annotate(
            total=F("now__snapshot__total_count"),
            auditing=F("now__snapshot__auditing_count"),
            unmapped=F("now__snapshot__unmapped_count"),
            confirmed_at=F("now__snapshot__confirmed_at"),
            error=F("now__last_run__error"),
            last_run_id=F("now__last_run_id"),
            **found,
        )
        .order_by("slug")
        .values(
            *("pk", "next_due_at", "waiting_since", "unbelieved_fall"),
            *("account_warning", "is_renewable", "renewable_until", "access_until"),
            *("total", "auditing", "unmapped", "confirmed_at", "error", "last_run_id", *found),
        )
        .iterator()
    )
    return rows


def _stakes(row: Mapping[str, Any], *, at: datetime) -> Iterator[Stake]:
    """What each rule has at stake in the store; those of whole stores, which may be any of
    several, once."""
    for rule in ("expiring", "out_of_stock", "lacking", "unmapped", *OF_BRIDGE):
        if row.get(rule):
            yield Stake(URGENCY[rule] * row[rule], row["pk"])
    urgency = urgency_of_store(row, at=at)
    if urgency:
        yield Stake(urgency * max(row["total"] or 0, 1), row["pk"])


def urgency_of_store(row: Mapping[str, Any], *, at: datetime) -> float:
    ends_at = row["renewable_until"] if row["is_renewable"] else row["access_until"]
    due = [row["waiting_since"], row["next_due_at"]]
    is_late = any(moment is not None and at - moment > LATE_AFTER for moment in due)
    found = {
        "failing": row["error"],
        "late": is_late,
        "warned": row["unbelieved_fall"] or row["account_warning"],
        "unread": row["total"] is None and row["last_run_id"] is None,
    }
    urgencies = [URGENCY[rule] for rule, holds in found.items() if holds]
    return max([*urgencies, urgency_of_end(ends_at, at=at)])


def _stuck(rows: Iterable[Mapping[str, Any]], *, beyond: float) -> list[Stake]:
    """The most stuck in auditing, of the stores where more are in auditing than that."""
    asked = {
        row["pk"]: row["confirmed_at"]
        for row in rows
        if (row["auditing"] or 0) * URGENCY["stuck"] > beyond
    }
    if not asked:
        return []
    tallies = ReviewTally.objects.filter(store__in=asked, nine_in_ten_seconds__isnull=False)
    return [
        Stake(URGENCY["stuck"] * stuck_in(tally, at=asked[tally.store_id]), tally.store_id)
        for tally in tallies.order_by("store__slug").iterator()
    ]
