"""What was written of either side since the bridge was last held together."""

from collections.abc import Collection
from typing import Final

from django.db import models

from aliexpress.models.source import SourceCatalogue
from aliexpress.models.store import Store

MANY: Final = 20_000  # from so many on, all of both sides is looked at


class BridgeChangeQuerySet(models.QuerySet["BridgeChange"]):
    def note(
        self, store_id: int, *, listings: Collection[int] = (), products: Collection[str] = ()
    ) -> None:
        """These listings, by primary key, and products, by the source's own id, were written.

        Call it in the transaction that writes them. A store without a source has nothing to
        hold them against: of that, nothing is kept.
        """
        if not (listings or products) or not has_source(store_id):
            return
        if len(listings) + len(products) > MANY:
            self.create(store_id=store_id)
            return
        rows = [BridgeChange(store_id=store_id, listing_id=pk) for pk in listings]
        rows += [BridgeChange(store_id=store_id, product=product) for product in products]
        self.bulk_create(rows, batch_size=2_000)

    def note_all(self, store_id: int) -> None:
        """Anything may be otherwise now."""
        if has_source(store_id):
            self.create(store_id=store_id)


def has_source(store_id: int) -> bool:
    return SourceCatalogue.objects.in_force().filter(store=store_id).exists()


class BridgeChange(models.Model):
    """A listing, or a product of the source, whose parts may be others now; with neither, all of
    both sides. Deleted once the bridge has looked."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    # No constraint, no index: it is looked up, and may be gone by then.
    listing_id = models.BigIntegerField(null=True)
    product = models.CharField(max_length=300, null=True)  # noqa: DJ001  "" is a product, too

    objects = BridgeChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_change_is_of_a_listing_or_a_product",
                condition=models.Q(listing_id__isnull=True) | models.Q(product__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id or self.product or 'everything'} of {self.store}"
