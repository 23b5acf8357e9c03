from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A table that is empty at first, columns that no row is written for, and indexes."""

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
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(condition=Q(until_tally__isnull=True), fields=["listing"], name="entry_of_listing"),
        ),
        migrations.AddIndex(
            model_name="bridgeentry",
            index=models.Index(condition=Q(until_tally__isnull=True), fields=["item"], name="entry_of_item"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(condition=Q(until_tally__isnull=True), fields=["store", "kind"], name="finding_open"),
        ),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(fields=["catalogue", "product_external_id"], name="item_by_product"),
        ),
        migrations.AddIndex(
            model_name="sourceitem",
            index=models.Index(
                condition=Q(aliexpress_product_id__isnull=False),
                fields=["catalogue", "aliexpress_product_id"],
                name="item_by_listing",
            ),
        ),
    ]
