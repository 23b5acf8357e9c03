"""Celery tasks: they translate in, make one call, and decide nothing. Running one twice is
harmless: the database settles who works on what."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from aliexpress.models import Store, SyncRun
from aliexpress.sync import details, housekeeping, schedule, work_on

logger = logging.getLogger(__name__)

# A message outlives its use after this long: by then the run has been sent again.
MESSAGE_EXPIRES_SECONDS = 60
# After so long a store's details make room for those of others, and go on at the next tick.
DETAILS_A_TURN_SECONDS = 30.0


@shared_task
def start_due_syncs() -> None:
    tell_workers(schedule.start_due(at=timezone.now()))


@shared_task
def carry_out(*, run_id: int) -> None:
    run = SyncRun.objects.select_related("store").filter(pk=run_id).first()
    if run is not None:
        work_on(run, clock=timezone.now)


@shared_task
def start_due_details() -> None:
    for store_id in details.due_stores(at=timezone.now()):
        if not _sent(read_details, store_id=store_id):
            return  # they wait for the next tick


@shared_task
def read_details(*, store_id: int) -> None:
    store = Store.objects.active().filter(pk=store_id).first()
    if store is not None:
        details.read_details(store, clock=timezone.now, seconds=DETAILS_A_TURN_SECONDS)


@shared_task
def tidy_up() -> None:
    housekeeping.tidy_up(at=timezone.now())


def tell_workers(runs: Iterable[SyncRun]) -> None:
    """Send the runs to workers. Where the broker does not answer, the next tick sends them: the
    run's row is the queue, the message only a knock."""
    told = []
    for run in runs:
        if not _sent(carry_out, run_id=run.pk):
            break
        told.append(run.pk)
    SyncRun.objects.filter(pk__in=told).update(sent_at=timezone.now())


def _sent(task: Any, **arguments: int) -> bool:
    """False where the broker does not answer."""
    try:
        task.apply_async(kwargs=arguments, expires=MESSAGE_EXPIRES_SECONDS, retry=False)
    except OperationalError:
        logger.warning("the broker does not answer; no worker was told to start %s", task.name)
        return False
    return True
