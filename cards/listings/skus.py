"""The SKUs behind a number: by the product of their listing, page by page without counting."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aliexpress.models import ListingSku, Store
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id
from cards.board.sku_bridge import FURTHER
from cards.listings.export import text_safe, text_safe_id
from cards.listings.page import NO_PAGE

PAGE_SIZE = 100
PARTS = ("", FURTHER)
CSV_COLUMNS = (
    "product_id",
    "state",
    "subject",
    "sku_code",
    "sku_id",
    "position",
    "price",
    "currency",
    "stock",
    "barcode",
    "id",
    "price_kind",
)


@dataclass(frozen=True, slots=True)
class SkuPage:
    """`next_after`: what to go on from, "" at the end."""

    rows: list[ListingSku]
    next_after: str


def skus_of(store: Store, *, part: str = "") -> QuerySet[ListingSku]:
    """Those that are counted: of counted listings whose codes are known. `part`: FURTHER, those
    beyond the first of their listing. Raises BadInput."""
    if part not in PARTS:
        raise BadInput("part", f"part must be {FURTHER} or left out; it is {part!r}.")
    found = ListingSku.objects.filter(
        listing__store=store, listing__gone_at__isnull=True, listing__detail__codes_kept=True
    )
    if part == FURTHER:
        found = found.filter(position__gt=1)
    return found.select_related("listing__shop").order_by("listing__product_id", "position")


def page_of_skus(found: QuerySet[ListingSku], *, after: str = "") -> SkuPage:
    """`after`: the `next_after` of the page before. Raises BadInput."""
    if after:
        product, dash, place = after.partition("-")
        if not (dash and is_id(product) and is_id(place)):
            raise BadInput("after", NO_PAGE)
        number, position = id_of(product), min(id_of(place), 2**31 - 1)
        found = found.filter(
            Q(listing__product_id__gt=number) | Q(listing__product_id=number, position__gt=position)
        ).filter(listing__product_id__gte=number)
    rows = list(found[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    return SkuPage(shown, f"{last.listing.product_id}-{last.position}" if last else "")


def sku_rows(found: QuerySet[ListingSku]) -> Iterator[list[object]]:
    """In the order of CSV_COLUMNS."""
    for sku in found.iterator(chunk_size=1000):
        yield [
            sku.listing.product_id,
            sku.listing.state,
            sku.listing.subject,
            text_safe(sku.code),
            text_safe_id(sku.sku_id),
            sku.position,
            sku.price,
            sku.currency,
            sku.stock,
            text_safe(sku.barcode),
            text_safe_id(sku.listing.product_id),
            sku.listing.price_kind,
        ]
