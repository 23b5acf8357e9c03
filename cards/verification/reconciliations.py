"""Whether what was held against Seller Center's number is what our readings give for it. Yields a
sentence for each record that is not."""

from collections.abc import Iterator

from aliexpress.models import ListingSnapshot, Store
from cards.models import Reconciliation
from cards.reconciliation.moment_reader import Around, facts_of
from cards.reconciliation.records import entry_of

COMPLETE = ListingSnapshot.Verdict.COMPLETE


def problems(store: Store) -> Iterator[str]:
    records = Reconciliation.objects.filter(store=store)
    snapshots = {
        one.pk: one
        for one in ListingSnapshot.objects.filter(pk__in=records.values("snapshot"), store=store)
    }
    for record in records.order_by("pk"):
        snapshot = snapshots.get(record.snapshot_id)
        if snapshot is None:
            yield f"Reconciliation {record.pk} stands on a snapshot that is none of the store's."
        elif record.computed != (number := _computed(record, snapshot)):
            yield (
                f"Reconciliation {record.pk} is held against {record.computed:,}, and its snapshot "
                f"gives {number:,}."
            )


def _computed(record: Reconciliation, snapshot: ListingSnapshot) -> int:
    """Our number for what the person had in view. Once a record is settled, with what a later
    complete reading said of a disputed one."""
    later = ListingSnapshot.objects.filter(store=snapshot.store_id, pk__gt=snapshot.pk)
    disputed = record.is_settled and snapshot.verdict != COMPLETE
    undisputed = later.filter(verdict=COMPLETE).order_by("pk").first() if disputed else None
    known = Around(record.observed_at, snapshot, after=None, undisputed=undisputed)
    facts = facts_of(entry_of(record), known)
    return facts.count_of(facts.in_view)
