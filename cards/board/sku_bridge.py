"""Listings, products and SKUs side by side, each joined to the next to the unit."""

from dataclasses import dataclass
from typing import Any, Final

from aliexpress.models import DetailTally
from cards.formats import moment_text

FURTHER: Final = "further"  # SKUs beyond the first of their listing


@dataclass(frozen=True, slots=True)
class SkuBridge:
    """listings = products = not known + without + with one + with several, and
    SKUs = listings with any + the further SKUs of those with several."""

    tally: DetailTally
    known: int
    without: int
    one: int
    skus: int

    @property
    def listings(self) -> int:
        return self.tally.total_count

    @property
    def not_known(self) -> int:
        return self.listings - self.known

    @property
    def several(self) -> int:
        return self.known - self.without - self.one

    @property
    def with_any(self) -> int:
        return self.one + self.several

    @property
    def further(self) -> int:
        return self.skus - self.with_any

    def as_json(self) -> dict[str, Any]:
        return {
            "snapshot": self.tally.snapshot_id,
            "as_of": moment_text(self.tally.as_of),
            "listings": self.listings,
            "products": self.listings,
            "skus": self.skus,
            "skus_known_of": self.known,
            "listings_not_read": self.not_known,
            "listings_without_skus": self.without,
            "listings_with_one_sku": self.one,
            "listings_with_several_skus": self.several,
            "further_skus": self.further,
            "is_at_least": bool(self.not_known),
        }


def bridge_of(tally: DetailTally | None) -> SkuBridge | None:
    """None where SKUs were not counted yet."""
    if tally is None or tally.codes_known_count is None:
        return None
    return SkuBridge(
        tally=tally,
        known=tally.codes_known_count,
        without=tally.no_sku_count or 0,
        one=tally.one_sku_count or 0,
        skus=tally.sku_count or 0,
    )
