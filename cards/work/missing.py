"""Items of the source that no listing has, as a group to be taken on: it is no group of
listings."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from aliexpress.models import BridgeEntry, BridgeTally, Store
from aliexpress.models.bridge_words import ItemPart, Side
from cards.models import GroupKind, WorkListing
from cards.work.groups import Group, groups_of, order

_IN_HAND: Final = WorkListing.objects.filter(
    source_item=OuterRef("item"), item__closed_at__isnull=True
)


def missing_entries(store: Store) -> QuerySet[BridgeEntry]:
    """Of the newest bridge."""
    return BridgeEntry.objects.filter(
        store=store, side=Side.ITEM, part=ItemPart.MISSING, until_tally__isnull=True
    )


def groups_to_clear(store: Store, *, at: datetime) -> list[Group]:
    """Those of listings, and what is missing: first what is worth most, then the oldest."""
    missing = missing_group(store)
    found = groups_of(store, at=at)
    return sorted([*found, missing], key=order) if missing else found


def missing_group(store: Store) -> Group | None:
    """None where nothing is missing, or while codes of listings are still being read: then nobody
    knows. No statement for a store without a bridge that came with its pointers."""
    now: Any = getattr(store, "now", None)
    tally: BridgeTally | None = now.bridge if now and now.bridge_id else None
    if tally is None or not tally.is_whole or not tally.missing_count:
        return None
    told: Any = missing_entries(store).aggregate(
        count=Count("pk"),
        taken_on=Count("pk", filter=Q(Exists(_IN_HAND))),
        since=Min("since_tally__published_at"),
    )
    return Group(
        kind=GroupKind.SOURCE_MISSING,
        reason="",
        count=told["count"],
        taken_on=told["taken_on"],
        since=told["since"],
        priced_count=0,
        worth=None,
        currency="",
        snapshot=now.snapshot_id,
    )
