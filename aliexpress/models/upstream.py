"""What a seller settled about a product before AliExpress judged it."""

from django.db import models


class UpstreamFacts(models.Model):
    """As the product's own answer gave it; null: AliExpress does not tell."""

    category_id = models.BigIntegerField(null=True, blank=True)
    brand_id = models.BigIntegerField(null=True, blank=True)  # null as well where it was typed
    brand = models.CharField(max_length=120, blank=True, default="")
    # {"a326": [value id or null, text]}: the letter, or Django takes 326 for a place in a list.
    attributes = models.JSONField(default=dict, blank=True)
    msr_eu_id = models.BigIntegerField(null=True, blank=True)  # AliExpress's -2: none
    manufacturer_id = models.BigIntegerField(null=True, blank=True)
    has_qualification = models.BooleanField(null=True)
    has_size_chart = models.BooleanField(null=True)
    has_hs_code = models.BooleanField(null=True)
    has_video = models.BooleanField(null=True)
    gross_weight = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    delivery_days = models.PositiveIntegerField(null=True, blank=True)
    validity_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
