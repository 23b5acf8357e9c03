"""The gap between Total and Active, row by row, adding up to the last listing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store
from cards.statements.prepared import Prepared

MOST_STATEMENTS: Final = 500  # one for each choice of rows that stores have
ALWAYS_SHOWN: Final = (
    State.AUDITING,
    State.REJECTED,
    State.EXPIRED,
    State.TAKEN_DOWN,
    State.UNMAPPED,
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One state and reason. `change` is against a day ago, None where that is not known."""

    state: str
    state_label: str
    status: str  # AliExpress's words, verbatim
    offline_reason: str
    count: int
    total: int  # the share is count of total
    change: int | None
    oldest_since: datetime | None

    @property
    def share(self) -> float | None:
        return self.count / self.total if self.total else None

    @property
    def aliexpress_words(self) -> str:
        return " / ".join(word for word in (self.status, self.offline_reason) if word)


@dataclass(frozen=True, slots=True)
class Ledger:
    """total = active + gap, and the rows add up to the gap."""

    total: int
    active: int
    rows: list[LedgerRow]
    compared_with: datetime | None  # the moment of the reading a day ago
    changed_since: datetime | None  # when that was given: what moved is asked from then on

    @property
    def gap(self) -> int:
        return self.total - self.active

    @property
    def gap_share(self) -> float | None:
        return self.gap / self.total if self.total else None

    @property
    def change(self) -> int | None:
        """Of the gap, against a day ago."""
        changes = [row.change for row in self.rows if row.change is not None]
        return sum(changes) if len(changes) == len(self.rows) else None


def oldest(
    store_id: int, snapshot: ListingSnapshot, *, before: ListingSnapshot | None
) -> dict[str, datetime | None]:
    """For `ledger_of`: since when the longest-standing listing of each row has been there. One
    statement, an index look-up a row; nothing is counted."""
    rows = _rows(snapshot, before)
    # Listings of one reason differ in AliExpress's status where they are unmapped, or where shops
    # of several families have words of their own for one state.
    keys = tuple(
        (state, status if state == State.UNMAPPED or snapshot.shops else None, reason)
        for state, status, reason in rows.values()
    )
    [found] = _oldest_statement(keys).all(store_id=store_id)
    return dict(zip(rows, found, strict=True))


@lru_cache(maxsize=MOST_STATEMENTS)
def _oldest_statement(keys: tuple[tuple[str, str | None, str], ...]) -> Prepared:
    def build(*, store_id: int) -> QuerySet[Any, Any]:
        listings = Listing.objects.counted().filter(store=OuterRef("pk"))
        found = {
            f"row_{number}": Subquery(
                listings.filter(state=state, offline_reason=reason)
                .filter(**({} if status is None else {"status": status}))
                .order_by("state_since_at")
                .values("state_since_at")[:1]
            )
            for number, (state, status, reason) in enumerate(keys)
        }
        return Store.objects.filter(pk=store_id).annotate(**found).values_list(*found)

    return Prepared(build, store_id=-7_140_905)


def ledger_of(
    snapshot: ListingSnapshot,
    *,
    before: ListingSnapshot | None,
    since: Mapping[str, datetime | None],
) -> Ledger:
    """`before`: the snapshot given a day earlier, None where there was none. `since`: what the
    `oldest` found; empty for a past moment, of which that is not known."""
    now, then = _counts(snapshot), _counts(before) if before else None
    rows = [
        LedgerRow(
            state=key[0],
            state_label=State(key[0]).label,
            status=key[1],
            offline_reason=key[2],
            count=now.get(key, 0),
            total=snapshot.total_count,
            change=None if then is None else now.get(key, 0) - then.get(key, 0),
            oldest_since=since.get(name),
        )
        for name, key in _rows(snapshot, before).items()
    ]
    return Ledger(
        total=snapshot.total_count,
        active=snapshot.count_of(State.ACTIVE),
        rows=rows,
        compared_with=before.as_of if before else None,
        changed_since=before.published_at if before else None,
    )


Key = tuple[str, str, str]  # state, and AliExpress's status and reason


def _counts(snapshot: ListingSnapshot) -> Counter[Key]:
    """Of all shops together: two of one family have rows of the same words."""
    counts = Counter[Key]()
    for row in snapshot.reasons:
        counts[row["state"], row["status"], row["offline_reason"]] += row["count"]
    return counts


def _rows(snapshot: ListingSnapshot, before: ListingSnapshot | None) -> dict[str, Key]:
    """Everything but active, by name, in the order it is read in. States without a row of their
    own still get one: zero is said, not left out."""
    keys = {*_counts(snapshot), *(_counts(before) if before else ())}
    present = {state for state, _, _ in keys}
    keys |= {(state.value, "", "") for state in ALWAYS_SHOWN if state not in present}
    shown = sorted((key for key in keys if key[0] != State.ACTIVE), key=_reading_order)
    return {f"row_{number}": key for number, key in enumerate(shown)}


def _reading_order(key: Key) -> tuple[int, str, str]:
    state, status, reason = key
    return list(State.values).index(state), status, reason
