"""Every snapshot of a period, row by row, for a file: however many there are."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from aliexpress.lifecycle import KINDS, State
from aliexpress.models import ListingSnapshot, Store
from cards.formats import moment_text
from cards.history.card_values import values_at
from cards.history.history import Point
from cards.measures.measured import Measured
from cards.models import Card
from cards.readings.confirmations import confirmed_by_each

OPENING_COLUMNS = (
    "snapshot",
    "verdict",
    "as_of",
    "published_at",
    "confirmed_at",
    "card",
    "value",
    "total",
)
# What the value was made of: the integers of a share, and of how many it was known.
CLOSING_COLUMNS = ("numerator", "denominator", "known", "known_of")
ROWS_AT_ONCE = 1000


def history_columns(store: Store) -> list[str]:
    return [*OPENING_COLUMNS, *(state.value for state in _states(store)), *CLOSING_COLUMNS]


def _states(store: Store) -> list[State]:
    """Pending only where a shop of the store can have it."""
    families = [family for family, kind in KINDS.items() if kind.has_pending]
    knows_pending = store.shops.filter(family__in=families).exists()
    return [state for state in State if state != State.PENDING or knows_pending]


def history_rows(
    card: Card, store: Store, *, start: datetime | None, end: datetime
) -> Iterator[list[object]]:
    """Cells in the order of `history_columns`; `confirmed_at` as it was known at `end`, and the
    value as the API's history tells it then."""
    found = snapshots_of(store, start=start, end=end).defer("evidence", "reasons", "remark")
    rows = found.iterator(chunk_size=ROWS_AT_ONCE)
    states = _states(store)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        confirmed_at = confirmed_by_each(some, at=end)
        points = [point_of(snapshot, confirmed_at[snapshot.pk]) for snapshot in some]
        values = values_at(card, points, by=end)
        for snapshot, measured in zip(some, values, strict=True):
            yield [
                snapshot.pk,
                snapshot.verdict,
                moment_text(snapshot.as_of),
                moment_text(snapshot.published_at),
                moment_text(confirmed_at[snapshot.pk]),
                card.key,
                measured.value,
                snapshot.total_count,
                *(snapshot.count_of(state) for state in states),
                *cells_of(measured),
            ]


def cells_of(measured: Measured) -> list[int | None]:
    """The cells of the last four columns; None where a card has no such."""
    ratio, coverage = measured.ratio, measured.coverage
    return [
        ratio.numerator.value if ratio else None,
        ratio.denominator.value if ratio else None,
        coverage.known if coverage else None,
        coverage.of if coverage else None,
    ]


def point_of(snapshot: ListingSnapshot, confirmed_at: datetime) -> Point:
    return Point(
        snapshot=snapshot.pk,
        as_of=snapshot.as_of,
        known=[(snapshot.as_of, confirmed_at)],
        followed_at=None,
        interval=snapshot.sync_interval,
        verdict=snapshot.verdict,
        total=snapshot.total_count,
        counts={state.value: snapshot.count_of(state) for state in State},
    )


def snapshots_of(
    store: Store, *, start: datetime | None, end: datetime
) -> QuerySet[ListingSnapshot]:
    """Those published by `end` and after `start`, and the one that stood at `start`; oldest
    first. None: from the very first."""
    given = ListingSnapshot.objects.filter(store=store, published_at__lte=end)
    if start is not None:
        before = given.filter(published_at__lte=start).order_by("-published_at", "-id")
        given = given.filter(Q(published_at__gt=start) | Q(pk__in=before.values("pk")[:1]))
    return given.order_by("published_at", "id")
