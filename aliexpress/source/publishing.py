"""Publishes what a whole read of a source proved, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from aliexpress.batches import in_batches
from aliexpress.json_table import insert, upsert
from aliexpress.models import SourceCatalogue, SourceItem, SourceRead, SourceSnapshot, StoreNow
from aliexpress.sku_key import sku_key
from aliexpress.source import lease
from aliexpress.source.ending import OVER
from aliexpress.source.failures import SourceRefused
from aliexpress.source.item_row import ItemRow
from aliexpress.source.staging import StagedItem, StagedItems
from aliexpress.source.written_items import Touched
from aliexpress.table_statistics import learn_after_commit

ONE_ROW: Final = ("catalogue_id", "external_id")
COLUMNS: Final = (
    *("catalogue_id", *ItemRow._fields),
    *("key", "fingerprint", "first_seen_at", "changed_at", "gone_at"),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """Why the read is whole, and of which moments. `evidence`: what it was held against."""

    read_from: datetime
    as_of: datetime
    verdict: str = SourceSnapshot.Verdict.COMPLETE.value
    evidence: dict[str, Any] = field(default_factory=dict)
    currency: str = ""
    prices_include_tax: bool | None = None
    tells_stock: bool = True
    tells_prices: bool = True
    refused_count: int = 0
    remark: str = ""


def publish(
    read: SourceRead, items: StagedItems, proof: Proof, *, clock: Callable[[], datetime]
) -> SourceSnapshot:
    """The new snapshot; or the last one, found still true, where no item is otherwise. Closes the
    read.

    Raises LeaseLost where another worker has taken the read over, and SourceRefused where the
    source is the store's no more: then nothing is written.
    """
    digest = items.digest()
    with transaction.atomic():
        lease.lock_held(read)
        look_whether_in_force(read)
        last = newest_of(read.catalogue)
        if last is not None and says_the_same(last, digest, proof):
            last.confirmed_at, last.confirmed_from = proof.as_of, proof.read_from
            last.save(update_fields=["confirmed_at", "confirmed_from"])
            snapshot = last
        else:
            write_items(read, items, at=proof.as_of)
            snapshot = _snapshot(read, items, proof, digest, last, at=clock())
            StoreNow.objects.point(read.catalogue.store_id, source=snapshot)
        lease.finish(
            read,
            at=clock(),
            status=SourceRead.Status.COMPLETE,
            snapshot=snapshot,
            published=snapshot is not last,
            listed_count=items.product_count,
        )
    return snapshot


def look_whether_in_force(read: SourceRead) -> None:
    """Inside the publishing transaction. Raises SourceRefused."""
    in_force = SourceCatalogue.objects.in_force().select_for_update(no_key=True)
    if not in_force.filter(pk=read.catalogue_id).exists():
        raise SourceRefused(OVER)


def newest_of(catalogue: SourceCatalogue) -> SourceSnapshot | None:
    """Of the same catalogue: another one's items are other items."""
    found: SourceSnapshot | None = catalogue.snapshots.order_by("-published_at", "-id").first()
    return found


def says_the_same(last: SourceSnapshot, digest: str, proof: Proof) -> bool:
    same = ("verdict", "currency", "prices_include_tax", "tells_stock", "tells_prices")
    return (
        last.digest == digest
        and last.refused_count == proof.refused_count
        and all(getattr(last, name) == getattr(proof, name) for name in same)
        # Of two numbers in dispute, the newer pair is shown.
        and (proof.verdict == SourceSnapshot.Verdict.COMPLETE or last.evidence == proof.evidence)
    )


def write_items(read: SourceRead, items: StagedItems, *, at: datetime) -> None:
    """Only what is new, otherwise, gone or back."""
    of_source = SourceItem.objects.filter(catalogue=read.catalogue_id)
    rows = of_source.values_list("external_id", "fingerprint", "gone_at")
    # Of what is gone none: if it is back, it is written.
    known = {pk: "" if gone else told for pk, told, gone in rows.iterator(chunk_size=5_000)}
    if not known:  # and no bridge to be another
        insert(SourceItem, COLUMNS, (_item(read, item, at=at) for item in items))
        learn_after_commit(SourceItem, written=items.item_count)
        return
    touched, written = Touched(read.catalogue_id), 0
    changed = (item for item in items if known.pop(item.external_id, "") != item.fingerprint)
    for some in in_batches(changed):
        ids = [item.external_id for item in some]
        written += len(some)
        touched.add(ids)
        rows_now = (_item(read, item, at=at) for item in some)
        upsert(SourceItem, COLUMNS, rows_now, one_row=ONE_ROW, stays=["first_seen_at"])
        touched.add(ids)
    for ids in in_batches(one for one, told in known.items() if told):
        touched.add(ids)
        of_source.filter(external_id__in=ids).update(gone_at=at, changed_at=at)
    touched.note(read.catalogue.store_id)
    learn_after_commit(SourceItem, written=written)


def _item(read: SourceRead, staged: StagedItem, *, at: datetime) -> tuple[Any, ...]:
    """In the order of COLUMNS."""
    row = staged.row
    key = sku_key(row.code)[:255]
    return (read.catalogue_id, *row, key, staged.fingerprint, at, at, None)


def _snapshot(
    read: SourceRead,
    items: StagedItems,
    proof: Proof,
    digest: str,
    last: SourceSnapshot | None,
    *,
    at: datetime,
) -> SourceSnapshot:
    alive = SourceItem.objects.filter(Q(gone_at__isnull=True), catalogue=read.catalogue_id)
    return SourceSnapshot.objects.create(
        store_id=read.catalogue.store_id,
        catalogue_id=read.catalogue_id,
        previous=last,
        read_from=proof.read_from,
        as_of=proof.as_of,
        published_at=at,
        confirmed_at=proof.as_of,
        confirmed_from=proof.read_from,
        verdict=proof.verdict,
        product_count=items.product_count,
        item_count=items.item_count,
        blank_count=alive.filter(key="").count(),
        refused_count=proof.refused_count,
        digest=digest,
        currency=proof.currency,
        prices_include_tax=proof.prices_include_tax,
        tells_stock=proof.tells_stock,
        tells_prices=proof.tells_prices,
        evidence=proof.evidence,
        remark=proof.remark,
    )
