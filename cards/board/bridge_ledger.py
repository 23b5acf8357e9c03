"""The ledger of a bridge: from the items of the source to the SKUs of AliExpress, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from aliexpress.models import BridgeTally
from aliexpress.models.bridge_words import ItemPart, SkuPart
from cards.formats import many

# While listings are not read: more of them may come, or fewer may be left.
AT_MOST: Final = frozenset({ItemPart.MISSING, ItemPart.LEFT_OUT})
EXACT: Final = frozenset({ItemPart.BLANK, ItemPart.SHARED})
SKU_SLUGS: Final = {
    SkuPart.FIRST: "first",
    SkuPart.COPY: "copies",
    SkuPart.ORPHAN: "orphans",
    SkuPart.UNCLEAR: "unclear",
    SkuPart.NO_CODE: "no-code",
    SkuPart.BUNDLE: "bundles",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the ledger. `sign`: "", a minus, "=" or "+"; `list`: its list's name."""

    sign: str
    words: str
    count: int
    list: str = ""
    query: Mapping[str, str] | None = None
    beside: str = ""
    bound: str = ""  # "at least" or "at most"
    is_sum: bool = False


def ledger_of(tally: BridgeTally) -> list[Line]:
    return [*_items(tally), *_skus(tally)]


def _items(tally: BridgeTally) -> Iterator[Line]:
    yield Line("", "Items at the source", tally.item_count, "items", is_sum=True)
    for part, words in (
        (ItemPart.LEFT_OUT, "left out, not meant for AliExpress"),
        (ItemPart.BLANK, "without a code"),
        (ItemPart.SHARED, "code shared by two"),
        (ItemPart.MISSING, "missing at AliExpress"),
    ):
        count = getattr(tally, f"{part}_count")
        beside = _missing_words(tally) if part is ItemPart.MISSING and count else ""
        yield Line("\u2212", words, count, slug_of(part), beside=beside, bound=_bound(tally, part))
    yield Line(
        "=",
        "listed items",
        tally.listed_count,
        "listed",
        bound=_bound(tally, ItemPart.LISTED),
        is_sum=True,
    )


def _missing_words(tally: BridgeTally) -> str:
    products, variants = tally.missing_product_count, tally.missing_variant_count
    return f"{many(products, 'whole product')}, {many(variants, 'single variant')}"


def _skus(tally: BridgeTally) -> Iterator[Line]:
    yield Line(
        "=",
        "first copies among AliExpress SKUs",
        tally.first_count,
        "first",
        beside="The two counts meet here",
        bound=_bound(tally, SkuPart.FIRST),
        is_sum=True,
    )
    for part, words in (
        (SkuPart.COPY, "further copies"),
        (SkuPart.ORPHAN, "orphans, of no item at the source"),
        (SkuPart.UNCLEAR, "unclear, two items have the code"),
        (SkuPart.NO_CODE, "without a code"),
        (SkuPart.BUNDLE, "declared bundles"),
    ):
        count = getattr(tally, f"{part}_count")
        yield Line("+", words, count, SKU_SLUGS[part], bound=_bound(tally, part))
    yield Line(
        "=", "AliExpress SKUs", tally.sku_count, "skus", bound=_bound(tally, "sku"), is_sum=True
    )


def _bound(tally: BridgeTally, part: str) -> str:
    if tally.is_whole or part in EXACT:
        return ""
    return "at most" if part in AT_MOST else "at least"


def slug_of(part: ItemPart) -> str:
    return part.value.replace("_", "-")
