"""Publishes the stock that was read alone: the newest snapshot with other levels."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction

from aliexpress.batches import in_batches
from aliexpress.models import SourceItem, SourceRead, SourceSnapshot, StoreNow
from aliexpress.source import lease
from aliexpress.source.item_row import ItemRow, digest_of, fingerprint
from aliexpress.source.publishing import look_whether_in_force, newest_of
from aliexpress.source.written_items import Touched

WRITTEN: Final = ["stock", "fingerprint", "changed_at"]


class Moments(NamedTuple):
    """Of the read of the stock: no level is older than `began`."""

    began: datetime
    ended: datetime


class Levels(NamedTuple):
    """By item, of what is tracked; `evidence`: of how they were read."""

    of_item: Mapping[str, int | None]
    evidence: Mapping[str, Any] = {}


def publish_stock(
    read: SourceRead,
    levels: Levels | None,
    moments: Moments,
    *,
    clock: Callable[[], datetime],
) -> None:
    """Closes the read. `levels`: None where none may be read. Where no level is otherwise, no item
    is written, and the snapshot was found still true.

    Raises LeaseLost and SourceRefused: then nothing is written.
    """
    # Only whoever holds the read's lease writes items: what is looked at here stays so.
    changed = changed_items(read, levels.of_item if levels else {}, at=moments.ended)
    digest = digest_with(read, changed) if changed else ""
    with transaction.atomic():
        lease.lock_held(read)
        look_whether_in_force(read)
        snapshot: Any = newest_of(read.catalogue)
        if changed:
            for batch in in_batches(changed):
                SourceItem.objects.bulk_update(batch, WRITTEN)
            touched = Touched(read.catalogue_id)
            touched.add(item.external_id for item in changed)
            touched.note(read.catalogue.store_id)
            evidence = levels.evidence if levels else {}
            snapshot = following(snapshot, digest, moments, evidence, at=clock())
            StoreNow.objects.point(read.catalogue.store_id, source=snapshot)
        elif levels is not None:
            snapshot.stock_confirmed_at = moments.ended
            snapshot.stock_confirmed_from = moments.began
            snapshot.save(update_fields=["stock_confirmed_at", "stock_confirmed_from"])
        lease.finish(
            read,
            at=clock(),
            status=SourceRead.Status.COMPLETE,
            snapshot=snapshot,
            published=bool(changed),
        )


def changed_items(
    read: SourceRead, levels: Mapping[str, int | None], *, at: datetime
) -> list[SourceItem]:
    """The items whose level is another one, with it; not saved."""
    items = SourceItem.objects.filter(catalogue=read.catalogue_id, gone_at__isnull=True)
    known = items.values_list("external_id", "stock").iterator(chunk_size=5000)
    ids = [one for one, stock in known if one in levels and levels[one] != stock]
    changed = []
    for some in in_batches(ids, 500):
        for item in items.filter(external_id__in=some):
            item.stock, item.changed_at = levels[item.external_id], at
            row = ItemRow(**{name: getattr(item, name) for name in ItemRow._fields})
            item.fingerprint = fingerprint(row.packed())
            changed.append(item)
    return changed


def digest_with(read: SourceRead, changed: list[SourceItem]) -> str:
    """That of all items, as they will be."""
    items = SourceItem.objects.filter(catalogue=read.catalogue_id, gone_at__isnull=True)
    prints = dict(items.values_list("external_id", "fingerprint"))
    prints |= {item.external_id: item.fingerprint for item in changed}
    return digest_of(prints.items())


def following(
    last: SourceSnapshot,
    digest: str,
    moments: Moments,
    evidence: Mapping[str, Any],
    *,
    at: datetime,
) -> SourceSnapshot:
    """The same products, by the same proof, with other stock."""
    kept = {
        field.attname: getattr(last, field.attname)
        for field in SourceSnapshot._meta.concrete_fields
        if not field.primary_key
    }
    kept |= {"previous_id": last.pk, "published_at": at, "digest": digest}
    return SourceSnapshot.objects.create(
        **kept
        | {
            "evidence": {**last.evidence, **evidence},
            "stock_as_of": moments.ended,
            "stock_confirmed_at": moments.ended,
            "stock_confirmed_from": moments.began,
        }
    )
