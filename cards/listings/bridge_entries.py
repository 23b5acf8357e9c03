"""The lists behind the bridge's numbers: as long as these say, also as of a past bridge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import BridgeEntry, BridgeTally
from aliexpress.models.bridge_entry import PARTS
from aliexpress.models.bridge_words import ItemPart, Reason, Rule, Side
from aliexpress.sku_key import sku_key
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from aliexpress.typed.text import text_from
from cards.board.bridge import MARKS
from cards.board.bridge_ledger import SKU_SLUGS, slug_of
from cards.formats import moment_text
from cards.listings.export import text_safe, text_safe_id
from cards.listings.page import rows_after

PAGE_SIZE: Final = 100
# By its name in an address: which side, and which part of it ("": all).
LISTS: Final[Mapping[str, tuple[Side, str]]] = {
    "items": (Side.ITEM, ""),
    "skus": (Side.SKU, ""),
    "listings": (Side.LISTING, ""),
    **{slug_of(part): (Side.ITEM, part.value) for part in ItemPart},
    **{slug: (Side.SKU, part.value) for part, slug in SKU_SLUGS.items()},
}
TITLES: Final = {
    "items": "Items at the source",
    "skus": "AliExpress SKUs",
    "listings": "Listings",
    "listed": "Listed items",
    "left-out": "Items left out",
    "blank": "Items without a code",
    "shared": "Items whose code another has",
    "missing": "Items missing at AliExpress",
    "first": "First copies",
    "copies": "Further copies",
    "orphans": "Orphans",
    "unclear": "SKUs whose code two items have",
    "no-code": "SKUs without a code",
    "bundles": "Declared bundles",
}
CHOICES: Final[Mapping[str, Any]] = {
    "state": State,
    "rule": Rule,
    "reason": Reason,
}
YES_NO: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`next_after`: what to go on from, "" at the end."""

    rows: list[BridgeEntry]
    next_after: str


def entries_of(
    tally: BridgeTally, side: Side, given: Mapping[str, str], *, part: str = ""
) -> QuerySet[BridgeEntry]:
    """The entries of one side in this tally, by `part` (of listings their class), `state`, `rule`,
    `reason`, `meant`, `sibling`, `mark` and `search`. Raises BadInput."""
    found = BridgeEntry.objects.at_tally(tally).filter(side=side)
    name = "class" if side is Side.LISTING else "part"
    if chosen := part or _chosen(name, given, PARTS[side]):
        found = found.filter(part=chosen)
    for name, choices in CHOICES.items():
        if chosen := _chosen(name, given, choices):
            found = found.filter(**{name: chosen})
    if mark := given.get("mark", ""):
        if side is not Side.LISTING or mark not in MARKS:
            raise BadInput("mark", f"mark must be one of {', '.join(MARKS)}, of listings.")
        found = found.filter(**{MARKS[mark][2]: True})
    if meant := given.get("meant", ""):
        if meant not in YES_NO or side is not Side.ITEM:
            raise BadInput("meant", "meant must be yes or no, of items.")
        unmeant = Q(is_unmeant=True) | Q(part=ItemPart.LEFT_OUT)
        found = found.filter(unmeant) if meant == "no" else found.exclude(unmeant)
    if sibling := given.get("sibling", ""):
        if sibling not in YES_NO or side is not Side.ITEM:
            raise BadInput("sibling", "sibling must be yes or no, of items.")
        found = found.filter(sibling__isnull=sibling == "no")
    if words := text_from("search", given.get("search", ""), longest=200):
        found = found.filter(_search(words, side))
    return found.select_related("item", "listing", "sibling").order_by("pk")


def _chosen(name: str, given: Mapping[str, str], choices: Any) -> str:
    value = given.get(name, "")
    if value and value not in choices.values:
        raise BadInput(name, f"{name} must be one of {', '.join(choices.values)}.")
    return value


def _search(words: str, side: Side) -> Q:
    in_listing = Q(listing__search_text__contains=words.casefold())
    if is_id(words):
        in_listing |= Q(listing__product_id=id_of(words))
    if side is Side.LISTING:
        return in_listing
    of_item = Q(item__key=sku_key(words)) | Q(item__name__icontains=words)
    return Q(code__icontains=words) | of_item | (in_listing if side is Side.SKU else Q())


def page_of_entries(found: QuerySet[BridgeEntry], *, after: str = "") -> EntryPage:
    """`after`: the `next_after` of the page before. Raises BadInput."""
    return EntryPage(*rows_after(found, after, size=PAGE_SIZE))


def entry_json(entry: BridgeEntry) -> dict[str, Any]:
    item, listing = entry.item, entry.listing
    return {
        "part": entry.part,
        "code": entry.code,
        "state": entry.state or None,
        "rule": entry.rule or None,
        "reason": entry.reason or None,
        "item": item and {"id": item.external_id, "code": item.code, "name": item.name},
        "product": item and item.product_external_id,
        "listing": listing and listing.product_id,
        "title": listing and listing.subject,
        "sku_id": entry.sku_id or None,
        "sibling": entry.sibling and entry.sibling.product_id,
        "gone_at": moment_text(entry.gone_at),
        "not_meant": entry.is_unmeant,
        "mixed": entry.is_mixed,
        "split": entry.is_split,
        "partly": entry.is_partly,
    }


CSV_COLUMNS: Final = (
    "side",
    "part",
    "code",
    "state",
    "rule",
    "reason",
    "item_id",
    "item_code",
    "item_name",
    "source_product",
    "listing",
    "listing_title",
    "sku_id",
    "sibling_listing",
    "not_meant",
    "mixed",
    "split",
    "partly",
    "code_as_text",
    "gone_at",
)


def entry_rows(found: QuerySet[BridgeEntry]) -> Iterator[list[object]]:
    """In the order of CSV_COLUMNS."""
    for entry in found.iterator(chunk_size=1000):
        item, listing = entry.item, entry.listing
        yield [
            entry.side,
            entry.part,
            text_safe(entry.code),
            entry.state,
            entry.rule,
            entry.reason,
            item and text_safe(item.external_id),
            item and text_safe(item.code),
            item and item.name,
            item and text_safe(item.product_external_id),
            listing and text_safe_id(listing.product_id),
            listing and listing.subject,
            text_safe(entry.sku_id),
            entry.sibling and text_safe_id(entry.sibling.product_id),
            *("yes" if one else "no" for one in marks(entry)),
            f"text:{entry.code}",
            moment_text(entry.gone_at),
        ]


def marks(entry: BridgeEntry) -> tuple[bool, bool, bool, bool]:
    return entry.is_unmeant, entry.is_mixed, entry.is_split, entry.is_partly
