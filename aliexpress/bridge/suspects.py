"""Items that look out of stock at the source and on offer at AliExpress: both sides are asked once
more before a card counts them, because either answer may be old.

AliExpress's side is asked by the reader of details (`doubted`); the source's side is asked here.
"""

from collections.abc import Callable, Set
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import F

from aliexpress.models import Finding, SourceCatalogue, Store
from aliexpress.models.bridge_words import FindingKind
from aliexpress.source.failures import SourceFailure
from aliexpress.source.item_row import ItemRow
from aliexpress.sync.details import ASKED_AGAIN_AT_MOST, doubted

LookUp = Callable[..., list[ItemRow] | None]


class Doubts(NamedTuple):
    """`listings`: AliExpress has not answered for them since; `items`: the source has some after
    all, or did not answer."""

    listings: Set[int]
    items: Set[int]


NONE: Final = Doubts(frozenset(), frozenset())


def doubts_of(
    store: Store, catalogue: SourceCatalogue, *, read_since: datetime | None, look_up: LookUp
) -> Doubts:
    """What may not settle yet. Asks the source for what otherwise would; no transaction is open."""
    suspects = Finding.objects.filter(
        store=store,
        kind=FindingKind.OUT_OF_STOCK,
        until_tally__isnull=True,
        settled_tally__isnull=True,
    )
    if not suspects.exists():
        return NONE
    waiting = set(doubted(store).values_list("pk", flat=True))
    if read_since is None:
        return Doubts(waiting, frozenset())
    ready = suspects.filter(since_at__lt=read_since).exclude(listing__in=waiting)
    newest = ready.order_by(F("listing__modified_at").desc(nulls_last=True), "pk")
    found = list(newest.select_related("item"))
    return Doubts(waiting, in_doubt([one.item for one in found], catalogue, look_up))


def in_doubt(items: list[Any], catalogue: SourceCatalogue, look_up: LookUp) -> set[int]:
    """Of the items, those the source is not known to be out of; all but ASKED_AGAIN_AT_MOST wait
    for the next time. A source that cannot be asked again said what it has to say."""
    asked = {item.pk: item for item in items[:ASKED_AGAIN_AT_MOST]}
    if not asked:
        return set()
    products = sorted({item.product_external_id for item in asked.values()})
    try:
        rows = look_up(catalogue, product_ids=products)
    except SourceFailure:
        return {item.pk for item in items}
    if rows is None:
        return set()
    out = {row.external_id for row in rows if is_out(row, catalogue)}
    return {
        item.pk for item in items if item.pk not in asked or asked[item.pk].external_id not in out
    }


def is_out(row: ItemRow, catalogue: SourceCatalogue) -> bool:
    if row.not_for_sale and catalogue.counts_not_for_sale:
        return True
    return row.tracking != "none" and row.stock is not None and row.stock <= catalogue.stock_buffer
