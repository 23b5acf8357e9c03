"""The snapshot of what a run has settled: its counts, and how they were proven."""

from collections import Counter
from datetime import datetime

from aliexpress.lifecycle import State, state_of
from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.sync.proving.evidence import evidence_of
from aliexpress.sync.proving.settle import Settled
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.staging.merged import Words


def snapshot_of(
    store: Store,
    previous: ListingSnapshot | None,
    settled: Settled,
    reader: Reader,
    *,
    as_of: datetime,
    at: datetime,
) -> ListingSnapshot:
    """Saved. `as_of`: the moment the counts were true; `at`: now, until it is given."""
    counts = counts_by_state(settled.counts)
    evidence = [evidence_of(tally) for tally in reader.tallies.values()]
    evidence += [
        # AliExpress has no list for such a word: the listings were asked for one by one.
        {
            "status": status,
            "declared": None,
            "listed": number,
            "pages": 0,
            "duplicates": 0,
            "moved": number,
            "read": "singly",
            "at": as_of.isoformat(),
        }
        for status, number in sorted(_by_status(settled.counts).items())
        if status not in reader.tallies
    ]
    reasons = [
        {
            "status": status,
            "offline_reason": reason,
            "state": state_of(status, reason).value,
            "count": number,
        }
        for (status, reason), number in sorted(settled.counts.items())
    ]
    return ListingSnapshot.objects.create(
        store=store,
        previous=previous,
        as_of=as_of,
        published_at=at,
        confirmed_at=as_of,
        longest_lapse=0,
        verdict=settled.verdict,
        kind=settled.kind.value,
        counts_drafts=store.counts_drafts,
        sync_interval=store.sync_interval,
        total_count=sum(counts.values()),
        **{COUNT_FIELD[state]: number for state, number in counts.items()},
        reasons=reasons,
        evidence=evidence,
        moved_count=settled.moved_count,
        remark=settled.remark,
    )


def _by_status(counts: Counter[Words]) -> Counter[str]:
    by_status: Counter[str] = Counter()
    for (status, _), number in counts.items():
        by_status[status] += number
    return by_status


def counts_by_state(counts: Counter[Words]) -> dict[State, int]:
    by_state = dict.fromkeys(State, 0)
    for (status, reason), number in counts.items():
        by_state[state_of(status, reason)] += number
    return by_state
