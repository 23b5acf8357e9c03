"""What people decided about codes and items: with who, when and why, and ended, not deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from aliexpress.models.source_item import SourceItem
from aliexpress.models.store import Store


class SkuAliasQuerySet(models.QuerySet["SkuAlias"]):
    def in_force(self) -> "SkuAliasQuerySet":
        return self.filter(ended_at__isnull=True)


class SkuAlias(models.Model):
    """One decision. Which code it is about is told by its key; which item, by its row."""

    class Kind(models.TextChoices):
        SAME = "same", "Is this item"
        BUNDLE = "bundle", "Is a bundle of this item"
        NOT_OURS = "not_ours", "Is not from the source"
        NOT_MEANT = "not_meant", "Is not meant for AliExpress"

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="sku_aliases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The code of AliExpress's side, as written and as compared; of NOT_MEANT there is none.
    code = models.CharField(max_length=255, blank=True)
    key = models.CharField(max_length=255, blank=True)
    # A SKU without a code is told by these two.
    product_id = models.BigIntegerField(null=True, blank=True)
    sku_id = models.CharField(max_length=120, blank=True)
    item = models.ForeignKey(
        SourceItem, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases"
    )
    quantity = models.PositiveIntegerField(default=1)  # of a bundle
    why = models.CharField(max_length=300)
    proposed_by = models.CharField(max_length=30, blank=True)  # the rule whose proposal it was
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = SkuAliasQuerySet.as_manager()

    class Meta:
        verbose_name = "decision about SKUs"
        verbose_name_plural = "decisions about SKUs"
        constraints = [
            models.UniqueConstraint(
                fields=["store", "key"],
                name="one_alias_in_force_per_code",
                condition=Q(ended_at__isnull=True) & ~Q(key=""),
            ),
            models.UniqueConstraint(
                fields=["store", "product_id", "sku_id"],
                name="one_alias_in_force_per_sku_without_code",
                condition=Q(ended_at__isnull=True, key="") & ~Q(kind="not_meant"),
            ),
            models.UniqueConstraint(
                fields=["item"],
                name="one_alias_not_meant_in_force_per_item",
                condition=Q(ended_at__isnull=True, kind="not_meant"),
            ),
            models.CheckConstraint(
                name="an_alias_says_what_it_is_about",
                condition=(Q(kind__in=["same", "bundle"], item__isnull=False))
                | Q(kind="not_ours", item__isnull=True)
                | Q(kind="not_meant", item__isnull=False, key="", product_id__isnull=True),
            ),
            models.CheckConstraint(
                name="an_alias_of_a_sku_names_it",
                condition=Q(kind="not_meant") | ~Q(key="") | Q(product_id__isnull=False),
            ),
            models.CheckConstraint(name="an_alias_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.item} {self.get_kind_display().lower()}"
