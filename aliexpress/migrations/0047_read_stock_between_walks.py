from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that may be null: no row is written, and whoever does not know them goes on."""

    dependencies = [
        ("aliexpress", "0046_keep_ends_of_validity_that_were_put_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcecatalogue",
            name="stock_due_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sourcesnapshot",
            name="stock_as_of",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sourcesnapshot",
            name="stock_confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sourcesnapshot",
            name="stock_confirmed_from",
            field=models.DateTimeField(null=True),
        ),
    ]
