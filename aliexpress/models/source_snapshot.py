"""What whole reads of a source proved."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from aliexpress.models.source import SourceCatalogue
from aliexpress.models.store import Store
from aliexpress.words import VERDICT_WORDS


class SourceSnapshot(models.Model):
    """What a whole read of a source proved. Never changed but for `confirmed_at` and the moment
    the newest read began."""

    class Verdict(models.TextChoices):
        COMPLETE = "complete", VERDICT_WORDS["complete"]
        DISPUTED = "disputed", VERDICT_WORDS["disputed"]

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="source_snapshots", db_index=False
    )
    catalogue = models.ForeignKey(
        SourceCatalogue, on_delete=models.CASCADE, related_name="snapshots", db_index=False
    )
    previous = models.ForeignKey("self", null=True, on_delete=models.RESTRICT, related_name="+")
    # A row is as old as the read was long: from the first of these moments to the second.
    read_from = models.DateTimeField()
    as_of = models.DateTimeField()
    published_at = models.DateTimeField()
    # The newest moment it was found still true, and when that read began.
    confirmed_at = models.DateTimeField()
    confirmed_from = models.DateTimeField()
    # Where its stock is newer than the rest: the moment of that read, the newest moment that was
    # found still true, and when that read began.
    stock_as_of = models.DateTimeField(null=True)
    stock_confirmed_at = models.DateTimeField(null=True)
    stock_confirmed_from = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    product_count = models.PositiveIntegerField()
    item_count = models.PositiveIntegerField()
    blank_count = models.PositiveIntegerField(default=0)  # items without a code
    refused_count = models.PositiveIntegerField(default=0)  # lines of a file left out
    digest = models.CharField(max_length=64)  # of the items, by id
    currency = models.CharField(max_length=12, blank=True)
    prices_include_tax = models.BooleanField(null=True)
    tells_stock = models.BooleanField(default=True)  # False: a file without such a column
    tells_prices = models.BooleanField(default=True)
    # What it was held against: declared before and after, summary, pages, orphans; of a file its
    # digest, size and lines.
    evidence = models.JSONField(default=dict)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="source_has_no_more_blanks_than_items",
                condition=Q(item_count__gte=F("blank_count")),
            ),
            models.CheckConstraint(
                name="source_has_no_more_products_than_items",
                condition=Q(item_count__gte=F("product_count")),
            ),
            models.CheckConstraint(
                name="source_is_published_after_it_was_read",
                condition=Q(as_of__gte=F("read_from"))
                & Q(published_at__gte=F("as_of"))
                & Q(confirmed_at__gte=F("as_of")),
            ),
            models.CheckConstraint(
                name="a_source_snapshot_has_its_digest", condition=~Q(digest="")
            ),
        ]
        indexes = [
            # The newest of a store, now and as it was given.
            models.Index(fields=["store", "-published_at", "-id"], name="source_given_at"),
        ]

    def __str__(self) -> str:
        return f"{self.item_count:,} items at {self.as_of:%Y-%m-%d %H:%M} UTC"

    @property
    def stock_known_at(self) -> datetime:
        """The newest moment the stock was found to be so, alone or with the rest."""
        return max(self.confirmed_at, self.stock_confirmed_at or self.confirmed_at)

    @property
    def stock_known_from(self) -> datetime:
        """When the read that found it so began."""
        return max(self.confirmed_from, self.stock_confirmed_from or self.confirmed_from)
