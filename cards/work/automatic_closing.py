"""The look at work items after each reading: what is done closes, what came back opens again."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from cards.models import GroupKind, WorkEvent, WorkItem
from cards.work.follow_up import LEFT, Outcome
from cards.work.outcome_counts import outcomes_of

# What comes back later than this after its item closed is work of its own.
REOPENS_WITHIN: Final = timedelta(days=90)
MOST_AT_ONCE: Final = 500


def follow_work(*, at: datetime) -> None:
    """Close the items of which nothing is left, and open again those of which something is.
    Items whose store has no new facts are not looked at. Running it twice changes nothing."""
    due = list(_due(at=at).order_by("pk")[:MOST_AT_ONCE])
    outcomes = outcomes_of([item.pk for item in due])
    for item in due:
        left = sum(outcomes[item.pk][one] for one in LEFT)
        if item.closed_at is None and not left:
            close(item, outcomes[item.pk], at=at)
        elif item.closed_at is not None and left:
            reopen(item, left, at=at)
    for item in due:
        # What it was held against is at least as new as these.
        WorkItem.objects.filter(pk=item.pk).update(
            looked_snapshot=item.now_snapshot,
            looked_details=item.now_details,
            looked_bridge=item.now_bridge,
        )


def _due(*, at: datetime) -> QuerySet[Any]:
    """Items that may have changed since they were last looked at, with the newest facts' ids. Those
    of a kind that the release after this one made are left to it."""
    may_change = Q(closed_at=None) | Q(closed_by=None, closed_at__gt=at - REOPENS_WITHIN)
    newer = (
        Q(now_snapshot__isnull=False, looked_snapshot=None)
        | Q(now_snapshot__gt=F("looked_snapshot"))
        | Q(now_details__isnull=False, looked_details=None)
        | Q(now_details__gt=F("looked_details"))
        | Q(now_bridge__isnull=False, looked_bridge=None)
        | Q(now_bridge__gt=F("looked_bridge"))
    )
    return WorkItem.objects.annotate(
        now_snapshot=F("store__now__snapshot"),
        now_details=F("store__now__details"),
        now_bridge=F("store__now__bridge"),
    ).filter(may_change & newer, kind__in=GroupKind.values)


def close(item: WorkItem, outcomes: dict[Outcome, int], *, at: datetime) -> None:
    gone = f", {outcomes[Outcome.GONE]:,} gone" if outcomes[Outcome.GONE] else ""
    text = f"Nothing is left of it: {outcomes[Outcome.CLEARED]:,} cleared{gone}."
    with transaction.atomic():
        if WorkItem.objects.filter(pk=item.pk, closed_at=None).update(
            closed_at=max(at, item.created_at)
        ):
            _tell(item, WorkEvent.Kind.CLOSED, text, at=at)


def reopen(item: WorkItem, left: int, *, at: datetime) -> None:
    things = "items" if item.kind == GroupKind.SOURCE_MISSING else "listings"
    text = f"{left:,} of its {things} came back."
    with transaction.atomic():
        closed = WorkItem.objects.filter(pk=item.pk, closed_at=item.closed_at, closed_by=None)
        if closed.update(closed_at=None):
            _tell(item, WorkEvent.Kind.REOPENED, text, at=at)


def _tell(item: WorkItem, kind: str, text: str, *, at: datetime) -> None:
    WorkEvent.objects.create(item=item, kind=kind, at=at, text=text)
