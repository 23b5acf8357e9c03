"""Drops what was known of stretches of listings, which no search needs any more. Last of all:
workers of the version before write to it, so they are stopped by then."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aliexpress", "0019_fill_the_search_text")]

    operations = [migrations.DeleteModel(name="ListingStretch")]
