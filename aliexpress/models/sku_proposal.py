"""Matches of items and SKUs that wait for a person's decision."""

from django.db import models

from aliexpress.models.listing import Listing
from aliexpress.models.source_item import SourceItem
from aliexpress.models.store import Store


class SkuProposal(models.Model):
    """A match nobody made yet: what a cleverer rule takes for one. A person decides."""

    class By(models.TextChoices):
        LETTERS = "letters", "The same letters and digits"
        CUT = "cut", "Cut at 20 characters"
        ZEROS = "zeros", "Leading zeros lost"
        SCIENTIFIC = "scientific", "Written as a power of ten"
        BARCODE = "barcode", "The same barcode"
        OPTION = "option", "The same product and option"
        RENAMED = "renamed", "Renamed"

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    rule = models.CharField(max_length=12, choices=By.choices)
    item = models.ForeignKey(SourceItem, on_delete=models.CASCADE, related_name="proposals")
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    sku_id = models.CharField(max_length=120)
    code = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=255, blank=True)
    item_code = models.CharField(max_length=255, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "sku_id"], name="one_proposal_per_sku"),
        ]
        indexes = [
            # A store's proposals by rule.
            models.Index(fields=["store", "rule", "id"], name="proposal_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.code} is {self.item_code}?"
