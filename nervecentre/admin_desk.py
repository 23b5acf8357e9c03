"""The first page of the admin: what fails, what is open, what is due, what is about to end, and
what ran last; of the reader's stores."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse

from aliexpress.models import Store, SyncRun
from aliexpress.models.warnings import grant_warning, with_their_state
from aliexpress.roles import works_in_admin
from cards.models import Alert, WorkItem
from cards.reader_zone import today_of

MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Failing:
    """A store whose last refresh failed. `cure`: what to press, and where it leads."""

    store: Any
    error: str
    retry_at: datetime | None
    cure: str
    address: str


@dataclass(frozen=True, slots=True)
class Ending:
    store: Any
    sentence: str


@dataclass(frozen=True, slots=True)
class Desk:
    failing: list[Failing]
    ending: list[Ending]
    alerts: list[Alert]
    work: list[WorkItem]
    runs: list[SyncRun]
    today: date  # of the reader


def failing_stores(user: Any, *, at: datetime) -> list[Failing]:
    """The active stores of the reader whose last refresh failed; one statement."""
    if not works_in_admin(user):
        return []
    failed = Store.objects.visible_to(user).active().exclude(now__last_run__error="")
    rows = failed.filter(now__last_run__isnull=False).select_related("now__last_run")
    return [failing_store(store) for store in rows.order_by("name", "id")]


def desk(user: Any, *, at: datetime) -> Desk:
    """Empty for somebody who is not of operations. A few statements, however many stores."""
    if not works_in_admin(user):
        return Desk([], [], [], [], [], at.date())
    stores = Store.objects.visible_to(user)
    today = today_of(user, at=at)
    alerts = Alert.objects.visible_to(user).open().select_related("card", "store")
    work = WorkItem.objects.visible_to(user).open().filter(due_on__lte=today)
    runs = SyncRun.objects.finished().filter(store__in=stores).select_related("store")
    failing = failing_stores(user, at=at)
    return Desk(
        failing=failing,
        ending=ending_grants(stores, at=at, failing=failing),
        alerts=list(alerts.order_by("-id")[:MOST_SHOWN]),
        work=list(work.select_related("store", "assignee").order_by("due_on", "id")[:MOST_SHOWN]),
        runs=list(runs.order_by("-finished_at", "-id")[:MOST_SHOWN]),
        today=today,
    )


def failing_store(store: Any) -> Failing:
    run = store.now.last_run
    needs_somebody = run.error_kind == SyncRun.ErrorKind.REFUSED
    page = "connect" if needs_somebody else "change"
    return Failing(
        store=store,
        error=run.error,
        retry_at=run.retry_at,
        cure="Connect it again" if needs_somebody else "Open the store",
        address=reverse(f"admin:aliexpress_store_{page}", args=[store.pk]),
    )


def ending_grants(stores: Any, *, at: datetime, failing: list[Failing]) -> list[Ending]:
    """Of the stores whose authorisation ends within two weeks, or has ended, those that do not
    fail for it: they stand among the failing, with the same cure."""
    said = {one.store.pk: one.error for one in failing}
    rows = with_their_state(stores.active()).order_by("name", "id")
    found = [
        Ending(store, grant_warning(store, at=at, said=said.get(store.pk, ""))) for store in rows
    ]
    return [one for one in found if one.sentence]
