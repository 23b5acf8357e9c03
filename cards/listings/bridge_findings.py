"""What differs between the source and AliExpress, a finding a row, also as of a past bridge; each
with `is_settled`, whether it had settled by then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from aliexpress.models import BridgeTally, Finding
from aliexpress.models.bridge_words import DRIFT, FindingKind
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from cards.access import visible_card
from cards.listings.export import text_safe, text_safe_id
from cards.listings.page import rows_after
from cards.measures.bridge import LISTS as LIST_OF_CARD
from cards.models import Card

PAGE_SIZE: Final = 100
BOTH: Final = ""
LISTS: Final[Mapping[str, tuple[FindingKind, ...]]] = {
    "out-of-stock": (FindingKind.OUT_OF_STOCK,),
    "drifting": DRIFT,
}
CARDS: Final = {name: key for key, name in LIST_OF_CARD.items() if name in LISTS}
TITLES: Final = {
    "out-of-stock": "Active, out of stock at the source",
    "drifting": "Drifting from the source",
}
SETTLED: Final = ("yes", "no")
CSV_COLUMNS: Final = (
    "kind",
    "code",
    "name",
    "at_the_source",
    "on_aliexpress",
    "listing",
    "sku_id",
    "since",
    "settled",
    "code_as_text",
    "item_id",
)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """`items`: how many the whole list is about; `next_after`: "" at the end."""

    rows: list[Any]
    items: int
    next_after: str


def lists_for(user: Viewer, name: str) -> tuple[str, ...]:
    """That list; of BOTH, those whose cards are this user's. Raises BadInput, and Http404 where
    the card is not this user's."""
    if name == BOTH:
        keys = Card.objects.visible_to(user).filter(key__in=CARDS.values())
        shown = set(keys.values_list("key", flat=True))
        return tuple(one for one, key in CARDS.items() if key in shown)
    if name not in LISTS:
        raise BadInput("list", f"list must be one of {', '.join(LISTS)}.")
    visible_card(user, CARDS[name])
    return (name,)


def findings_in(
    tally: BridgeTally, lists: Sequence[str], given: Mapping[str, str]
) -> QuerySet[Finding]:
    """Those of this tally; `settled`: "yes" as the card counts them, "no" the new ones; `kind`: one
    field. Raises BadInput."""
    kinds = [kind for name in lists for kind in LISTS[name]]
    still = Q(until_tally__isnull=True) | Q(until_tally__gt=tally.pk)
    found = Finding.objects.filter(
        still, store=tally.store_id, since_tally__lte=tally.pk, kind__in=kinds
    )
    if kind := given.get("kind", ""):
        if kind not in kinds:
            raise BadInput("kind", f"kind must be one of {', '.join(kinds)}.")
        found = found.filter(kind=kind)
    by_then = Q(settled_tally__lte=tally.pk)
    if settled := given.get("settled", ""):
        if settled not in SETTLED:
            raise BadInput("settled", "settled must be yes or no.")
        found = found.filter(by_then) if settled == "yes" else found.exclude(by_then)
    told = found.annotate(is_settled=ExpressionWrapper(by_then, BooleanField()))
    return told.select_related("item", "listing").order_by("pk")


def page_of_findings(found: QuerySet[Finding], *, after: str = "") -> FindingPage:
    """Two statements. Raises BadInput."""
    items = found.order_by().values("item").distinct().count()
    rows, next_after = rows_after(found, after, size=PAGE_SIZE)
    return FindingPage(rows, items, next_after)


def finding_json(finding: Any) -> dict[str, Any]:
    """Of one from `findings_in`."""
    return {
        "kind": finding.kind,
        "item": {"id": finding.item.external_id, "code": finding.code, "name": finding.item.name},
        "listing": finding.listing.product_id,
        "sku_id": finding.sku_id,
        "at_the_source": finding.source_value,
        "on_aliexpress": finding.aliexpress_value,
        "since": finding.since_at,
        "settled": bool(finding.is_settled),
    }


def finding_rows(found: QuerySet[Any]) -> Iterator[list[object]]:
    """In the order of CSV_COLUMNS."""
    for one in found.iterator(chunk_size=1000):
        yield [
            one.kind,
            text_safe(one.code),
            one.item.name,
            one.source_value,
            one.aliexpress_value,
            text_safe_id(one.listing.product_id),
            text_safe(one.sku_id),
            one.since_at.isoformat(),
            "yes" if one.is_settled else "no",
            f"text:{one.code}",
            text_safe(one.item.external_id),
        ]
