"""The moments of a confirmation from JSON to packed differences, and back: the same seconds."""

from django.db import migrations

import aliexpress.models.seconds

AT_ONCE = 1000


def move(apps, *, source, to):
    """By primary key, so that a year of a thousand stores never stands in memory."""
    confirmations = apps.get_model("aliexpress", "Confirmation").objects
    last = 0
    while rows := list(confirmations.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for row in rows:
            setattr(row, to, getattr(row, source))
            setattr(row, source, [])  # the row written now is small already
        confirmations.bulk_update(rows, [source, to])
        last = rows[-1].pk


def pack(apps, schema_editor):
    move(apps, source="seconds", to="packed")


def unpack(apps, schema_editor):
    move(apps, source="packed", to="seconds")


class Migration(migrations.Migration):

    dependencies = [
        ('aliexpress', '0008_name_the_tallies_of_a_store'),
    ]

    operations = [
        migrations.AddField(
            model_name='confirmation',
            name='packed',
            field=aliexpress.models.seconds.SecondsField(default=list),
        ),
        migrations.RunPython(pack, unpack),
        migrations.RemoveField(
            model_name='confirmation',
            name='seconds',
        ),
        migrations.RenameField(
            model_name='confirmation',
            old_name='packed',
            new_name='seconds',
        ),
    ]
