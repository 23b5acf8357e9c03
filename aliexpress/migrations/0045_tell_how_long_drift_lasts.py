from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with a constant default: no row is written."""

    dependencies = [
        ("aliexpress", "0044_count_what_attributes_apply_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="bridgetally",
            name="drifted_month_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="bridgetally",
            name="repair_seconds",
            field=models.PositiveBigIntegerField(null=True),
        ),
    ]
