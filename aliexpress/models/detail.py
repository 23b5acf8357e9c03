"""What AliExpress says of single products, beyond the lists: stock, attributes, problems.

Written by the details reader alone.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from aliexpress.models.listing import Listing
from aliexpress.models.store import Store
from aliexpress.models.upstream import UpstreamFacts
from aliexpress.typed.moments import CLOCKS_DIFFER

READER_LOST_AFTER = timedelta(seconds=10)


def up_to_date() -> Q:
    """Listings whose details are of them as they are: not modified since they were asked for."""
    return Q(detail__is_known=True, detail__asked_for=F("gmt_modified"))


class CategoryAttributes(models.Model):
    """What a category asks sellers for: the same for every store."""

    category_id = models.BigIntegerField(unique=True)
    required = models.JSONField(default=list)  # attribute ids
    key = models.JSONField(default=list)  # those that raise a listing's quality
    names = models.JSONField(default=dict)  # {id as text: name}
    fetched_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "category attributes"

    def __str__(self) -> str:
        return f"Category {self.category_id}: {len(self.required)} required"


class ListingDetail(UpstreamFacts):
    """One product as its own answer gave it. Out of date once the listing was modified again;
    what it says stays until AliExpress says it anew."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, related_name="detail")
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    asked_for = models.CharField(max_length=40, blank=True)  # the list's gmt_modified then
    # False: AliExpress knew no such product, or refused it; `problem` says so.
    is_known = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    # When AliExpress last told what follows; null: never, or before that was noted.
    facts_at = models.DateTimeField(null=True, blank=True)
    # Whether the SKUs are kept a row each; before they were, they were only counted.
    codes_kept = models.BooleanField(default=False)
    sku_count = models.PositiveIntegerField(default=0)
    skus_in_stock = models.PositiveIntegerField(default=0)
    is_out_of_stock = models.BooleanField(null=True)  # null: AliExpress does not tell
    image_count = models.PositiveIntegerField(default=0)
    title_length = models.PositiveIntegerField(default=0)
    filled = models.JSONField(default=list)  # attribute ids
    # Of what the category asks for; null while that is not known.
    missing = models.JSONField(null=True)  # ids of required attributes that are not filled
    required_filled = models.PositiveSmallIntegerField(null=True)  # percent
    key_filled = models.PositiveSmallIntegerField(null=True)  # percent

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="detail_has_no_more_in_stock_than_skus",
                condition=Q(sku_count__gte=F("skus_in_stock")),
            ),
        ]
        indexes = [
            # A category asks for something new: the details to be held against it again.
            models.Index(fields=["category_id"], name="detail_by_category"),
        ]

    def __str__(self) -> str:
        return f"Detail of {self.listing_id}"


class ListingProblem(models.Model):
    """What AliExpress's own diagnosis finds wrong with a product on sale."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    product_id = models.BigIntegerField()
    kind = models.CharField(max_length=120)  # AliExpress's word
    description = models.CharField(max_length=300, blank=True)
    suggestion = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "product_id", "kind"], name="one_problem_of_a_kind_per_product"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.kind}"


class DetailReadingQuerySet(models.QuerySet["DetailReading"]):
    def free(self, *, at: datetime) -> "DetailReadingQuerySet":
        """Held by nobody, or by a worker that died."""
        silent = Q(heartbeat_at__lte=at - READER_LOST_AFTER) | _noted_ahead(at)
        return self.filter(Q(lease__isnull=True) | silent)

    def held(self, *, at: datetime) -> "DetailReadingQuerySet":
        heard = Q(heartbeat_at__gt=at - READER_LOST_AFTER) & ~_noted_ahead(at)
        return self.filter(heard, lease__isnull=False)

    def due(self, *, at: datetime) -> "DetailReadingQuerySet":
        """Also what a clock that was ahead has put off."""
        due = Q(due_at__lte=at) | Q(_noted_ahead(at), due_at__isnull=False)
        return self.free(at=at).filter(due, store__is_active=True)


def _noted_ahead(at: datetime) -> Q:
    """Last held by a worker whose clock has been set back since."""
    return Q(heartbeat_at__gt=at + CLOCKS_DIFFER)


class DetailReading(models.Model):
    """How far the details of a store are read: who reads them, when next, what stood in the way."""

    store = models.OneToOneField(Store, on_delete=models.CASCADE, related_name="detail_reading")
    lease = models.UUIDField(null=True, blank=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when a reading last came to its end
    failure_count = models.PositiveIntegerField(default=0)
    # Sentences for people; "" where nothing stands in the way.
    detail_error = models.TextField(blank=True)
    category_error = models.TextField(blank=True)
    diagnosis_error = models.TextField(blank=True)
    # When all of them were last asked for.
    categories_at = models.DateTimeField(null=True, blank=True)
    diagnosed_at = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)

    objects = DetailReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            # The tick: the stores whose details are due, the longest overdue first.
            models.Index(fields=["due_at"], name="details_due"),
        ]

    def __str__(self) -> str:
        return f"Details of {self.store}"

    def say(self, field: str, sentence: str) -> None:
        """Keep in one of the fields above what stands in the way, or that nothing does any more."""
        if getattr(self, field) != sentence:
            setattr(self, field, sentence)
            DetailReading.objects.filter(pk=self.pk).update(**{field: sentence})
