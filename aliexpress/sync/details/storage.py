"""Keeps what was asked, a batch at a time: whoever goes on asks for none of it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aliexpress.gateway.answers import ProductDetail
from aliexpress.models import CategoryAttributes, Listing, ListingDetail
from aliexpress.sync.details.attributes import judge

UNKNOWN_PRODUCT = "AliExpress knows no such product."
FIELDS = [
    "asked_at",
    "asked_for",
    "is_known",
    "problem",
    "category_id",
    "sku_count",
    "skus_in_stock",
    "is_out_of_stock",
    "image_count",
    "title_length",
    "filled",
    "missing",
    "required_filled",
    "key_filled",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One product that was asked for, and what came of it; `problem` where nothing did.

    `passes`: AliExpress could not answer just now. Nothing is kept of it, so it stays wanted.
    """

    listing: Listing
    detail: ProductDetail | None
    problem: str = ""
    passes: bool = False


def keep(asked: Sequence[Asked], *, at: datetime) -> None:
    """In one short transaction."""
    categories = known_categories(one.detail.category_id for one in asked if one.detail)
    rows = [_row(one, categories, at=at) for one in asked]
    with transaction.atomic():
        ListingDetail.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["listing"], update_fields=FIELDS
        )


def known_categories(ids: Iterable[int | None]) -> dict[int, CategoryAttributes]:
    wanted = {number for number in ids if number is not None}
    found = CategoryAttributes.objects.filter(category_id__in=wanted)
    return {category.category_id: category for category in found}


def _row(
    asked: Asked, categories: Mapping[int, CategoryAttributes], *, at: datetime
) -> ListingDetail:
    listing, detail = asked.listing, asked.detail
    # The list's own text, which is what the next look compares: the product's own may be newer.
    row = ListingDetail(
        listing=listing,
        store_id=listing.store_id,
        asked_at=at,
        asked_for=listing.gmt_modified,
        is_known=detail is not None,
        problem=asked.problem if detail is None else "",
    )
    if detail is None:
        return row
    row.category_id = detail.category_id
    row.sku_count = detail.sku_count
    row.skus_in_stock = detail.skus_in_stock
    row.is_out_of_stock = detail.is_out_of_stock
    row.image_count = detail.image_count
    row.title_length = detail.title_length
    row.filled = list(detail.filled)
    category = categories.get(detail.category_id or 0)
    if category is not None:
        judge(row, category)
    return row
