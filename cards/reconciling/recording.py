"""Makes a record of the desk, and counts it again when a new reading bears on it."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from aliexpress.lifecycle import State, state_of
from aliexpress.models import ListingSnapshot, Store
from cards.board.flow import moves_between
from cards.models import Reconciliation
from cards.reconciling.entry import BadEntry, Entry
from cards.reconciling.explaining import Answer, Facts, explain


def reconcile(store: Store, entry: Entry, *, by: Any, at: datetime) -> Reconciliation:
    """Hold the entry against our own data and keep the answer. Raises BadEntry where nothing
    complete was known at the moment it is about."""
    snapshot, after = _around(store, entry.observed_at)
    answer = explain(_facts(entry, snapshot, after))
    return Reconciliation.objects.create(
        store=store,
        by=by,
        created_at=at,
        entered=entry.entered,
        observed_at=entry.observed_at,
        states=None if entry.states is None else sorted(entry.states),
        category=entry.category,
        includes_drafts=entry.includes_drafts,
        note=entry.note,
        **_counted(answer, snapshot, after, entry.observed_at, at=at),
    )


def recount(record: Reconciliation, *, at: datetime) -> Reconciliation:
    """Count it again with what is known now. A record whose status changes by it is reopened:
    somebody relied on the old one."""
    if record.is_settled:
        return record
    entry = Entry(
        entered=record.entered,
        observed_at=record.observed_at,
        states=None if record.states is None else frozenset(map(State, record.states)),
        category=record.category,
        includes_drafts=record.includes_drafts,
    )
    snapshot, after = _around(record.store, record.observed_at)
    found = _counted(
        explain(_facts(entry, snapshot, after)), snapshot, after, record.observed_at, at=at
    )
    if found["status"] != record.status and record.status != Reconciliation.Status.OPEN:
        found["reopened_at"] = at
    for name, value in found.items():
        setattr(record, name, value)
    record.save(update_fields=list(found))
    return record


def recount_unsettled(*, at: datetime) -> int:
    """Count again the records a newer reading bears on. Returns how many."""
    waiting = Reconciliation.objects.filter(
        Q(store__snapshots__published_at__gt=F("counted_at"))
        | Q(store__snapshots__confirmed_at__gte=F("observed_at")),
        is_settled=False,
    )
    records = list(waiting.select_related("store").distinct().order_by("id")[:200])
    for record in records:
        recount(record, at=at)
    return len(records)


def _around(store: Store, moment: datetime) -> tuple[ListingSnapshot, ListingSnapshot | None]:
    """Our newest reading that was true by the moment, and the first that is later."""
    of_store = ListingSnapshot.objects.filter(store=store)
    snapshot = of_store.filter(as_of__lte=moment).order_by("-as_of", "-id").first()
    if snapshot is None:
        raise BadEntry(
            "observed_at",
            "We had no complete reading by that moment, so there is nothing to compare with.",
        )
    return snapshot, of_store.filter(pk__gt=snapshot.pk).order_by("id").first()


def _is_settled(snapshot: ListingSnapshot, after: ListingSnapshot | None, moment: datetime) -> bool:
    """Whether no reading to come can bear on that moment."""
    return after is not None or snapshot.confirmed_at >= moment


def _facts(entry: Entry, snapshot: ListingSnapshot, after: ListingSnapshot | None) -> Facts:
    moved = after is not None and snapshot.confirmed_at < entry.observed_at
    return Facts(
        entered=entry.entered,
        counts=snapshot.counts,
        drafts_are_counted=snapshot.counts_drafts,
        states=entry.states,
        includes_drafts=entry.includes_drafts,
        category=entry.category,
        moves=moves_between(snapshot.store, snapshot, after) if moved and after else {},
        is_behind=not _is_settled(snapshot, after, entry.observed_at),
        declared=_declared_otherwise(snapshot),
    )


def _declared_otherwise(snapshot: ListingSnapshot) -> dict[State, int]:
    """Where AliExpress declares another number than it lists, by the state of its status."""
    found = {}
    for row in snapshot.evidence:
        if row["declared"] is not None and row["declared"] != row["listed"]:
            state = state_of(row["status"], "")
            found[state] = snapshot.count_of(state) + row["declared"] - row["listed"]
    return found


def _counted(
    answer: Answer,
    snapshot: ListingSnapshot,
    after: ListingSnapshot | None,
    moment: datetime,
    *,
    at: datetime,
) -> dict[str, Any]:
    return {
        "snapshot": snapshot,
        "computed": answer.computed,
        "difference": answer.difference,
        "explanations": [one.as_json() for one in answer.explanations],
        "unexplained": answer.unexplained,
        "status": answer.status,
        "counted_at": at,
        "is_settled": _is_settled(snapshot, after, moment),
    }
