"""What differs between the source and AliExpress, a finding a row, also as of a past bridge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from aliexpress.models import BridgeTally, Finding
from aliexpress.models.bridge_words import DRIFT, FindingKind
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.listings.export import text_safe, text_safe_id

PAGE_SIZE: Final = 100
LISTS: Final[Mapping[str, tuple[FindingKind, ...]]] = {
    "out-of-stock": (FindingKind.OUT_OF_STOCK,),
    "drifting": DRIFT,
}
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
)


@dataclass(frozen=True, slots=True)
class FindingPage:
    """`items`: how many the whole list is about; `next_after`: "" at the end."""

    rows: list[Finding]
    items: int
    next_after: str


def findings_in(tally: BridgeTally, name: str, given: Mapping[str, str]) -> QuerySet[Finding]:
    """Those of this tally; `settled`: "yes" as the card counts them, "no" the new ones; `kind`: one
    field. Raises BadInput."""
    still = Q(until_tally__isnull=True) | Q(until_tally__gt=tally.pk)
    found = Finding.objects.filter(
        still, store=tally.store_id, since_tally__lte=tally.pk, kind__in=LISTS[name]
    )
    if kind := given.get("kind", ""):
        if kind not in LISTS[name]:
            raise BadInput("kind", f"kind must be one of {', '.join(LISTS[name])}.")
        found = found.filter(kind=kind)
    if settled := given.get("settled", ""):
        if settled not in SETTLED:
            raise BadInput("settled", "settled must be yes or no.")
        by_then = Q(settled_tally__lte=tally.pk)
        found = found.filter(by_then) if settled == "yes" else found.exclude(by_then)
    return found.select_related("item", "listing").order_by("pk")


def page_of_findings(found: QuerySet[Finding], *, after: str = "") -> FindingPage:
    """Two statements. Raises BadInput."""
    items = found.order_by().values("item").distinct().count()
    if after:
        if not is_id(after):
            raise BadInput("after", "after must come from the link of a page.")
        found = found.filter(pk__gt=id_of(after))
    rows = list(found[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return FindingPage(shown, items, str(shown[-1].pk) if len(rows) > PAGE_SIZE else "")


def finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "item": {"id": finding.item.external_id, "code": finding.code, "name": finding.item.name},
        "listing": finding.listing.product_id,
        "sku_id": finding.sku_id,
        "at_the_source": finding.source_value,
        "on_aliexpress": finding.aliexpress_value,
        "since": finding.since_at,
        "settled": finding.settled_tally_id is not None,
    }


def finding_rows(found: QuerySet[Finding]) -> Iterator[list[object]]:
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
            "yes" if one.settled_tally_id else "no",
            f"text:{one.code}",
        ]
