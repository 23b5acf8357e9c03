"""Removes what is no fact: runs that only confirmed, once nobody watches them any more."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from aliexpress.models import SyncRun

# What a run confirmed is kept with its snapshot for good; its own row is for whoever asked.
KEEP_CONFIRMING_RUNS = timedelta(hours=6)


def tidy_up(*, at: datetime) -> int:
    """Returns how many rows were removed. Runs that published or failed are kept."""
    removed, _ = spent_runs(at=at).delete()
    return removed


def spent_runs(*, at: datetime) -> QuerySet[SyncRun]:
    """All but the newest of a store, as it is pointed at: by their order, whatever the clocks said
    that dated them."""
    newer = SyncRun.objects.finished().filter(store=OuterRef("store"), pk__gt=OuterRef("pk"))
    return SyncRun.objects.filter(
        Exists(newer),
        status=SyncRun.Status.COMPLETE,
        published=False,
        finished_at__lt=at - KEEP_CONFIRMING_RUNS,
    )
