from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with a constant default: no row is written."""

    dependencies = [
        ("aliexpress", "0042_know_the_limit_of_each_shop"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourceitem",
            name="brand",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="sourceitem",
            name="category",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
    ]
