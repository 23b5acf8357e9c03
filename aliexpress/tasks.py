"""Celery tasks: they translate in, make one call, and decide nothing. Running one twice is
harmless: the database settles who works on what."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from aliexpress.models import SyncRun
from aliexpress.sync import housekeeping, schedule, work_on

logger = logging.getLogger(__name__)

# A message outlives its use after this long: by then the run has been sent again.
MESSAGE_EXPIRES_SECONDS = 60


@shared_task
def start_due_syncs() -> None:
    for run in schedule.start_due(at=timezone.now()):
        tell_a_worker(run)


@shared_task
def carry_out(*, run_id: int) -> None:
    run = SyncRun.objects.select_related("store").filter(pk=run_id).first()
    if run is not None:
        work_on(run, clock=timezone.now)


@shared_task
def tidy_up() -> None:
    housekeeping.tidy_up(at=timezone.now())


def tell_a_worker(run: SyncRun) -> None:
    """Send the run to a worker. Where the broker does not answer, the next tick sends it: the
    run's row is the queue, the message only a knock."""
    try:
        carry_out.apply_async(
            kwargs={"run_id": run.pk},
            expires=MESSAGE_EXPIRES_SECONDS,
            retry=False,
        )
    except OperationalError:
        logger.warning("the broker does not answer; run %s waits for the next tick", run.pk)
        return
    SyncRun.objects.filter(pk=run.pk).update(sent_at=timezone.now())
