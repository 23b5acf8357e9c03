"""Where a store's numbers began to count something else: drafts, or another choice of shops."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.history.history import History


@dataclass(frozen=True, slots=True)
class Break:
    """`text` names both sides."""

    at: datetime
    text: str


def breaks_of(store: Store, shown: History, newest: ListingSnapshot | None) -> list[Break]:
    """Within what a chart shows; one statement, and none for a store that has neither drafts nor
    a second shop."""
    has_drafts = any(point.counts.get(State.DRAFT) for point in shown.points)
    if not has_drafts and not (newest and newest.shops):
        return []
    changed = (
        ListingSnapshot.objects.filter(
            store=store, as_of__gt=shown.start, as_of__lte=shown.end, previous__isnull=False
        )
        .filter(~Q(counts_drafts=F("previous__counts_drafts")) | ~Q(shops=F("previous__shops")))
        .select_related("previous")
        .only("as_of", "counts_drafts", "shops", "previous__counts_drafts", "previous__shops")
        .order_by("as_of", "id")
    )
    return [Break(one.as_of, text) for one in changed if (text := " ".join(_sides(one)))]


def _sides(snapshot: ListingSnapshot) -> Iterable[str]:
    before = snapshot.previous
    if before is None:
        return
    if snapshot.counts_drafts != before.counts_drafts:
        now, then = ("counted", "not") if snapshot.counts_drafts else ("not counted", "counted")
        yield f"Drafts are {now} from here on; before, they were {then}."
    names, was = _counted(snapshot), _counted(before)
    if names == was or not (snapshot.shops and before.shops):
        return
    come, gone = sorted(names - was), sorted(was - names)
    if come:
        yield f"Counted from here on, and not before: {', '.join(come)}."
    if gone:
        yield f"Left out from here on, and counted before: {', '.join(gone)}."


def _counted(snapshot: ListingSnapshot) -> set[str]:
    return {str(row["name"] or row["shop"]) for row in snapshot.shops if row["counted"]}
