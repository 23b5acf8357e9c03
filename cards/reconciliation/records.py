"""Makes a record of the desk, and counts it again when a new reading bears on it."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.models import Card, Reconciliation
from cards.reconciliation.advice import CARD, advice_of
from cards.reconciliation.answer import Explanation
from cards.reconciliation.entry import Entry, note_from
from cards.reconciliation.explain import explain
from cards.reconciliation.moment_reader import Around, around, facts_of

CORRECTION = "correction"  # the kind of an explanation
AT_ONCE = 200  # records counted again in one go


def reconcile(store: Store, entry: Entry, *, by: Any, at: datetime) -> Reconciliation:
    """Hold the entry against our own data and keep the answer. Raises BadInput where nothing
    complete was known at the moment it is about."""
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
        **_counted(entry, around(store, entry.observed_at), at=at),
    )


def write_note(record: Reconciliation, text: Any) -> None:
    """What people found out; in place of the note before. Raises BadInput."""
    record.note = note_from(text)
    record.save(update_fields=["note"])


def recount(record: Reconciliation, *, at: datetime) -> Reconciliation:
    """Count it again with what is known now.

    A record is reopened when it was agreed or explained and our number for its moment, or the
    status that follows, is another now: somebody relied on the old answer. What the answer was
    stays among the explanations. A settled record is left as it is, and so is one that somebody
    else counted meanwhile: what they saw may be newer.
    """
    if record.is_settled:
        return record
    found = _counted(entry_of(record), around(record.store, record.observed_at), at=at)
    told = [one for one in record.explanations if one["kind"] == CORRECTION]
    if is_reopened(record, found):
        found["reopened_at"] = at
        told.append(_correction(record).as_json())
    found["explanations"] += told
    as_it_was = Reconciliation.objects.filter(
        pk=record.pk, counted_at=record.counted_at, is_settled=False
    )
    as_it_was.update(**found)
    record.refresh_from_db(fields=list(found))
    return record


def recount_unsettled(*, at: datetime) -> int:
    """Count again the records a newer reading bears on. Returns how many."""
    newest = ListingSnapshot.objects.filter(store=OuterRef("store")).order_by(
        "-published_at", "-id"
    )
    waiting = Reconciliation.objects.filter(is_settled=False).annotate(
        published_at=Subquery(newest.values("published_at")[:1]),
        confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        verdict=Subquery(newest.values("verdict")[:1]),
    )
    # A disputed reading that stands is confirmed again and again, and settles nothing by it.
    confirmed = Q(
        confirmed_at__gte=F("observed_at"), verdict=ListingSnapshot.Verdict.COMPLETE.value
    )
    bearing = waiting.filter(Q(published_at__gt=F("counted_at")) | confirmed)
    records = list(bearing.select_related("store").order_by("id")[:AT_ONCE])
    for record in records:
        recount(record, at=at)
    return len(records)


def entry_of(record: Reconciliation) -> Entry:
    return Entry(
        entered=record.entered,
        observed_at=record.observed_at,
        states=None if record.states is None else frozenset(map(State, record.states)),
        category=record.category,
        includes_drafts=record.includes_drafts,
    )


def _counted(entry: Entry, known: Around, *, at: datetime) -> dict[str, Any]:
    advice = advice_of(Card.objects.filter(key=CARD).first())
    answer = explain(facts_of(entry, known), advice)
    return {
        "snapshot": known.snapshot,
        "computed": answer.computed,
        "difference": answer.difference,
        "explanations": [one.as_json() for one in answer.explanations],
        "unexplained": answer.unexplained,
        "status": answer.status,
        "counted_at": at,
        "is_settled": known.is_settled,
    }


def is_reopened(record: Reconciliation, found: dict[str, Any]) -> bool:
    was_closed = record.status != Reconciliation.Status.OPEN
    before = (record.status, record.computed)
    return was_closed and before != (found["status"], found["computed"])


def _correction(record: Reconciliation) -> Explanation:
    sentence = (
        f"It was {record.status} against {record.computed:,}; a later reading corrected that."
    )
    return Explanation(CORRECTION, sentence, None)
