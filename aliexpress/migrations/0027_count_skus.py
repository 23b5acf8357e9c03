"""Of how many listings the SKU codes are known, how many SKUs there are, and which are shared."""

from django.db import migrations, models
from django.db.models import F, Q

COUNTS = [
    "codes_known_count",
    "no_sku_count",
    "one_sku_count",
    "sku_count",
    "sharing_count",
    "shared_code_count",
]


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0026_keep_a_row_per_sku")]

    operations = [
        *(
            migrations.AddField(
                model_name="detailtally",
                name=name,
                field=models.PositiveIntegerField(null=True),
            )
            for name in COUNTS
        ),
        migrations.AddConstraint(
            model_name="detailtally",
            constraint=models.CheckConstraint(
                name="listings_and_their_skus_add_up",
                condition=Q(codes_known_count__isnull=True)
                | (
                    Q(total_count__gte=F("codes_known_count"))
                    & Q(codes_known_count__gte=F("no_sku_count") + F("one_sku_count"))
                    & Q(codes_known_count__gte=F("sharing_count"))
                    & Q(
                        sku_count__gte=2 * F("codes_known_count")
                        - 2 * F("no_sku_count")
                        - F("one_sku_count")
                    )
                ),
            ),
        ),
    ]
