from django.db import migrations, models


class Migration(migrations.Migration):
    """Of a temporary table, which is made by the run that needs it: nothing is done here."""

    dependencies = [
        ("aliexpress", "0053_say_which_price_is_expected"),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedDifference",
            fields=[
                ("product_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("listing_id", models.BigIntegerField(null=True)),
                ("from_state", models.CharField(max_length=12, null=True)),
                ("to_state", models.CharField(max_length=12, null=True)),
                ("from_status", models.CharField(max_length=60)),
                ("to_status", models.CharField(max_length=60)),
                ("from_offline_reason", models.CharField(max_length=120)),
                ("to_offline_reason", models.CharField(max_length=120)),
                ("audit_failure_reason", models.CharField(max_length=200)),
                ("is_move", models.BooleanField()),
            ],
            options={"db_table": "sync_differences", "managed": False},
        ),
    ]
