from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A table that is empty at first, and columns that no row is written for."""

    dependencies = [
        ("aliexpress", "0047_read_stock_between_walks"),
    ]

    operations = [
        migrations.CreateModel(
            name="BridgeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("store", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="+", to="aliexpress.store")),
                ("listing_id", models.BigIntegerField(null=True)),
                ("product", models.CharField(max_length=300, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(listing_id__isnull=True) | Q(product__isnull=True),
                        name="a_change_is_of_a_listing_or_a_product",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="bridgeentry",
            name="outcome",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="bridgetally",
            name="whole_at",
            field=models.DateTimeField(null=True),
        ),
    ]
