"""Keeps what was asked, a batch at a time: whoever goes on asks for none of it again."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aliexpress.gateway.answers import ListedSku, ProductDetail, UpstreamFacts
from aliexpress.models import BridgeChange, CategoryAttributes, Listing, ListingDetail
from aliexpress.sync.details.attributes import judge
from aliexpress.sync.details.skus import write_skus
from aliexpress.sync.details.submission_facts import complete_submissions

UNKNOWN_PRODUCT = "AliExpress knows no such product."
FACTS = [field.name for field in dataclasses.fields(UpstreamFacts)]
# What asking tells, whatever came of it; and what AliExpress told, which stays until it tells anew.
ASKED = ["asked_at", "asked_for", "is_known", "problem"]
TOLD = [
    "codes_kept",
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
        for store_id, skus in skus_by_store(asked).items():
            busy = write_skus(skus, store_id=store_id)
            for row in rows:
                row.codes_kept &= row.listing_id not in busy
        known = [row for row in rows if row.is_known]
        for fields, told in by_what_is_told(asked, rows).items():
            write_details(told, fields=[*ASKED, *TOLD, *fields])
        complete_submissions(known)
        write_details([row for row in rows if not row.is_known], fields=ASKED)
        # Where it was not asked for along, it is looked up.
        held = [one.listing for one in asked if getattr(one.listing, "has_source", True)]
        for store_id in {listing.store_id for listing in held}:
            listings = {listing.pk for listing in held if listing.store_id == store_id}
            BridgeChange.objects.note(store_id, listings=listings)


def by_what_is_told(
    asked: Iterable[Asked], rows: Iterable[ListingDetail]
) -> dict[tuple[str, ...], list[ListingDetail]]:
    """The rows of known products by the facts that their answers told: of others, what was known
    last stays, with its moment."""
    found: dict[tuple[str, ...], list[ListingDetail]] = {}
    for one, row in zip(asked, rows, strict=True):
        if (detail := one.detail) is None:
            continue
        fields = [] if detail.facts is None else FACTS
        fields = fields if detail.category_id is None else ["category_id", *fields]
        found.setdefault(("facts_at", *fields) if fields else (), []).append(row)
    return found


def write_details(rows: Sequence[ListingDetail], *, fields: Sequence[str]) -> None:
    """`fields`: of those that are there already, what else is left as it is."""
    if rows:
        ListingDetail.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["listing"], update_fields=fields
        )


def skus_by_store(asked: Iterable[Asked]) -> dict[int, dict[int, Sequence[ListedSku]]]:
    found: dict[int, dict[int, Sequence[ListedSku]]] = {}
    for one in asked:
        if one.detail is not None:
            found.setdefault(one.listing.store_id, {})[one.listing.pk] = one.detail.skus
    return found


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
    row.codes_kept = True
    row.facts_at = None if detail.category_id is None and detail.facts is None else at
    row.category_id = detail.category_id
    if detail.facts is not None:
        for name in FACTS:
            setattr(row, name, getattr(detail.facts, name))
    row.sku_count = detail.sku_count
    row.skus_in_stock = detail.skus_in_stock
    row.is_out_of_stock = detail.is_out_of_stock
    row.image_count = detail.image_count
    row.title_length = detail.title_length
    row.filled = list(detail.filled or ())
    category = categories.get(detail.category_id or 0)
    if category is not None and detail.filled is not None:
        judge(row, category)
    return row
