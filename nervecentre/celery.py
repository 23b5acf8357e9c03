"""The Celery application: one static beat tick; intervals live in the stores' own rows."""

import os

import structlog
from celery import Celery, Task
from celery.signals import setup_logging, worker_init
from django.dispatch import receiver
from django_structlog.celery.receivers import CeleryReceiver
from django_structlog.celery.signals import bind_extra_task_metadata
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecentre.settings")

app = Celery("nervecentre")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One a process, and not one a worker: connecting it again changes nothing, so that a process that
# starts a second worker does not say everything twice.
task_lines = CeleryReceiver()
task_lines.connect_signals()

TICK_SECONDS = 2.0
# A worker takes from its queues in turn: a tick never waits behind a thousand syncs.
SYNCS, TICKS = "celery", "ticks"
app.conf.task_queues = [Queue(SYNCS), Queue(TICKS)]

app.conf.beat_schedule = {
    "start-due-syncs": {
        "task": "aliexpress.tasks.start_due_syncs",
        "schedule": TICK_SECONDS,
        # Expires before its next tick, so that ticks never pile up behind a busy worker.
        "options": {"expires": TICK_SECONDS * 0.9, "queue": TICKS},
    },
    "start-due-details": {
        "task": "aliexpress.tasks.start_due_details",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS * 0.9, "queue": TICKS},
    },
    "recount-reconciliations": {
        "task": "cards.tasks.recount_reconciliations",
        "schedule": 60.0,
        "options": {"expires": 50.0},
    },
    "look-at-readings": {
        "task": "cards.tasks.look_at_readings",
        "schedule": 15.0,
        "options": {"expires": 14.0},
    },
    "deliver-alerts": {
        "task": "cards.tasks.deliver_alerts",
        "schedule": 10.0,
        "options": {"expires": 9.0},
    },
    "tidy-up": {
        "task": "aliexpress.tasks.tidy_up",
        "schedule": 3600.0,
        "options": {"expires": 3000.0, "queue": TICKS},
    },
}


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """With somebody connected here Celery leaves Django's LOGGING as it is."""


@worker_init.connect
def log_tasks(**_: object) -> None:
    """Where a worker runs, each task's beginning and end are lines."""
    task_lines.connect_worker_signals()


@receiver(bind_extra_task_metadata)
def name_the_task(task: "Task[..., object]", **_: object) -> None:
    """Every line a task logs says which task it is."""
    structlog.contextvars.bind_contextvars(task=task.name)
