"""Adds the text that listings are found by. It has a default in the database, so that a worker of
the version before goes on writing listings meanwhile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0017_fill_the_pointers_of_now")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="search_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
    ]
