"""Celery tasks: they translate in, make one call, and decide nothing. Running one twice is
harmless: the database settles who works on what."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from aliexpress import bridge
from aliexpress.models import SourceRead, Store, SyncRun
from aliexpress.source import schedule as source_schedule
from aliexpress.source.run import work_on as read_from_source
from aliexpress.sync import details, housekeeping, schedule, work_on

logger = logging.getLogger(__name__)

# A message outlives its use after this long: by then the run has been sent again.
MESSAGE_EXPIRES_SECONDS = 60
# After so long a store's details make room for those of others, and go on at the next tick.
DETAILS_A_TURN_SECONDS = 30.0


@shared_task
def start_due_syncs() -> None:
    """One tick for stores and their sources: a task of its own would be unknown to workers of the
    release before, while an upgrade is under way."""
    tell_workers(schedule.start_due(at=timezone.now()))
    tell_workers(source_schedule.start_due(at=timezone.now()))


@shared_task
def carry_out(*, run_id: int) -> None:
    run = SyncRun.objects.select_related("store__now").filter(pk=run_id).first()
    if run is not None:
        store = run.store
        work_on(run, clock=timezone.now)
        bridge.count_again(store, clock=timezone.now)


@shared_task
def start_due_details() -> None:
    for store_id in details.due_stores(at=timezone.now()):
        if not is_sent(read_details, store_id=store_id):
            return  # they wait for the next tick


@shared_task
def read_details(*, store_id: int) -> None:
    store = Store.objects.active().select_related("now").filter(pk=store_id).first()
    if store is not None:
        details.read_details(store, clock=timezone.now, seconds=DETAILS_A_TURN_SECONDS)
        bridge.count_again(store, clock=timezone.now)


@shared_task
def carry_out_source_read(*, read_id: int) -> None:
    read = SourceRead.objects.select_related("catalogue__store").filter(pk=read_id).first()
    if read is not None:
        store = read.catalogue.store
        read_from_source(read, clock=timezone.now)
        bridge.count_again(store, clock=timezone.now)


@shared_task
def hold_together(*, store_id: int) -> None:
    store = Store.objects.filter(pk=store_id).first()
    if store is not None:
        bridge.count_again(store, clock=timezone.now)


@shared_task
def tidy_up() -> None:
    housekeeping.tidy_up(at=timezone.now())
    source_schedule.tidy_up(at=timezone.now())


def tell_workers(attempts: Iterable[SyncRun | SourceRead]) -> None:
    """Send runs, or reads of sources, to workers. Where the broker does not answer, the next tick
    sends them: the row is the queue, the message only a knock."""
    told: list[SyncRun | SourceRead] = []
    for attempt in attempts:
        is_run = isinstance(attempt, SyncRun)
        task, key = (carry_out, "run_id") if is_run else (carry_out_source_read, "read_id")
        if not is_sent(task, **{key: attempt.pk}):
            break
        told.append(attempt)
    if told:
        sent = type(told[0])._default_manager.filter(pk__in=[attempt.pk for attempt in told])
        sent.update(sent_at=timezone.now())


def tell_bridge_workers(store: Store) -> bool:
    """False where the broker does not answer: then the next sync holds the sides together."""
    return is_sent(hold_together, store_id=store.pk)


def is_sent(task: Any, **arguments: int) -> bool:
    """False where the broker does not answer."""
    try:
        task.apply_async(kwargs=arguments, expires=MESSAGE_EXPIRES_SECONDS, retry=False)
    except OperationalError:
        logger.warning("the broker does not answer; no worker was told to start %s", task.name)
        return False
    return True
