"""Keeps what the pages of managed shops brought of SKUs and stock: nobody asks for those products
one by one.

After a run has published, a batch a transaction: where it is cut short, the next full walk brings
all of it again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aliexpress.gateway.answers import ProductDetail
from aliexpress.models import Listing, ListingDetail, ListingSku, Store
from aliexpress.sync.details.lease import make_due
from aliexpress.sync.details.sku_rows import kept_rows, moved, rows_of
from aliexpress.sync.details.storage import Asked, keep
from aliexpress.table_statistics import learn_after_commit

AT_ONCE = 500
TOLD = (
    "sku_count",
    "skus_in_stock",
    "is_out_of_stock",
    "image_count",
    "title_length",
)


def keep_managed_details(
    store: Store, details: Iterable[Mapping[int, ProductDetail]], *, at: datetime
) -> None:
    """Of the listings that are counted, some at a time; what is kept as it is now is not written
    again."""
    written = 0
    for some in details:
        counted = Listing.objects.of(store).counted().with_source_of(store)
        listings = list(counted.filter(product_id__in=some))
        # By their keys: of a table that was just filled, no database knows how to ask in one.
        kept = ListingDetail.objects.filter(listing__in=[one.pk for one in listings])
        had = {one.listing_id: one for one in kept.defer("filled", "attributes", "missing")}
        skus, _ = kept_rows(one.pk for one in listings)
        moved_skus = moved(skus, rows_of({one.pk: some[one.product_id].skus for one in listings}))
        changed = [
            Asked(listing, some[listing.product_id])
            for listing in listings
            if listing.pk in moved_skus
            or differs(had.get(listing.pk), some[listing.product_id], listing)
        ]
        if changed:
            keep(changed, at=at)
            written += len(changed)
    if written:
        learn_after_commit(ListingDetail, ListingSku, written=written)
        make_due(store.pk, at=at)  # its tally tells of them


def differs(had: ListingDetail | None, now: ProductDetail, listing: Listing) -> bool:
    """Whether AliExpress tells otherwise of it than what is kept, its SKUs aside."""
    return (
        had is None
        or not (had.is_known and had.codes_kept)
        or had.asked_for != listing.gmt_modified
        or now.category_id not in (None, had.category_id)
        or any(getattr(had, name) != getattr(now, name) for name in TOLD)
    )
