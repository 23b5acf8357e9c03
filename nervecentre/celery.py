"""The Celery application: one static beat tick; intervals live in the stores' own rows."""

import os

import structlog
from celery import Celery, Task
from celery.signals import setup_logging, worker_init
from django.dispatch import receiver
from django_structlog.celery.receivers import CeleryReceiver
from django_structlog.celery.signals import bind_extra_task_metadata
from kombu import Queue
from kombu.transport import virtual

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecentre.settings")

# Messages are only knocks: what was not begun when a connection ends is not put back into its
# queue. Doing so while the connection broke ended the worker for good.
virtual.Channel.do_restore = False

app = Celery("nervecentre")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One a process, and not one a worker: connecting it again changes nothing, so that a process that
# starts a second worker does not say everything twice.
task_lines = CeleryReceiver()
task_lines.connect_signals()

TICK_SECONDS = 2.0
# A worker takes from its queues in turn: a tick never waits behind a thousand syncs. Alerts have
# queues of their own, and in production a worker of their own, because a backlog of syncs is when
# they are needed; and looking whether to alert waits behind no slow receiver.
QUEUES = SYNCS, TICKS, ALERTS, DELIVERIES = "celery", "ticks", "alerts", "deliveries"
app.conf.task_queues = [Queue(name) for name in QUEUES]
# What is named by no line of these is a sync.
app.conf.task_routes = {
    "aliexpress.tasks.start_due_*": {"queue": TICKS},
    "aliexpress.tasks.tidy_up": {"queue": TICKS},
    "cards.tasks.deliver_alert": {"queue": DELIVERIES},
    "cards.tasks.deliver_work_mail": {"queue": DELIVERIES},
    "cards.tasks.mail_*": {"queue": DELIVERIES},
    "cards.tasks.verify_weekly": {"queue": SYNCS},  # it takes long, and nobody waits for it
    "cards.tasks.*": {"queue": ALERTS},
}
# Late is better than never: a look that waited finds the same as one made in time.
LATE_SECONDS = 300.0

app.conf.beat_schedule = {
    "start-due-syncs": {
        "task": "aliexpress.tasks.start_due_syncs",
        "schedule": TICK_SECONDS,
        # Expires before its next tick, so that ticks never pile up behind a busy worker.
        "options": {"expires": TICK_SECONDS * 0.9},
    },
    "start-due-details": {
        "task": "aliexpress.tasks.start_due_details",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS * 0.9},
    },
    "recount-reconciliations": {
        "task": "cards.tasks.recount_reconciliations",
        "schedule": 60.0,
        "options": {"expires": LATE_SECONDS},
    },
    "look-at-readings": {
        "task": "cards.tasks.look_at_readings",
        "schedule": 15.0,
        "options": {"expires": LATE_SECONDS},
    },
    "trace-daily": {
        "task": "cards.tasks.trace_daily",
        "schedule": 600.0,
        "options": {"expires": LATE_SECONDS},
    },
    "deliver-alerts": {
        "task": "cards.tasks.deliver_alerts",
        "schedule": 10.0,
        "options": {"expires": LATE_SECONDS},
    },
    "follow-work-items": {
        "task": "cards.tasks.follow_work_items",
        "schedule": 15.0,
        "options": {"expires": LATE_SECONDS},
    },
    "deliver-work-mails": {
        "task": "cards.tasks.deliver_work_mails",
        "schedule": 60.0,
        "options": {"expires": LATE_SECONDS},
    },
    "mail-store-news": {
        "task": "cards.tasks.mail_store_news",
        "schedule": 60.0,
        "options": {"expires": LATE_SECONDS},
    },
    "mail-owners-notes": {
        "task": "cards.tasks.mail_owners_notes",
        "schedule": 60.0,
        "options": {"expires": LATE_SECONDS},
    },
    "verify-weekly": {
        "task": "cards.tasks.verify_weekly",
        "schedule": 600.0,
        "options": {"expires": LATE_SECONDS},
    },
    "tidy-up": {
        "task": "aliexpress.tasks.tidy_up",
        "schedule": 3600.0,
        "options": {"expires": 3000.0},
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
