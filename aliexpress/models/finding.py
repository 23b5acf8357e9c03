"""What a listed item differs in from its source, from one tally to another."""

from django.db import models
from django.db.models import Q

from aliexpress.models.bridge_tally import BridgeTally
from aliexpress.models.bridge_words import FindingKind
from aliexpress.models.listing import Listing
from aliexpress.models.source_item import SourceItem
from aliexpress.models.store import Store


class Finding(models.Model):
    """A listed item that differs from its source in one respect, from one tally to another."""

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=6, choices=FindingKind.choices)
    item = models.ForeignKey(SourceItem, on_delete=models.CASCADE, related_name="findings")
    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    sku_id = models.CharField(max_length=120)
    code = models.CharField(max_length=255, blank=True)
    source_value = models.TextField()
    aliexpress_value = models.TextField()
    since_at = models.DateTimeField()
    since_tally = models.ForeignKey(
        BridgeTally, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    until_tally = models.ForeignKey(
        BridgeTally, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # From which tally on each side was read again and it still was so.
    settled_tally = models.ForeignKey(
        BridgeTally, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "listing", "sku_id", "kind"],
                name="one_open_finding_per_pair_and_kind",
                condition=Q(until_tally__isnull=True),
            ),
        ]
        indexes = [
            # A card's list, now and as of a past tally.
            models.Index(fields=["store", "kind", "id"], name="finding_by_kind"),
            # What stands now.
            models.Index(
                fields=["store", "kind"], name="finding_open", condition=Q(until_tally__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}: {self.source_value} / {self.aliexpress_value}"
