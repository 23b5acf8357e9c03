"""Brings back what a clock that was ahead dated: it would hide what is published from now on."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q

from aliexpress.models import Confirmation, DetailTally, ListingSnapshot, Store, ValidityTally
from aliexpress.models.run import CLOCKS_DIFFER


@transaction.atomic
def bring_back(store: Store, *, at: datetime) -> None:
    """Date whatever of the store's facts lies ahead of `at` as of that moment.

    One statement where nothing does, which is always but after a clock was wrong.
    """
    limit = at + CLOCKS_DIFFER
    is_ahead = Q(published_at__gt=limit) | Q(confirmed_at__gt=limit)
    snapshots = ListingSnapshot.objects.filter(store=store)
    ahead = list(snapshots.filter(is_ahead).values_list("pk", flat=True))
    if not ahead:
        return
    for tally in (ValidityTally, DetailTally):
        tally.objects.filter(store=store, as_of__gt=at).update(as_of=at)
        tally.objects.filter(store=store, published_at__gt=at).update(published_at=at)
    for name in ("as_of", "confirmed_at", "published_at"):
        snapshots.filter(pk__in=ahead, **{f"{name}__gt": at}).update(**{name: at})
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    looks = Confirmation.objects.filter(snapshot__in=ahead)
    looks.filter(day__gt=midnight.date()).delete()
    for row in looks.filter(day=midnight.date()):
        kept = sum(second <= (at - midnight).total_seconds() for second in row.seconds)
        # The oldest may have no lag: both are cut off at their ends.
        row.lags = row.lags[: max(0, len(row.lags) - (len(row.seconds) - kept))]
        row.seconds = row.seconds[:kept]
        row.save(update_fields=["seconds", "lags"])
