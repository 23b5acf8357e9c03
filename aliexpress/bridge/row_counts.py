"""Figures of a tally that are no sums over what changed: counted from the rows that stand now."""

from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Sum

from aliexpress.models import BridgeEntry, Finding, Listing, ListingSku
from aliexpress.models.bridge_words import DRIFT, FindingKind, ItemPart, Side


def row_counts(store_id: int) -> dict[str, Any]:
    """By the names of the columns of a tally."""
    entries = BridgeEntry.objects.filter(store=store_id, until_tally__isnull=True)
    missing = entries.filter(side=Side.ITEM, part=ItemPart.MISSING, sibling__isnull=True)
    products = missing.aggregate(n=Count("item__product_external_id", distinct=True))
    listings = Listing.objects.filter(store=store_id, detail__codes_kept=True).counted()
    found = Finding.objects.filter(store=store_id, until_tally__isnull=True)
    out, drift = Q(kind=FindingKind.OUT_OF_STOCK), Q(kind__in=DRIFT)
    settled = Q(settled_tally__isnull=False)
    sku = ListingSku.objects.filter(listing=OuterRef("listing"), sku_id=OuterRef("sku_id"))
    units = found.filter(out).annotate(units=Subquery(sku.values("stock")[:1]))
    return {
        "missing_product_count": products["n"],
        "outdated_count": listings.exclude(detail__asked_for=F("gmt_modified")).count(),
        "oos_units": units.aggregate(n=Sum("units"))["n"] or 0,
        **found.aggregate(
            oos_listing_count=Count("listing", distinct=True, filter=out),
            oos_settled_count=Count("item", distinct=True, filter=out & settled),
            drift_listing_count=Count("listing", distinct=True, filter=drift),
            drift_settled_count=Count("item", distinct=True, filter=drift & settled),
            stock_asked_at=Min("listing__detail__asked_at", filter=out),
        ),
    }
