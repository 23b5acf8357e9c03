"""What listings were like when they were submitted to review."""

from django.db import models

from aliexpress.models.listing import Listing, Transition
from aliexpress.models.upstream import UpstreamFacts


class Submission(UpstreamFacts):
    """The facts of one listing as it went into auditing, kept with that transition for ever.

    What the list says is of the very version submitted. What only the product's own answer says
    is as last known then, and is replaced when that version is read; `facts_of` tells which.
    """

    transition = models.OneToOneField(
        Transition, on_delete=models.CASCADE, primary_key=True, related_name="submission"
    )
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="submissions", db_index=False
    )
    gmt_modified = models.CharField(max_length=40, blank=True)  # names the version
    owner_member_id = models.CharField(max_length=120, blank=True)
    group_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=60, blank=True)
    product_type = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=12, blank=True)
    min_price = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    max_price = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    freight_template_id = models.BigIntegerField(null=True)
    # The gmt_modified of the version the rest is of; "": nothing was known.
    facts_of = models.CharField(max_length=40, blank=True)
    facts_at = models.DateTimeField(null=True)
    sku_count = models.PositiveIntegerField(null=True)
    image_count = models.PositiveIntegerField(null=True)
    title_length = models.PositiveIntegerField(null=True)
    required_filled = models.PositiveSmallIntegerField(null=True)
    key_filled = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [
            # A product is read: the submission of this very version.
            models.Index(fields=["listing", "gmt_modified"], name="submission_of_version"),
        ]

    def __str__(self) -> str:
        return f"Submission of {self.listing_id}, {self.gmt_modified}"


# Its columns that come from the listing, and those from its detail.
LISTED = (
    "gmt_modified",
    "owner_member_id",
    "group_id",
    "source",
    "product_type",
    "currency",
    "min_price",
    "max_price",
    "freight_template_id",
)
TOLD = (
    *(field.name for field in UpstreamFacts._meta.local_fields),
    "facts_at",
    "sku_count",
    "image_count",
    "title_length",
    "required_filled",
    "key_filled",
)
