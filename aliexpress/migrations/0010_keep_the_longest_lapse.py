"""How long nobody looked while a snapshot stood, from the moments it was found still true at."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from django.db import migrations, models

AT_ONCE = 1000


def longest_lapse(snapshot, days):
    """Whole seconds, rounded up, from one look to the next."""
    looks = [snapshot.as_of, snapshot.confirmed_at]
    for day in days:
        begin = datetime.combine(day.day, time.min, tzinfo=UTC)
        looks += [begin + timedelta(seconds=second) for second in day.seconds]
    looks.sort()
    return max(ceil((other - one).total_seconds()) for one, other in pairwise(looks))


def measure(apps, schema_editor):
    snapshots = apps.get_model("aliexpress", "ListingSnapshot").objects
    confirmations = apps.get_model("aliexpress", "Confirmation").objects
    last = 0
    while rows := list(
        snapshots.filter(pk__gt=last).only("as_of", "confirmed_at").order_by("pk")[:AT_ONCE]
    ):
        days = defaultdict(list)
        for day in confirmations.filter(snapshot_id__gt=last, snapshot_id__lte=rows[-1].pk):
            days[day.snapshot_id].append(day)
        for row in rows:
            row.longest_lapse = longest_lapse(row, days[row.pk])
        snapshots.bulk_update(rows, ["longest_lapse"])
        last = rows[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('aliexpress', '0009_pack_the_moments_of_confirmations'),
    ]

    operations = [
        migrations.AddField(
            model_name='listingsnapshot',
            name='longest_lapse',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop),
    ]
