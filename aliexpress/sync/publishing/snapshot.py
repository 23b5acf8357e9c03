"""The snapshot of what a run has settled: its counts, and how they were proven."""

import itertools
from collections import Counter
from datetime import datetime

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from aliexpress.sync.lists_to_read import ShopLists
from aliexpress.sync.proving.evidence import evidence_of
from aliexpress.sync.proving.proven_counts import Settled
from aliexpress.sync.reading.lists import Reader
from aliexpress.sync.staging.merged_listings import Words


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
    shops = reader.shops
    counts = counts_by_state(settled.counts, shops)
    evidence = [evidence_of(tally) | shops.marks(tally.key) for tally in reader.tallies.values()]
    evidence += [
        # AliExpress has no list for such a word: the listings were asked for one by one.
        {
            "status": shops.parts(key)[1],
            "declared": None,
            "listed": number,
            "pages": 0,
            "duplicates": 0,
            "moved": number,
            "read": "singly",
            "at": as_of.isoformat(),
            **shops.marks(key),
        }
        for key, number in sorted(counts_by_list(settled.counts).items())
        if key not in reader.tallies
    ]
    evidence += in_two_shops(settled, shops, at=as_of)
    evidence += [settled.semi_managed] if settled.semi_managed else []
    reasons = [
        {
            "status": shops.parts(key)[1],
            "offline_reason": reason,
            "state": shops.state(key, reason).value,
            "count": number,
            **shops.marks(key),
        }
        for (key, reason), number in sorted(settled.counts.items())
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
        shops=shops.rows,
        moved_count=settled.moved_count,
        remark=settled.remark,
    )


def in_two_shops(settled: Settled, shops: ShopLists, *, at: datetime) -> list[dict[str, object]]:
    """A row for each pair of shops: how many listings both list, and are counted once. None is
    expected."""
    sellers = sorted(shop.address.channel_seller_id for shop in shops.shops)
    return [
        {
            "status": "in two shops",
            "shop": one,
            "other_shop": other,
            "declared": None,
            "listed": 0,
            "pages": 0,
            "duplicates": settled.in_two_shops[one, other],
            "moved": 0,
            "read": "compared",
            "at": at.isoformat(),
        }
        for one, other in itertools.combinations(sellers, 2)
    ]


def counts_by_list(counts: Counter[Words]) -> Counter[str]:
    by_list: Counter[str] = Counter()
    for (key, _), number in counts.items():
        by_list[key] += number
    return by_list


def counts_by_state(counts: Counter[Words], shops: ShopLists) -> dict[State, int]:
    by_state = dict.fromkeys(State, 0)
    for (key, reason), number in counts.items():
        by_state[shops.state(key, reason)] += number
    return by_state
