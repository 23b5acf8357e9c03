"""A tracing may be of the products of a list, and says how far a worker is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cards", "0016_keep_verifications")]

    operations = [
        migrations.AlterField(
            model_name="tracing",
            name="subject",
            field=models.CharField(max_length=1000),
        ),
        migrations.AddField(
            model_name="tracing",
            name="read_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
