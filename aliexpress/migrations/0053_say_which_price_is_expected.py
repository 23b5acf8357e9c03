from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a default of the database: no row is written, and whoever does not know it
    goes on writing."""

    dependencies = [
        ("aliexpress", "0052_count_words_in_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="sourcecatalogue",
            name="price_basis",
            field=models.CharField(
                choices=[
                    ("price", "The source's price"),
                    ("sale", "The source's sale price, where it has one"),
                    ("elsewhere", "Of a price list or another place: not compared"),
                ],
                db_default="price",
                default="price",
                max_length=10,
            ),
        ),
    ]
