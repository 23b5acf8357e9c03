"""Findings over time: since when each stands, and whether it has settled.

What is merely on its way from one side to the other differs for a moment. A finding settles once
each side was read again, by a read that began after it was first seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q

from aliexpress.batches import in_batches
from aliexpress.bridge.findings import Findings, Found, Pair
from aliexpress.bridge.scope import Scope
from aliexpress.bridge.suspects import NONE, Doubts
from aliexpress.models import BridgeTally, Finding, SourceCatalogue, SyncRun
from aliexpress.models.bridge_words import DRIFT, FindingKind

BATCH: Final = 2_000
OF_STOCK: Final = frozenset({FindingKind.OUT_OF_STOCK.value, FindingKind.STOCK.value})


class Begun(NamedTuple):
    """`since_at`: where only the values moved, since when it differs."""

    found: Found
    since_at: datetime | None = None
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What ends, begins and settles with the next tally."""

    ended: list[int]
    begun: list[Begun]
    settled: list[int]  # open before, and from now on settled
    counts: dict[str, int]

    @property
    def has_changed(self) -> bool:
        return bool(self.ended or self.begun or self.settled)

    def write(self, tally: BridgeTally) -> None:
        for some in in_batches(self.ended):
            Finding.objects.filter(pk__in=some).update(until_tally=tally)
        for some in in_batches(self.settled):
            Finding.objects.filter(pk__in=some).update(settled_tally=tally)
        Finding.objects.bulk_create(
            (
                Finding(
                    store_id=tally.store_id,
                    kind=one.found.pair.kind,
                    item_id=one.found.pair.item,
                    listing_id=one.found.pair.listing,
                    sku_id=one.found.pair.sku_id,
                    code=one.found.code,
                    source_value=one.found.source,
                    aliexpress_value=one.found.aliexpress,
                    since_at=one.since_at or tally.published_at,
                    since_tally=tally,
                    settled_tally=tally if one.is_settled else None,
                )
                for one in self.begun
            ),
            batch_size=BATCH,
        )


class ReadSince(NamedTuple):
    """The moments after which each side was read again: what was first seen before, and still is
    so, has settled. `stock`: of what may be read alone."""

    whole: datetime
    stock: datetime

    def of(self, kind: str) -> datetime:
        return self.stock if kind in OF_STOCK else self.whole


def read_since(now: Any, catalogue: SourceCatalogue) -> ReadSince | None:
    """A file is not read again: what it says is on no way. None: never."""
    run = now.last_run
    if run is None or run.status != SyncRun.Status.COMPLETE or run.started_at is None:
        return None
    began: datetime = run.started_at
    if catalogue.is_file:
        return ReadSince(began, began)
    source = now.source
    return ReadSince(min(began, source.confirmed_from), min(began, source.stock_known_from))


def standing_of(
    store_id: int,
    told: Findings,
    *,
    read_since: ReadSince | None,
    doubts: Doubts = NONE,
    scope: Scope | None = None,
) -> Standing:
    """`scope`: where only its items were looked at; of others, what stood may settle."""
    others, open_now = [], {}
    for one in of_scope(store_id, scope, read_since=read_since):
        pair = Pair(one.kind, one.item_id, one.listing_id, one.sku_id)
        if scope is None or one.item_id in scope.items:
            open_now[pair] = one
        elif not is_doubted(pair, doubts):
            others.append(one.pk)
    ended, settled = [], others
    begun: list[Begun] = []
    settled_items: dict[str, set[int]] = {kind: set() for kind in FindingKind.values}
    for found in told.found:
        before = open_now.pop(found.pair, None)
        if before is None:
            begun.append(Begun(found))
            continue
        was_settled = before.settled_tally_id is not None
        was_read = read_since is not None and before.since_at < read_since.of(found.pair.kind)
        is_settled = was_settled or (was_read and not is_doubted(found.pair, doubts))
        if is_settled:
            settled_items[found.pair.kind].add(found.pair.item)
        if (before.source_value, before.aliexpress_value) != (found.source, found.aliexpress):
            ended.append(before.pk)
            begun.append(Begun(found, before.since_at, is_settled))
        elif is_settled and not was_settled:
            settled.append(before.pk)
    ended += [one.pk for one in open_now.values()]
    counts = {
        "oos_settled_count": len(settled_items[FindingKind.OUT_OF_STOCK]),
        "drift_settled_count": len(any_of(settled_items[kind] for kind in DRIFT)),
    }
    return Standing(ended, begun, settled, counts)


def of_scope(store_id: int, scope: Scope | None, *, read_since: ReadSince | None) -> list[Finding]:
    """What is open; beside a scope, only what was first seen before both sides were read again."""
    found = Finding.objects.filter(store=store_id, until_tally__isnull=True)
    if scope is None:
        return list(found)
    some = [one for keys in in_batches(scope.items) for one in found.filter(item__in=keys)]
    if read_since is not None:
        of_stock = Q(kind__in=OF_STOCK)
        was_read = Q(of_stock, since_at__lt=read_since.stock)
        was_read |= Q(~of_stock, since_at__lt=read_since.whole)
        ready = found.filter(was_read, settled_tally__isnull=True)
        some += [one for one in ready if one.item_id not in scope.items]
    return some


def is_doubted(pair: Pair, doubts: Doubts) -> bool:
    if pair.kind != FindingKind.OUT_OF_STOCK:
        return False
    return pair.listing in doubts.listings or pair.item in doubts.items


def any_of(sets: Iterable[set[int]]) -> set[int]:
    return set().union(*sets)
