from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that no row is written for, and that the release before need not know."""

    dependencies = [
        ("aliexpress", "0044_count_what_attributes_apply_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="bridgetally",
            name="drifted_month_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="bridgetally",
            name="repair_seconds",
            field=models.PositiveBigIntegerField(null=True),
        ),
    ]
