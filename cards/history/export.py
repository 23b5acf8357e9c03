"""Every snapshot of a period, row by row, for a file: however many there are."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.measures import MEASURES, Facts
from cards.models import Card
from cards.readings.confirmations import confirmed_by
from cards.readings.reading import moment_text

HISTORY_COLUMNS = (
    "snapshot",
    "verdict",
    "as_of",
    "published_at",
    "confirmed_at",
    "card",
    "value",
    "total",
    *State.values,
)
ROWS_AT_ONCE = 1000


def history_rows(
    card: Card, store: Store, *, start: datetime | None, end: datetime
) -> Iterator[list[object]]:
    """Values in the order of HISTORY_COLUMNS; `confirmed_at` as it was known at `end`. The value
    is None where a snapshot alone does not tell it."""
    found = _snapshots(store, start=start, end=end).defer("evidence", "reasons", "remark")
    for snapshot in found.iterator(chunk_size=ROWS_AT_ONCE):
        facts = Facts(counts=snapshot, snapshot=snapshot.pk, settings=card.settings)
        yield [
            snapshot.pk,
            snapshot.verdict,
            moment_text(snapshot.as_of),
            moment_text(snapshot.published_at),
            moment_text(confirmed_by(snapshot, at=end)),
            card.key,
            MEASURES[card.key](facts).value,
            snapshot.total_count,
            *(snapshot.count_of(state) for state in State),
        ]


def _snapshots(store: Store, *, start: datetime | None, end: datetime) -> QuerySet[ListingSnapshot]:
    """Those published by `end` and after `start`, and the one that stood at `start`; oldest
    first. None: from the very first."""
    given = ListingSnapshot.objects.filter(store=store, published_at__lte=end)
    if start is not None:
        before = given.filter(published_at__lte=start).order_by("-published_at", "-id")
        given = given.filter(Q(published_at__gt=start) | Q(pk__in=before.values("pk")[:1]))
    return given.order_by("published_at", "id")
