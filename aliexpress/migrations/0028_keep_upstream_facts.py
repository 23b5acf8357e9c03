"""What a seller settled about a product before AliExpress judged it."""

from django.db import migrations, models

FACTS = {
    "facts_at": models.DateTimeField(blank=True, null=True),
    "brand_id": models.BigIntegerField(blank=True, null=True),
    "brand": models.CharField(blank=True, default="", max_length=120),
    "attributes": models.JSONField(blank=True, default=dict),
    "msr_eu_id": models.BigIntegerField(blank=True, null=True),
    "manufacturer_id": models.BigIntegerField(blank=True, null=True),
    "has_qualification": models.BooleanField(null=True),
    "has_size_chart": models.BooleanField(null=True),
    "has_hs_code": models.BooleanField(null=True),
    "has_video": models.BooleanField(null=True),
    "gross_weight": models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True),
    "delivery_days": models.PositiveIntegerField(blank=True, null=True),
    "validity_days": models.PositiveIntegerField(blank=True, null=True),
}


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0027_count_skus")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="freight_template_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        *(
            migrations.AddField(model_name="listingdetail", name=name, field=field)
            for name, field in FACTS.items()
        ),
    ]
