"""The SKUs of a listing, a row each."""

from typing import Any

from django.db import models
from django.db.models import F, Max, Min, QuerySet

from aliexpress.models.listing import Listing
from aliexpress.models.store import Store


class ListingSku(models.Model):
    """One SKU as AliExpress last gave it: with the product's own answer, or with its list."""

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # No index of its own: the constraint below begins with it.
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="skus", db_index=False
    )
    sku_id = models.CharField(max_length=120)  # AliExpress's; longer than a float is exact
    code = models.CharField(max_length=255, blank=True)  # the seller's, as written
    # As compared: aliexpress.sku_key, of which an index takes so much.
    key = models.CharField(max_length=255, blank=True)
    price = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=12, blank=True)
    stock = models.IntegerField(null=True, blank=True)  # null: AliExpress does not tell
    barcode = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()  # in AliExpress's order, from 1

    class Meta:
        verbose_name = "SKU"
        verbose_name_plural = "SKUs"
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "sku_id"], name="one_row_per_sku_of_a_listing"
            ),
        ]
        indexes = [
            # Codes that two listings of a store share; a code's listing.
            models.Index(fields=["store", "key", "listing"], name="sku_by_key"),
        ]

    def __str__(self) -> str:
        return self.code or self.sku_id


def shared_skus(store_id: int) -> QuerySet[ListingSku]:
    """SKUs of counted listings whose code another counted listing of the store has as well."""
    of_store = ListingSku.objects.filter(store=store_id).exclude(key="")
    # First whatever the index alone tells, also of listings that are gone: these are few.
    some = _in_two(of_store).values("key")
    counted = of_store.filter(key__in=some, listing__gone_at__isnull=True)
    return counted.filter(key__in=_in_two(counted).values("key"))


def _in_two(skus: QuerySet[ListingSku]) -> QuerySet[ListingSku, Any]:
    return (
        skus.values("key")
        .annotate(first=Min("listing"), last=Max("listing"))
        .exclude(first=F("last"))
    )
