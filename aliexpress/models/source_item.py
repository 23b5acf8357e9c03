"""The sellable things of a source, a row each."""

from django.db import models
from django.db.models import Q

from aliexpress.models.source import SourceCatalogue


class SourceItem(models.Model):
    """One sellable thing as its source last gave it; one that is gone keeps its row."""

    class Tracking(models.TextChoices):
        """Whose stock the level is. Without tracking the level says nothing."""

        NONE = "none", "Not tracked"
        PRODUCT = "product", "Of the product"
        ITEM = "item", "Of the item"

    class InTool(models.TextChoices):
        """What the seller's tool says of sending it to AliExpress."""

        NOT_TOLD = "", "Not told"
        WAITING = "waiting", "Waiting"
        FAILED = "failed", "Failed"
        SENT = "sent", "Sent"

    # The constraint below begins with it.
    catalogue = models.ForeignKey(
        SourceCatalogue, on_delete=models.CASCADE, related_name="items", db_index=False
    )
    external_id = models.CharField(max_length=300)  # the source's own key
    product_external_id = models.CharField(max_length=300, blank=True)
    parent_code = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=255, blank=True)  # as written
    key = models.CharField(max_length=255, blank=True)  # aliexpress.sku_key
    name = models.TextField(blank=True)
    option = models.TextField(blank=True)  # "Blue / L"
    # As the source calls them, "" where it does not tell.
    brand = models.CharField(max_length=120, blank=True, default="", db_default="")
    category = models.CharField(max_length=200, blank=True, default="", db_default="")
    price = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    sale_price = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=12, blank=True)
    stock = models.IntegerField(null=True, blank=True)  # null: not told; may be negative
    tracking = models.CharField(max_length=10, choices=Tracking.choices, default=Tracking.ITEM)
    not_for_sale = models.CharField(max_length=60, blank=True)  # why it cannot be bought
    barcode = models.CharField(max_length=60, blank=True)
    image_changed_at = models.DateTimeField(null=True, blank=True)
    is_meant = models.BooleanField(default=True)  # for AliExpress, by the catalogue's rule
    in_tool = models.CharField(
        max_length=10, choices=InTool.choices, blank=True, default=InTool.NOT_TOLD
    )
    tool_word = models.CharField(max_length=120, blank=True)  # the tool's own, verbatim
    aliexpress_product_id = models.BigIntegerField(null=True, blank=True)  # as the tool tells

    fingerprint = models.CharField(max_length=32)  # of all the above
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "external_id"], name="one_row_per_item_of_a_source"
            ),
        ]
        indexes = [
            # The item a code belongs to; items that share one.
            models.Index(
                fields=["catalogue", "key"], name="item_by_key", condition=Q(gone_at__isnull=True)
            ),
            # The items of a product, and of a listing the seller's tool names.
            models.Index(fields=["catalogue", "product_external_id"], name="item_by_product"),
            models.Index(
                fields=["catalogue", "aliexpress_product_id"],
                name="item_by_listing",
                condition=Q(aliexpress_product_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.external_id
