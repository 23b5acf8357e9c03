"""Celery tasks: they translate in, make one call, and decide nothing. Twice is harmless."""

from celery import shared_task
from django.utils import timezone

from cards.alerts import delivery
from cards.alerts.watch import look
from cards.members import store_news
from cards.models import Tracing
from cards.owners_note import sending
from cards.reconciliation import recount_unsettled
from cards.tracing import archive, daily
from cards.verification import verify
from cards.work import mails
from cards.work.automatic_closing import follow_work


@shared_task
def recount_reconciliations() -> None:
    recount_unsettled(at=timezone.now())


@shared_task
def look_at_readings() -> None:
    look(at=timezone.now())


@shared_task
def mail_store_news() -> None:
    store_news.mail_store_news()


@shared_task
def mail_owners_notes() -> None:
    sending.send_due(at=timezone.now())


@shared_task
def deliver_alerts() -> None:
    """One message an alert's receiver, so that a slow one holds up nobody."""
    for delivery_id in delivery.due(at=timezone.now()):
        deliver_alert.apply_async(kwargs={"delivery_id": delivery_id}, expires=60)


@shared_task(soft_time_limit=delivery.LONGEST_SECONDS)
def deliver_alert(*, delivery_id: int) -> None:
    delivery.deliver(delivery_id, at=timezone.now())


@shared_task
def follow_work_items() -> None:
    follow_work(at=timezone.now())


@shared_task
def deliver_work_mails() -> None:
    at = timezone.now()
    mails.queue_morning_notes(at=at)
    for mail_id in mails.due(at=at):
        deliver_work_mail.apply_async(kwargs={"mail_id": mail_id}, expires=60)


@shared_task(soft_time_limit=delivery.LONGEST_SECONDS)
def deliver_work_mail(*, mail_id: int) -> None:
    mails.deliver(mail_id, at=timezone.now())


@shared_task
def trace(*, tracing_id: int) -> None:
    archive.trace(tracing_id, at=timezone.now())


def leave_to_a_worker(tracing: Tracing) -> None:
    """One message; asked for again it does no harm."""
    if tracing.status == Tracing.Status.WAITING:
        trace.apply_async(kwargs={"tracing_id": tracing.pk}, expires=3600)


@shared_task
def trace_daily() -> None:
    """One message a tracing that is due, so that a large store holds up no other."""
    for tracing_id in daily.due(at=timezone.now()):
        trace.apply_async(kwargs={"tracing_id": tracing_id}, expires=3600)


@shared_task
def verify_weekly() -> None:
    """Asked every ten minutes: it begins each week, and at once after a restore."""
    if verify.is_due(at=timezone.now()):
        verify.verify_all(clock=timezone.now)
