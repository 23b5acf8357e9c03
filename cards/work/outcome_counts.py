"""How many of the listings that were taken on came to what, by work item and by reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
)

from aliexpress.models import Store
from cards.models import GroupKind, WorkItem, WorkListing
from cards.work.follow_up import LEFT, Outcome, followed


def outcomes_of(items: list[int]) -> dict[int, dict[Outcome, int]]:
    """How many listings of each item came to what, by the item's id; one statement."""
    found: dict[int, dict[Outcome, int]] = {item: dict.fromkeys(Outcome, 0) for item in items}
    rows: Any = followed(WorkListing.objects.filter(item__in=items)).order_by()
    for item, outcome, number in rows.values_list("item", "outcome").annotate(n=Count("pk")):
        found[item][Outcome(outcome)] = number
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """A work item with how many of its listings came to what."""

    item: WorkItem
    counts: dict[Outcome, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        return sum(self.counts[outcome] for outcome in LEFT)

    @property
    def parts(self) -> list[tuple[Outcome, int]]:
        """What any listing came to, with how many."""
        return [(outcome, number) for outcome, number in self.counts.items() if number]


def progress_of(items: Iterable[WorkItem]) -> list[Progress]:
    """One statement, however many items."""
    items = list(items)
    counts = outcomes_of([item.pk for item in items])
    return [Progress(item, counts[item.pk]) for item in items]


@dataclass(frozen=True, slots=True)
class Record:
    """What came of all that was taken on for one reason."""

    kind: GroupKind
    reason: str
    taken_on: int
    cleared: int
    turned_down: int  # since it was taken on, whatever became of it then
    took: timedelta | None  # to be cleared, on average

    @property
    def cleared_share(self) -> float:
        return self.cleared / self.taken_on

    @property
    def turned_down_share(self) -> float:
        return self.turned_down / self.taken_on


def records_of(store: Store) -> list[Record]:
    """By kind and reason, what was taken on most first; one statement."""
    cleared = Q(outcome=Outcome.CLEARED)
    rows = (
        # A release after this one may know other kinds, and runs beside it during an upgrade.
        followed(WorkListing.objects.filter(item__store=store, item__kind__in=GroupKind.values))
        .order_by()
        .annotate(
            took=ExpressionWrapper(F("ended_at") - F("item__created_at"), DurationField()),
        )
        .values("item__kind", "reason")
        .annotate(
            taken_on=Count("pk"),
            cleared=Count("pk", filter=cleared),
            turned_down=Count("pk", filter=Q(was_turned_down=True)),
            average=Avg("took", filter=cleared),
        )
    )
    records = [
        Record(
            kind=GroupKind(row["item__kind"]),
            reason=row["reason"],
            taken_on=row["taken_on"],
            cleared=row["cleared"],
            turned_down=row["turned_down"],
            took=max(row["average"], timedelta()) if row["average"] is not None else None,
        )
        for row in rows
    ]
    return sorted(records, key=lambda one: (-one.taken_on, one.kind, one.reason))
