"""Where each item, SKU and listing stood in the bridge, from one tally to another."""

from datetime import datetime
from typing import Final

from django.db import models
from django.db.models import Q

from aliexpress.lifecycle import State
from aliexpress.models.bridge_tally import BridgeTally
from aliexpress.models.bridge_words import (
    ItemPart,
    ListingClass,
    Reason,
    Rule,
    Side,
    SkuPart,
)
from aliexpress.models.listing import Listing
from aliexpress.models.source_item import SourceItem
from aliexpress.models.store import Store

PARTS: Final[dict[str, type[models.TextChoices]]] = {
    Side.ITEM: ItemPart,
    Side.SKU: SkuPart,
    Side.LISTING: ListingClass,
}


class SpanQuerySet(models.QuerySet["BridgeEntry"]):
    def at_tally(self, tally: BridgeTally) -> "SpanQuerySet":
        """What held in this tally."""
        return self.filter(
            Q(until_tally__isnull=True) | Q(until_tally__gt=tally.pk),
            store=tally.store_id,
            since_tally__lte=tally.pk,
        )


class BridgeEntry(models.Model):
    """One thing in one part. It holds from its first tally on, up to and without its last.

    Of an item: `listing` holds its first copy, or held it last; `sibling` is a listing of its
    product where it alone is missing. Of a SKU: `item` is what it is matched with, or was last. Of
    a listing: `item` is the first of those its SKUs are matched with.
    """

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    side = models.CharField(max_length=8, choices=Side.choices)
    item = models.ForeignKey(
        SourceItem,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    listing = models.ForeignKey(
        Listing,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    sku_id = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=255, blank=True)  # as written then
    part = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State.choices, blank=True)
    rule = models.CharField(max_length=10, choices=Rule.choices, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    sibling = models.ForeignKey(
        Listing,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    is_unmeant = models.BooleanField(default=False)  # listed, and not meant to be
    # Of a listing: SKUs of several products, a product over several listings, some SKUs not ours.
    is_mixed = models.BooleanField(default=False)
    is_split = models.BooleanField(default=False)
    is_partly = models.BooleanField(default=False)
    # Of an open entry of a listed item: what came of comparing it, as `bridge.packed_counts`
    # packs it. Overwritten, not followed: it is what the next tally starts from.
    outcome = models.PositiveIntegerField(default=0, db_default=0)

    # No constraints: entries are only written beside the tally they name, and looking it up for
    # each of half a million took a third of a first bridge.
    since_tally = models.ForeignKey(
        BridgeTally,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    until_tally = models.ForeignKey(
        BridgeTally,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bridge entries"
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                name="one_open_entry_per_item",
                condition=Q(side="item", until_tally__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["listing", "sku_id"],
                name="one_open_entry_per_sku",
                condition=Q(side="sku", until_tally__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["listing"],
                name="one_open_entry_per_listing",
                condition=Q(side="listing", until_tally__isnull=True),
            ),
            models.CheckConstraint(
                name="an_entry_is_in_a_part_of_its_side",
                condition=Q(side="item", part__in=ItemPart.values, item__isnull=False)
                | Q(side="sku", part__in=SkuPart.values, listing__isnull=False)
                | Q(side="listing", part__in=ListingClass.values, listing__isnull=False),
            ),
        ]
        indexes = [
            # Lists: a part of a side, now and as of a past tally.
            models.Index(fields=["store", "side", "part", "id"], name="entry_by_part"),
            # Movements: what came and went with a tally.
            models.Index(fields=["since_tally"], name="entry_since"),
            models.Index(
                fields=["until_tally"], name="entry_until", condition=Q(until_tally__isnull=False)
            ),
            # Beside the constraints above: which items were in a listing last, and which SKUs are
            # an item's.
            models.Index(
                fields=["listing"],
                name="entry_of_items_listing",
                condition=Q(side="item", until_tally__isnull=True),
            ),
            models.Index(
                fields=["item"],
                name="entry_of_skus_item",
                condition=Q(side="sku", until_tally__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.code}: {self.part}"

    @property
    def sentence(self) -> str:
        """What holds of it, in words: its part, and why or by which rule."""
        words = [str(PARTS[self.side](self.part).label)]
        words += [self.get_reason_display()] if self.reason else []
        words += [f"{self.get_rule_display()}"] if self.rule else []
        words += [text for text, holds in self._marks() if holds]
        return " · ".join(words)

    @property
    def gone_at(self) -> datetime | None:
        """Of what is withdrawn, since when its listing is gone; of an orphan that was matched,
        since when its item is."""
        if self.reason == Reason.WITHDRAWN and self.listing is not None:
            return self.listing.gone_at
        if self.reason == Reason.GONE and self.item is not None:
            return self.item.gone_at
        return None

    def _marks(self) -> tuple[tuple[str, bool], ...]:
        return (
            ("not meant for AliExpress", self.is_unmeant),
            ("SKUs of several products", self.is_mixed),
            ("its product is in several listings", self.is_split),
            ("some SKUs are not from the source", self.is_partly),
        )
