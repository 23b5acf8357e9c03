"""Numbers that stand on the bridge: the source held against the listings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from aliexpress.models import BridgeEntry, BridgeTally, Finding, Listing, Store
from aliexpress.models.bridge_words import FindingKind, ItemPart, ListingClass, Side
from cards.measures.facts import Facts
from cards.measures.measured import Coverage, Measured, Row
from cards.measures.ratios import Measure

OUT_OF_STOCK: Final = "aex_xc_listed_but_oos_on_bc"
DRIFT: Final = "aex_xc_catalogue_drift_vs_bc"
MISSING: Final = "aex_xc_missing_on_aliexpress"
DUPLICATES: Final = "aex_xc_duplicate_listings"
ORPHANS: Final = "aex_xc_orphan_listings"
AN_HOUR_OF_SECONDS: Final = 3_600
A_DAY_OF_SECONDS: Final = 86_400
# The lists of items behind the numbers, by the names they have on the pages of the bridge.
LISTS: Final = {OUT_OF_STOCK: "out-of-stock", DRIFT: "drifting", MISSING: "missing"}
NO_BRIDGE: Final = (
    "Nothing is held against the listings of this store: it has no source that was read whole."
)
NOT_READ: Final = "The SKU codes of the other listings are being read."


def of_bridge(tell: Callable[[BridgeTally], Measured]) -> Measure:
    def measure(facts: Facts) -> Measured:
        return Measured(None, note=NO_BRIDGE) if facts.bridge is None else tell(facts.bridge)

    return measure


def _codes(tally: BridgeTally, *, is_most: bool = False) -> Coverage:
    known = tally.listing_count - tally.not_read_listing_count
    return Coverage(
        "SKU codes known",
        known,
        tally.listing_count,
        is_least=not is_most,
        because=NOT_READ,
        things="listings",
        is_most=is_most,
    )


def _rows(**told: tuple[str, int]) -> tuple[Row, ...]:
    return tuple(Row(name, words, value) for name, (words, value) in told.items() if value)


def out_of_stock(tally: BridgeTally) -> Measured:
    """Items that settled; what is new and what cannot be told stands beside."""
    if not tally.source.tells_stock:
        return Measured(None, note="The source tells no stock.")
    beside = _rows(
        negative=("of them below zero at the source", tally.oos_negative_count),
        units=("units on offer", tally.oos_units),
        new=("new, and not settled yet", tally.oos_count - tally.oos_settled_count),
        not_for_sale=("not for sale at the source, yet on offer", tally.not_for_sale_count),
        untracked=("whose stock the source does not track", tally.untracked_count),
    )
    if tally.stock_asked_at is not None:
        source_at = tally.source.stock_as_of or tally.source.as_of
        words = "hours old then was AliExpress's oldest answer of them"
        beside += (Row("asked", words, hours_between(tally.stock_asked_at, tally), "hours"),)
        words = "hours old then was the stock at the source"
        beside += (Row("source_asked", words, hours_between(source_at, tally), "hours"),)
    sits_in = Row(
        "listings",
        "active listings they sit in",
        tally.oos_listing_count,
        listings=listed_in(OUT_OF_STOCK),
    )
    return Measured(
        tally.oos_settled_count,
        coverage=Coverage(
            "both stocks known", tally.stock_known_count, tally.compared_count, things="items"
        ),
        rows=(sits_in, *beside) if tally.oos_listing_count else beside,
    )


def hours_between(moment: datetime, tally: BridgeTally) -> float:
    seconds = (tally.published_at - moment).total_seconds()
    return round(max(seconds, 0) / AN_HOUR_OF_SECONDS, 1)


def listed_in(key: str) -> Mapping[str, str]:
    return {"card": key}


def drift(tally: BridgeTally) -> Measured:
    """Items that settled, once each; by field, new, and what cannot be told."""
    untold = {
        "price": tally.price_untold_count,
        "stock": tally.stock_untold_count,
        "title": tally.title_untold_count,
        "image": tally.image_untold_count,
    }
    fields = _rows(
        price=("in price", tally.drift_price_count),
        stock=("in stock", tally.drift_stock_count),
        title=("in title", tally.drift_title_count),
        image=("in picture", tally.drift_image_count),
        new=("new, and not settled yet", tally.drift_count - tally.drift_settled_count),
        month=("drifted within the 30 days before", tally.drifted_month_count),
        auditing=("in price in auditing, to be mended later", tally.auditing_drift_count),
        **{
            f"{name}_untold": (f"whose {name} cannot be compared", number)
            for name, number in untold.items()
        },
    )
    if tally.repair_seconds is not None:
        days = round(tally.repair_seconds / A_DAY_OF_SECONDS, 1)
        fields += (Row("repair", "days until it was mended, the median", days, "days"),)
    whole = tally.compared_count * len(untold)
    coverage = Coverage("comparable", whole - sum(untold.values()), whole, things="fields of items")
    return Measured(tally.drift_settled_count, coverage=coverage, rows=fields)


def missing(tally: BridgeTally) -> Measured:
    return Measured(
        tally.missing_count,
        coverage=_codes(tally, is_most=True),
        rows=_rows(
            products=("whole products", tally.missing_product_count),
            variants=("single variants", tally.missing_variant_count),
            withdrawn=("were listed, and the listing is gone", tally.withdrawn_count),
        ),
    )


def duplicates(tally: BridgeTally) -> Measured:
    count = tally.duplicate_listing_count
    return Measured(count, listings=listed_in(DUPLICATES), coverage=_codes(tally))


def orphans(tally: BridgeTally) -> Measured:
    count = tally.orphan_listing_count
    return Measured(count, listings=listed_in(ORPHANS), coverage=_codes(tally))


def out_of_stock_listings(store: Store) -> QuerySet[Listing]:
    """The listings that offer what the source has none of, settled or new."""
    found = Finding.objects.filter(
        store=store, kind=FindingKind.OUT_OF_STOCK, until_tally__isnull=True
    )
    return Listing.objects.of(store).filter(pk__in=found.values("listing"))


def listings_of_class(store: Store, kind: ListingClass) -> QuerySet[Listing]:
    """Of the newest bridge."""
    entries = BridgeEntry.objects.filter(
        store=store, side=Side.LISTING, part=kind, until_tally__isnull=True
    )
    return Listing.objects.of(store).filter(pk__in=entries.values("listing"))


def lacking_variants(store: Store) -> QuerySet[Listing]:
    """Listings of a product of which the source has a variant that no listing has."""
    missing = BridgeEntry.objects.filter(
        store=store,
        side=Side.ITEM,
        part=ItemPart.MISSING,
        until_tally__isnull=True,
        sibling__isnull=False,
    )
    return Listing.objects.of(store).counted().filter(pk__in=missing.values("sibling"))


MEASURES: Final[dict[str, Measure]] = {
    OUT_OF_STOCK: of_bridge(out_of_stock),
    DRIFT: of_bridge(drift),
    MISSING: of_bridge(missing),
    DUPLICATES: of_bridge(duplicates),
    ORPHANS: of_bridge(orphans),
}
