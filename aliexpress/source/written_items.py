"""Notes for the bridge which products and listings the items touch that a read writes: those they
were of before, and those they are of now."""

from collections.abc import Iterable
from typing import Any

from aliexpress.batches import in_batches
from aliexpress.models import BridgeChange, Listing, SourceItem


class Touched:
    def __init__(self, catalogue_id: int) -> None:
        self._of_source = SourceItem.objects.filter(catalogue=catalogue_id)
        self._products: set[str] = set()
        self._numbers: set[int] = set()  # of listings: AliExpress's own

    def add(self, external_ids: Iterable[str]) -> None:
        """Call it before the items are written and after; of none that is there, it adds none."""
        for ids in in_batches(external_ids):
            rows: Any = self._of_source.filter(external_id__in=ids)
            told = rows.values_list("product_external_id", "aliexpress_product_id")
            for product, number in told:
                self._products.add(product)
                self._numbers |= {number} - {None}

    def note(self, store_id: int) -> None:
        listings = Listing.objects.filter(store=store_id)
        found: set[int] = set()
        for some in in_batches(self._numbers):
            found.update(listings.filter(product_id__in=some).values_list("pk", flat=True))
        BridgeChange.objects.note(store_id, listings=found, products=self._products)
