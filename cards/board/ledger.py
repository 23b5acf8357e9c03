"""The gap between Total and Active, row by row, adding up to the last listing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot, Store


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


def ledger_of(
    snapshot: ListingSnapshot,
    store: Store,
    *,
    before: ListingSnapshot | None,
    is_past: bool = False,
) -> Ledger:
    """`before`: the snapshot given a day earlier, None where there was none. One statement, for
    the oldest listing of each row; none for a past moment, of which that is not known."""
    then = {_key(row): row["count"] for row in before.reasons} if before else None
    now = {_key(row): row["count"] for row in snapshot.reasons}
    keys = {*now, *(then or {})} | {_empty_row(state) for state in _rows_always_shown(now, then)}
    oldest = {} if is_past else _oldest(store, keys)
    rows = [
        LedgerRow(
            state=state,
            state_label=State(state).label,
            status=status,
            offline_reason=reason,
            count=now.get((state, status, reason), 0),
            total=snapshot.total_count,
            change=(
                None
                if then is None
                else now.get((state, status, reason), 0) - then.get((state, status, reason), 0)
            ),
            oldest_since=oldest.get((state, status, reason)),
        )
        for state, status, reason in sorted(keys, key=_reading_order)
        if state != State.ACTIVE
    ]
    return Ledger(
        total=snapshot.total_count,
        active=snapshot.count_of(State.ACTIVE),
        rows=rows,
        compared_with=before.as_of if before else None,
    )


Key = tuple[str, str, str]


def _key(row: dict[str, str]) -> Key:
    return row["state"], row["status"], row["offline_reason"]


def _rows_always_shown(now: dict[Key, int], then: dict[Key, int] | None) -> list[State]:
    """States without a row of their own still get one: zero is said, not left out."""
    present = {state for state, _, _ in [*now, *(then or {})]}
    always = (State.AUDITING, State.REJECTED, State.EXPIRED, State.TAKEN_DOWN, State.UNMAPPED)
    return [state for state in always if state not in present]


def _empty_row(state: State) -> Key:
    return state.value, "", ""


def _reading_order(key: Key) -> tuple[int, str, str]:
    state, status, reason = key
    return list(State.values).index(state), status, reason


def _oldest(store: Store, keys: set[Key]) -> dict[Key, datetime | None]:
    """Since when the longest-standing listing of each row has been there: an index look-up a
    row, all in one statement; nothing is counted."""
    names = {f"row_{number}": key for number, key in enumerate(sorted(keys))}
    look_ups = {
        name: Subquery(
            Listing.objects.counted()
            .filter(store=OuterRef("pk"), state=state, offline_reason=reason)
            # Only unmapped listings of one reason can differ in AliExpress's status.
            .filter(**({"status": status} if state == State.UNMAPPED else {}))
            .order_by("state_since_at")
            .values("state_since_at")[:1]
        )
        for name, (state, status, reason) in names.items()
        if state != State.ACTIVE
    }
    if not look_ups:
        return {}
    found: Any = Store.objects.filter(pk=store.pk).values(**look_ups).get()
    return {names[name]: moment for name, moment in found.items()}
