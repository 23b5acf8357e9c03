"""What came into each part of the bridge and went out of it, between two of its tallies."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from aliexpress.models import BridgeEntry, BridgeTally
from aliexpress.models.bridge_words import ItemPart, ListingClass, Side, SkuPart


@dataclass(frozen=True, slots=True)
class Movement:
    """opening + came - went = closing, of one part."""

    side: str
    part: str
    words: str
    opening: int
    came: int
    went: int

    @property
    def side_words(self) -> str:
        return str(Side(self.side).label)

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.went

    def as_json(self) -> dict[str, Any]:
        names = ("side", "part", "opening", "came", "went", "closing")
        return {name: getattr(self, name) for name in names}


PARTS: Final = (
    *((Side.ITEM, part) for part in ItemPart),
    *((Side.SKU, part) for part in SkuPart),
    *((Side.LISTING, kind) for kind in ListingClass),
)


def movements(start: BridgeTally, end: BridgeTally) -> list[Movement]:
    """Of each part, between two tallies of a store. Two statements; what moved and came back in
    between did not move."""
    of_store = BridgeEntry.objects.filter(store=end.store_id)
    still = Q(until_tally__isnull=True) | Q(until_tally__gt=end.pk)
    came = by_thing(of_store.filter(still, since_tally__gt=start.pk, since_tally__lte=end.pk))
    went = by_thing(
        of_store.filter(
            since_tally__lte=start.pk, until_tally__gt=start.pk, until_tally__lte=end.pk
        )
    )
    staying = {thing for thing, part in came.items() if went.get(thing) == part}
    return [
        Movement(
            side=side.value,
            part=part.value,
            words=part.label,
            opening=_count(start, side, part.value),
            came=sum(
                name == part and thing[0] == side and thing not in staying
                for thing, name in came.items()
            ),
            went=sum(
                name == part and thing[0] == side and thing not in staying
                for thing, name in went.items()
            ),
        )
        for side, part in PARTS
    ]


def by_thing(entries: Any) -> dict[tuple[Any, ...], str]:
    rows = entries.values_list("side", "item_id", "listing_id", "sku_id", "part")
    return {
        (side, item) if side == Side.ITEM else (side, listing, sku): part
        for side, item, listing, sku, part in rows
    }


def _count(tally: BridgeTally, side: Side, part: str) -> int:
    if side is Side.LISTING:
        return tally.class_count(ListingClass(part))
    count: int = getattr(tally, f"{part}_count")
    return count


A_DAY: Final = timedelta(days=1)


def since_yesterday(tally: BridgeTally) -> list[Movement]:
    """Empty where nothing is known of a day before. Three statements at most."""
    store_id, at = tally.store_id, tally.published_at - A_DAY
    before = BridgeTally.objects.filter(store=store_id, published_at__lte=at)
    start = before.order_by("-published_at", "-id").first()
    if start is None:
        return []
    return [one for one in movements(start, tally) if one.came or one.went]
