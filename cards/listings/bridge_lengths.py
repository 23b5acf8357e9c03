"""How long a list of the bridge is: its number stands in the tally, so that no page has to count
a hundred thousand entries; where it is narrowed otherwise, the entries are counted."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import BridgeEntry, BridgeTally
from aliexpress.models.bridge_figures import BY_RULE, CELLS, CLASS_COUNT, LISTED_IN, STATE_COUNT
from aliexpress.models.bridge_words import OF_MISSING, ItemPart, Reason, Side, SkuPart
from cards.board.bridge import MARKS

Narrowed = frozenset[tuple[str, str]]


def length_of(
    found: QuerySet[BridgeEntry],
    tally: BridgeTally,
    side: Side,
    given: Mapping[str, str],
    *,
    part: str = "",
) -> int:
    """Of `entries_of` these very things."""
    names = ("part", "class", "state", "rule", "reason", "mark", "meant", "sibling", "search")
    narrowed = {name: value for name in names if (value := given.get(name, ""))}
    narrowed.pop("part" if side is Side.LISTING else "class", None)
    if part:
        narrowed["class" if side is Side.LISTING else "part"] = part
    column = FIGURES.get((side, frozenset(narrowed.items())))
    length: int = found.order_by().count() if column is None else getattr(tally, column)
    return length


def _of_items() -> Iterator[tuple[Narrowed, str]]:
    yield by(), "item_count"
    for part in ItemPart:
        yield by(part=part), f"{part}_count"
    for state in State:
        yield by(part=ItemPart.LISTED, state=state), LISTED_IN[state]
    for rule, column in BY_RULE.items():
        yield by(part=ItemPart.LISTED, rule=rule), column
    for reason in OF_MISSING:
        yield by(part=ItemPart.MISSING, reason=reason), f"{reason}_count"
    yield by(part=ItemPart.MISSING, sibling="yes"), "missing_variant_count"
    yield by(part=ItemPart.MISSING, sibling="no"), "missing_whole_count"
    yield by(part=ItemPart.LISTED, meant="no"), "not_meant_listed_count"


def _of_skus() -> Iterator[tuple[Narrowed, str]]:
    yield by(), "sku_count"
    for part in SkuPart:
        yield by(part=part), f"{part}_count"
    yield by(part=SkuPart.ORPHAN, reason=Reason.NEVER), "orphan_never_count"
    yield by(part=SkuPart.ORPHAN, reason=Reason.GONE), "orphan_gone_count"


def _of_listings() -> Iterator[tuple[Narrowed, str]]:
    yield by(), "listing_count"
    for kind, column in CLASS_COUNT.items():
        yield by(**{"class": kind}), column
    for state, column in STATE_COUNT.items():
        yield by(state=state), column
    for (state, kind), column in CELLS.items():
        yield by(**{"class": kind, "state": state}), column
    for mark, (_, column, _) in MARKS.items():
        yield by(mark=mark), column


def by(**narrowed: Any) -> Narrowed:
    return frozenset((name, str(value)) for name, value in narrowed.items())


FIGURES: Final[Mapping[tuple[Side, Narrowed], str]] = {
    **{(Side.ITEM, narrowed): column for narrowed, column in _of_items()},
    **{(Side.SKU, narrowed): column for narrowed, column in _of_skus()},
    **{(Side.LISTING, narrowed): column for narrowed, column in _of_listings()},
}
