"""Keeps the SKUs that ride in the pages of a list, as those of managed shops do: no product of
theirs is asked for singly."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import Listing, ListingDetail
from aliexpress.sync.details.skus import write_skus
from aliexpress.sync.details.storage import write_details

LISTINGS_AT_ONCE = 500
FIELDS = [
    "asked_at",
    "asked_for",
    "is_known",
    "problem",
    "facts_at",
    "codes_kept",
    "sku_count",
    "skus_in_stock",
    "is_out_of_stock",
]


def keep_listed_skus(
    skus: Mapping[int, Sequence[ListedSku]], *, store_id: int, at: datetime
) -> None:
    """Of listings the store has, by product id; others are left out. Each 500 in a transaction of
    its own, six statements long, so that whoever else writes waits for no more."""
    product_ids = sorted(skus)
    for start in range(0, len(product_ids), LISTINGS_AT_ONCE):
        some = product_ids[start : start + LISTINGS_AT_ONCE]
        with transaction.atomic():
            found = Listing.objects.filter(store=store_id, product_id__in=some)
            listings = list(found.only("product_id", "gmt_modified", "store_id"))
            busy = write_skus({one.pk: skus[one.product_id] for one in listings}, store_id=store_id)
            rows = [
                _row(one, skus[one.product_id], at=at, is_kept=one.pk not in busy)
                for one in listings
            ]
            write_details(rows, fields=FIELDS)


def _row(
    listing: Listing, skus: Sequence[ListedSku], *, at: datetime, is_kept: bool
) -> ListingDetail:
    in_stock = sum(1 for sku in skus if sku.stock)
    unknown = not skus or any(sku.stock is None for sku in skus)
    return ListingDetail(
        listing=listing,
        store_id=listing.store_id,
        asked_at=at,
        asked_for=listing.gmt_modified,
        is_known=True,
        facts_at=at,
        codes_kept=is_kept,
        sku_count=len(skus),
        skus_in_stock=in_stock,
        is_out_of_stock=False if in_stock else None if unknown else True,
    )
