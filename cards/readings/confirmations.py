"""When somebody last looked and found a snapshot still true, as far as was known at a moment."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import chain, repeat

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from aliexpress.models import Confirmation, ListingSnapshot
from aliexpress.models.seconds import LONGEST_LAG


def confirmed_by_each(snapshots: Sequence[ListingSnapshot], *, at: datetime) -> dict[int, datetime]:
    """By their ids, the newest moment at which each was found true, of those readers knew of at
    `at`. One statement."""
    at = at.astimezone(UTC)
    settled = {
        one.pk: one.confirmed_at for one in snapshots if one.confirmed_at + LONGEST_LAG <= at
    }
    asked = {one.pk: one for one in snapshots if one.pk not in settled}
    newness = Window(RowNumber(), partition_by=F("snapshot"), order_by="-day")
    days = Confirmation.objects.filter(snapshot__in=asked, day__lte=at.date())
    found: dict[int, list[Confirmation]] = {key: [] for key in asked}
    for day in days.annotate(newness=newness).filter(newness__lte=2).order_by("-day"):
        found[day.snapshot_id].append(day)
    return settled | {
        key: max(newest_look(found[key], at), snapshot.as_of) for key, snapshot in asked.items()
    }


def newest_look(days: Iterable[Confirmation], at: datetime) -> datetime:
    """Of those readers knew of at `at`; the beginning of all time where there is none."""
    for day in days:
        begin = datetime.combine(day.day, time.min, tzinfo=UTC)
        # The oldest come last, and may have no lag.
        lags = chain(reversed(day.lags), repeat(timedelta()))
        for second, lag in zip(reversed(day.seconds), lags, strict=False):
            moment = begin + timedelta(seconds=second)
            if moment + lag <= at:
                return moment
    return datetime.min.replace(tzinfo=UTC)
