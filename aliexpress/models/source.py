"""Where a store's products come from, the attempts to read it, and what whole reads proved."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aliexpress.models.attempt import Attempt, AttemptQuerySet
from aliexpress.models.encryption import EncryptedTextField
from aliexpress.models.store import Store
from aliexpress.words import VERDICT_WORDS

FILE = "file"
STOCK = "stock"  # a read of the stock alone, between two of the whole


class SourceCatalogueQuerySet(models.QuerySet["SourceCatalogue"]):
    def in_force(self) -> "SourceCatalogueQuerySet":
        return self.filter(ended_at__isnull=True)


class SourceCatalogue(models.Model):
    """A store's source: what it is, how it is opened, and the rules people set for it."""

    class Declared(models.TextChoices):
        SKU = "sku", "The SKU"
        PRODUCT = "product", "The source's product id"
        PARENT = "parent", "The code of the parent product"

    class PriceBasis(models.TextChoices):
        PRICE = "price", "The source's price"
        SALE = "sale", "The source's sale price, where it has one"
        ELSEWHERE = "elsewhere", "Of a price list or another place: not compared"

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=20, default=FILE)  # FILE, or the name of a gateway
    name = models.CharField(max_length=200, blank=True)  # as people call it
    external_id = models.CharField(max_length=60, blank=True)  # the shop's own, where it has one
    token = EncryptedTextField(blank=True)
    connected_at = models.DateTimeField()
    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # How a file's columns were chosen last: {our name: its name}.
    columns = models.JSONField(default=dict, blank=True)

    # Of what the source lets all its apps ask together, the percentage we may take.
    quota_share = models.PositiveSmallIntegerField(default=33)
    # Which items belong on AliExpress: {} all; {"categories": [ids]}, {"visible": true}; of a shop.
    meant_rule = models.JSONField(default=dict, blank=True)
    locations = models.JSONField(default=list, blank=True)  # whose stock counts; []: all
    # What the seller's tool puts around a code on its way to AliExpress.
    prefix = models.CharField(max_length=40, blank=True)
    suffix = models.CharField(max_length=40, blank=True)
    code_is = models.CharField(max_length=10, choices=Declared.choices, default=Declared.SKU)
    # The price expected on AliExpress: the basis times the factor, and the fee; across currencies
    # the factor holds a rate of that day. None: prices are to be the basis.
    price_basis = models.CharField(
        max_length=10,
        choices=PriceBasis.choices,
        default=PriceBasis.PRICE,
        db_default=PriceBasis.PRICE.value,
    )
    price_factor = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    price_fee = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    price_currency = models.CharField(max_length=12, blank=True)
    price_rate_on = models.DateField(null=True, blank=True)
    price_tolerance = models.PositiveSmallIntegerField(default=5)  # percent
    title_tolerance = models.PositiveSmallIntegerField(default=70)  # percent of words shared
    titles_are_rewritten = models.BooleanField(default=False)
    stock_buffer = models.PositiveIntegerField(default=0)  # out of stock at this many or fewer
    counts_not_for_sale = models.BooleanField(default=False)

    # The schedule of what is read by itself.
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When its stock is read between; null: it is read with the products alone.
    stock_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure_count = models.PositiveIntegerField(default=0, editable=False)

    objects = SourceCatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "source"
        constraints = [
            models.UniqueConstraint(
                fields=["store"],
                name="one_source_in_force_per_store",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="a_share_of_the_quota_is_a_percentage",
                condition=Q(quota_share__gte=1, quota_share__lte=100),
            ),
        ]
        indexes = [
            # The tick: the sources that are due, the longest overdue first.
            models.Index(fields=["due_at"], name="source_due", condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} of {self.store}"

    @property
    def is_file(self) -> bool:
        return self.kind == FILE

    def last_attempt(self) -> "SourceRead | None":
        """The newest that ended; the newest of the whole where that was the stock, and read."""
        newest = self.reads.finished().order_by("-finished_at", "-pk")
        last = newest.first()
        if last and last.kind == STOCK and last.status == SourceRead.Status.COMPLETE:
            last = newest.whole().first()
        found: SourceRead | None = last
        return found


class SourceUpload(models.Model):
    """A file somebody uploaded: its bytes, packed, and what a look at it told."""

    catalogue = models.ForeignKey(SourceCatalogue, on_delete=models.CASCADE, related_name="uploads")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    packed = models.BinaryField(editable=False)  # by zlib
    encoding = models.CharField(max_length=20, blank=True)
    columns = models.JSONField(default=dict)  # {our name: its name}
    # The shape of aliexpress.source.files.preview.Preview.
    preview = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [
            # A catalogue's newest uploads.
            models.Index(fields=["catalogue", "-uploaded_at"], name="upload_newest"),
        ]

    def __str__(self) -> str:
        return self.file_name


class SourceReadQuerySet(AttemptQuerySet["SourceRead"]):
    def whole(self) -> "SourceReadQuerySet":
        """But those of the stock alone."""
        return self.exclude(kind=STOCK)


class SourceRead(Attempt):
    """One attempt to read a source. Its row is the work queue, the lease and the record."""

    class ErrorKind(models.TextChoices):
        UNAVAILABLE = "unavailable", "Source unavailable"  # we try again by ourselves
        REFUSED = "refused", "Source refused"  # somebody must act
        UNPROVEN = "unproven", "Could not be proven"
        LOST = "lost", "Interrupted"
        DEFECT = "defect", "Defect"

    catalogue = models.ForeignKey(SourceCatalogue, on_delete=models.CASCADE, related_name="reads")
    upload = models.ForeignKey(
        SourceUpload, null=True, blank=True, on_delete=models.SET_NULL, related_name="reads"
    )
    kind = models.CharField(max_length=12, blank=True)  # STOCK, or whatever else for the whole
    trigger = models.CharField(max_length=10, default="schedule")
    snapshot = models.ForeignKey(
        "aliexpress.SourceSnapshot",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reads",
    )
    accepts_refused = models.BooleanField(default=False)  # a person publishes in spite of them
    declared_count = models.PositiveIntegerField(null=True, blank=True)  # products
    listed_count = models.PositiveIntegerField(default=0)  # products so far
    error_kind = models.CharField(max_length=12, choices=ErrorKind.choices, blank=True)

    objects = SourceReadQuerySet.as_manager()

    class Meta:
        verbose_name = "reading of the source"
        verbose_name_plural = "readings of the source"
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue"],
                name="one_open_read_per_source",
                condition=Q(finished_at__isnull=True),
            ),
            models.CheckConstraint(
                name="read_is_finished_or_open_not_half",
                condition=Q(
                    status__in=["queued", "running"],
                    finished_at__isnull=True,
                    snapshot__isnull=True,
                    published=False,
                    error_kind="",
                )
                | Q(status="complete", finished_at__isnull=False, error_kind="")
                | (
                    Q(status="failed", finished_at__isnull=False, published=False)
                    & ~Q(error_kind="")
                    & ~Q(error="")
                ),
            ),
            models.CheckConstraint(
                name="running_read_has_lease_and_heartbeat",
                condition=~Q(status="running")
                | Q(lease__isnull=False, heartbeat_at__isnull=False, started_at__isnull=False),
            ),
        ]
        indexes = [
            # The last attempt of a source.
            models.Index(fields=["catalogue", "-finished_at"], name="read_newest_finished"),
        ]

    def __str__(self) -> str:
        return f"Reading of the source {self.pk}: {self.get_status_display()}"


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
