"""The Celery application: one static beat tick; intervals live in the stores' own rows."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecentre.settings")

app = Celery("nervecentre")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)

TICK_SECONDS = 2.0

app.conf.beat_schedule = {
    "start-due-syncs": {
        "task": "aliexpress.tasks.start_due_syncs",
        "schedule": TICK_SECONDS,
        # Expires before its next tick, so that ticks never pile up behind a busy worker.
        "options": {"expires": TICK_SECONDS * 0.9},
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
