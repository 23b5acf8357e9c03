"""Celery tasks: they translate in, make one call, and decide nothing. Twice is harmless."""

from celery import shared_task
from django.utils import timezone

from cards.reconciling import recount_unsettled


@shared_task
def recount_reconciliations() -> None:
    recount_unsettled(at=timezone.now())
