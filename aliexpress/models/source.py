"""Where a store's products come from: its source, and the rules people set for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models.encryption import EncryptedTextField
from aliexpress.models.store import Store

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
