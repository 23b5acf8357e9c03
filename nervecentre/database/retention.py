"""What may be removed without changing any answer, past ones included.

Snapshots, movements, tallies, runs that published or failed, and what people wrote are never
among it: readings of the past are told from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from aliexpress.models import AppKeyPause, StatusRead
from aliexpress.sync.housekeeping import spent_runs
from cards.ask.question_log import questions_to_drop
from cards.models import WorkMail

KEPT = timedelta(days=90)
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Prunable:
    what: str  # and why it may go
    rows: QuerySet[Any]


def prunable(*, at: datetime) -> Iterator[Prunable]:
    before = at - KEPT
    yield Prunable("sessions that have ended", Session.objects.filter(expire_date__lt=at))
    yield Prunable("refreshes that only confirmed, hours ago", spent_runs(at=at))
    yield Prunable(
        "progress of refreshes that ended 90 days ago; their proof is in the snapshot",
        StatusRead.objects.filter(run__finished_at__lt=before),
    )
    yield Prunable("pauses of app keys that are over", AppKeyPause.objects.filter(until__lt=before))
    yield Prunable("questions people asked 90 days ago", questions_to_drop(at=at))
    yield Prunable(
        "mails of work that were sent or given up 90 days ago",
        WorkMail.objects.filter(next_attempt_at=None, day__lt=before.date()),
    )
    yield Prunable("wrong passwords of 90 days ago", older(AccessAttempt, before))
    yield Prunable("failed sign-ins of 90 days ago", older(AccessFailureLog, before))
    yield Prunable("sign-ins of 90 days ago", older(AccessLog, before))


def remove(rows: QuerySet[Any]) -> None:
    """Some at a time: others write to the same tables, and none of them waits for long."""
    while keys := list(rows.order_by().values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        rows.model._base_manager.filter(pk__in=keys).delete()


def older(model: Any, before: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(attempt_time__lt=before)
    return rows
