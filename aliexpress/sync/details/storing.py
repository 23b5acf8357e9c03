"""Keeps what was asked, a batch at a time: whoever goes on asks for none of it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from aliexpress.gateway.answers import CategoryAsks, ProductDetail
from aliexpress.models import CategoryAttributes, Listing, ListingDetail

CATEGORY_GOOD_FOR = timedelta(days=7)
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
    """One product that was asked for, and what came of it; `problem` where nothing did."""

    listing: Listing
    detail: ProductDetail | None
    problem: str = ""


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


def categories_to_ask(details: Iterable[ProductDetail], *, at: datetime) -> list[int]:
    """Categories of these products of which nothing is known, or nothing new."""
    ids = {one.category_id for one in details if one.category_id is not None}
    fresh = CategoryAttributes.objects.filter(
        category_id__in=ids, fetched_at__gt=at - CATEGORY_GOOD_FOR
    )
    return sorted(ids - set(fresh.values_list("category_id", flat=True)))


def keep_category(asks: CategoryAsks, *, at: datetime) -> None:
    """And hold the products of the category against what it asks for now."""
    required = sorted(one.attribute_id for one in asks.attributes if one.required)
    key = sorted(one.attribute_id for one in asks.attributes if one.key)
    names = {str(one.attribute_id): one.name for one in asks.attributes}
    with transaction.atomic():
        before = CategoryAttributes.objects.filter(category_id=asks.category_id).first()
        category, _ = CategoryAttributes.objects.update_or_create(
            category_id=asks.category_id,
            defaults={"required": required, "key": key, "names": names, "fetched_at": at},
        )
        if before is None or (before.required, before.key) != (required, key):
            _hold_against(category)


def _hold_against(category: CategoryAttributes) -> None:
    details = list(ListingDetail.objects.filter(category_id=category.category_id, is_known=True))
    for detail in details:
        _judge(detail, category)
    fields = ["missing", "required_filled", "key_filled"]
    ListingDetail.objects.bulk_update(details, fields, batch_size=500)


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
        _judge(row, category)
    return row


def _judge(detail: ListingDetail, category: CategoryAttributes) -> None:
    filled = set(detail.filled)
    detail.missing = [number for number in category.required if number not in filled]
    detail.required_filled = _percent(category.required, filled)
    detail.key_filled = _percent(category.key, filled)


def _percent(asked: Sequence[int], filled: set[int]) -> int:
    """Whole percent, rounded down: only what is complete is 100."""
    if not asked:
        return 100
    return 100 * sum(number in filled for number in asked) // len(asked)
