from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with a default of the database: no row is written, and whoever does not know
    them goes on writing."""

    dependencies = [
        ("aliexpress", "0042_know_the_limit_of_each_shop"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourceitem",
            name="brand",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="sourceitem",
            name="category",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
