"""The shops of an account: AliExpress calls them channel sellers."""

from django.db import models

from aliexpress.lifecycle import KINDS, OTHER
from aliexpress.models.store import Store

FAMILIES = [*((name, kind.words) for name, kind in KINDS.items()), (OTHER, "unknown")]
CHANNEL = "AE_GLOBAL"  # of AliExpress itself; what sells elsewhere is no part of the store


class Shop(models.Model):
    """One shop of an account: it decides which lists are read and what their words mean.

    `is_counted` None: nobody has decided, and the store publishes nothing until somebody does.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="shops")
    channel = models.CharField(max_length=40, default=CHANNEL)
    channel_seller_id = models.CharField(max_length=40, blank=True)  # "": not known yet
    business_type = models.CharField(max_length=60, blank=True)  # AliExpress's word, verbatim
    family = models.CharField(max_length=20, choices=FAMILIES)
    name = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=12, blank=True)
    is_counted = models.BooleanField(null=True, default=None)
    not_counted_reason = models.TextField(blank=True)
    trouble = models.TextField(blank=True)  # in words: why it cannot be read
    on_sale_count = models.PositiveIntegerField(null=True, blank=True)  # when it was last found
    list_method = models.CharField(max_length=120, blank=True)  # AliExpress's full method name
    # As the store's own, which are its POP shop's.
    watermark = models.CharField(max_length=40, blank=True)
    watermark_product_id = models.BigIntegerField(null=True, blank=True)
    watermark_crowds = models.JSONField(default=list, blank=True)
    last_full_walk_at = models.DateTimeField(null=True, blank=True)
    # How many products AliExpress lets the shop have, and when it last said so.
    product_limit = models.PositiveIntegerField(null=True, blank=True)
    product_limit_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # last named by AliExpress

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "channel", "channel_seller_id"],
                name="one_row_per_shop_of_an_account",
            ),
            models.CheckConstraint(
                name="shop_not_counted_says_why",
                condition=~models.Q(is_counted=False, not_counted_reason=""),
            ),
            models.CheckConstraint(
                name="shop_of_no_known_family_is_never_counted",
                condition=~models.Q(is_counted=True, family=OTHER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_family_display()} {self.name or self.channel_seller_id}".strip()
