"""The Celery application: one static beat tick; intervals live in the stores' own rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nervecentre.settings")

app = Celery("nervecentre")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

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
