"""Fills the text that listings are found by, some thousands at a time. Begun again it goes on
where it was; what an older worker writes meanwhile is filled by the next full walk."""

from typing import Any

from django.db import migrations, transaction

from aliexpress.search_text import search_text

AT_ONCE = 2_000


def fill(apps: Any, schema_editor: Any) -> None:
    listings = apps.get_model("aliexpress", "Listing").objects.using(schema_editor.connection.alias)
    empty = listings.filter(search_text="").exclude(subject="").only("pk", "subject")
    last = 0
    while rows := list(empty.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for row in rows:
            row.search_text = search_text(row.subject)
        with transaction.atomic(using=schema_editor.connection.alias):
            listings.bulk_update(rows, ["search_text"], batch_size=500)
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("aliexpress", "0018_give_listings_a_search_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
