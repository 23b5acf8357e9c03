"""What was counted over the listings of one snapshot beside its states: appended, not changed, but
for reviews, of which no past moment is asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from aliexpress.models.snapshot import ListingSnapshot
from aliexpress.models.store import Store

A_DAY = timedelta(days=1)
DAYS_AHEAD = 30


class TallyQuerySet(models.QuerySet[Any]):
    def newest_for(
        self, snapshot_ids: Iterable[int], *, by: datetime | None = None
    ) -> "TallyQuerySet":
        """The newest of each of these snapshots; `by`: the newest published by then."""
        of_snapshot = self.filter(snapshot=OuterRef("pk")).order_by("-published_at", "-id")
        if by is not None:
            of_snapshot = of_snapshot.filter(published_at__lte=by)
        newest = Subquery(of_snapshot.values("pk")[:1])
        chosen = ListingSnapshot.objects.filter(pk__in=list(snapshot_ids))
        return self.filter(pk__in=chosen.annotate(tally_id=newest).values("tally_id"))


class ValidityTally(models.Model):
    """When the validity of the active listings ends, counted from one moment on."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="validity_tallies")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()  # whole seconds: the days are counted from here
    published_at = models.DateTimeField()
    active_count = models.PositiveIntegerField()
    # Of these: no end is known, and those whose end has passed while AliExpress still sells them.
    undated_count = models.PositiveIntegerField(default=0)
    overdue_count = models.PositiveIntegerField(default=0)
    # One number a day of 24 hours from as_of on: how many end after it began and by its end.
    days = models.JSONField(default=list)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="validity_counts_no_more_than_is_active",
                condition=Q(active_count__gte=F("undated_count") + F("overdue_count")),
            ),
        ]
        indexes = [
            # Readings: the newest of a snapshot, now and as it was given.
            models.Index(fields=["snapshot", "-published_at"], name="validity_given_at"),
        ]

    def __str__(self) -> str:
        return f"Validity of {self.active_count:,} at {self.as_of:%Y-%m-%d %H:%M}"

    def ending_within(self, days: int) -> int:
        """How many end within so many days (at most 30), the overdue among them."""
        ahead: list[int] = self.days[:days]
        return self.overdue_count + sum(ahead)

    def end_of(self, days: int) -> datetime:
        return self.as_of + days * A_DAY


class ReviewTally(models.Model):
    """What a store's reviews are like, of its newest snapshot alone: how long the newest took, and
    what is in auditing."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="review_tally")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()  # reviews that ended by then count
    known_count = models.PositiveIntegerField()  # seen from beginning to end
    # The median, and within which nine in ten ended; null where too few were seen to say.
    usual_seconds = models.FloatField(null=True)
    nine_in_ten_seconds = models.FloatField(null=True)
    # [[moment as ISO 8601, how many listings are in auditing since then], …], oldest first
    waiting = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.known_count:,} reviews by {self.as_of:%Y-%m-%d %H:%M}"


class DetailTally(models.Model):
    """What is known of single products, counted over the listings of one snapshot.

    Details count only while they are newer than the listing's last modification.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="detail_tallies")
    snapshot = models.ForeignKey(ListingSnapshot, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()
    published_at = models.DateTimeField()
    total_count = models.PositiveIntegerField()
    active_count = models.PositiveIntegerField()
    stock_known_count = models.PositiveIntegerField(default=0)
    stock_known_active_count = models.PositiveIntegerField(default=0)
    out_of_stock_count = models.PositiveIntegerField(default=0)  # of the active
    # Of shops whose families tell attributes; null: it was not counted yet.
    attributes_apply_count = models.PositiveIntegerField(null=True)
    attributes_apply_active_count = models.PositiveIntegerField(null=True)
    attributes_known_count = models.PositiveIntegerField(default=0)
    complete_count = models.PositiveIntegerField(default=0)
    complete_active_count = models.PositiveIntegerField(default=0)
    scored_count = models.PositiveIntegerField(default=0)
    # Over the scored listings: sums of percent, 0 to 100 each.
    required_sum = models.BigIntegerField(default=0)
    key_sum = models.BigIntegerField(default=0)
    pictures_sum = models.BigIntegerField(default=0)
    title_sum = models.BigIntegerField(default=0)
    # Scored listings of which AliExpress's diagnosis finds nothing; null: it was never read.
    sound_count = models.PositiveIntegerField(null=True)
    # Listings whose SKU codes are known, as they are or as they were before their last edit;
    # null, as all that follows: it was not counted yet.
    codes_known_count = models.PositiveIntegerField(null=True)
    # Of these: without any SKU, and with one alone.
    no_sku_count = models.PositiveIntegerField(null=True)
    one_sku_count = models.PositiveIntegerField(null=True)
    sku_count = models.PositiveIntegerField(null=True)  # of all these listings
    # Listings that have a SKU code in common with another, and how many codes that are.
    sharing_count = models.PositiveIntegerField(null=True)
    shared_code_count = models.PositiveIntegerField(null=True)
    # Why something is not known, in sentences.
    remark = models.TextField(blank=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_more_is_known_than_there_is",
                condition=Q(total_count__gte=F("stock_known_count"))
                & Q(total_count__gte=F("attributes_known_count"))
                & Q(total_count__gte=F("scored_count"))
                & Q(stock_known_active_count__gte=F("out_of_stock_count"))
                & Q(attributes_known_count__gte=F("complete_count"))
                & Q(complete_count__gte=F("complete_active_count")),
            ),
            models.CheckConstraint(
                name="attributes_are_known_of_no_more_than_they_apply_to",
                condition=Q(attributes_apply_count__isnull=True)
                | Q(attributes_apply_count__gte=F("attributes_known_count"))
                & Q(total_count__gte=F("attributes_apply_count"))
                & Q(attributes_apply_count__gte=F("attributes_apply_active_count"))
                & Q(attributes_apply_active_count__gte=F("complete_active_count")),
            ),
            models.CheckConstraint(
                name="listings_and_their_skus_add_up",
                condition=Q(codes_known_count__isnull=True)
                | (
                    Q(total_count__gte=F("codes_known_count"))
                    & Q(codes_known_count__gte=F("no_sku_count") + F("one_sku_count"))
                    & Q(codes_known_count__gte=F("sharing_count"))
                    # Each of the others has two at least.
                    & Q(
                        sku_count__gte=2 * F("codes_known_count")
                        - 2 * F("no_sku_count")
                        - F("one_sku_count")
                    )
                ),
            ),
        ]
        indexes = [
            # Readings: the newest of a store, now and as it was given.
            models.Index(fields=["store", "-published_at", "-id"], name="details_given_at"),
        ]

    def __str__(self) -> str:
        return f"Details of {self.stock_known_count:,} of {self.total_count:,}"
