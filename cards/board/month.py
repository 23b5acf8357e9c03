"""The last thirty days of the stores of a board, in a few points each: what a small line shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from cards.catalogue.definitions import definition
from cards.formats import Number
from cards.history.card_values import values_at
from cards.history.history import Point
from cards.models import Card
from cards.readings.store_facts import DETAILS, REJECTIONS

DAYS: Final = 30
POINTS: Final = 16
# These would take a statement a store, or read every detail: their lines are on their pages.
WITHOUT_A_LINE: Final = {REJECTIONS, DETAILS}

Line = list[Number | None]


def month_of(
    cards: Sequence[Card], stores: Sequence[Store], *, at: datetime
) -> dict[tuple[int, str], Line]:
    """By store and card, oldest first; None where nothing had been read by then. At most four
    statements: an index look-up a store and point, and the snapshots found."""
    moments = [at - number * timedelta(days=DAYS) / (POINTS - 1) for number in range(POINTS)]
    given = {f"at_{number}": _given(moment) for number, moment in enumerate(reversed(moments))}
    asked = Store.objects.filter(pk__in=[store.pk for store in stores]).annotate(**given)
    ids = {row[0]: row[1:] for row in asked.values_list("pk", *given)}
    points = _points({found for row in ids.values() for found in row if found})
    lines: dict[tuple[int, str], Line] = {}
    for card in cards:
        if definition(card.key).stands_on in WITHOUT_A_LINE:
            continue
        measured = values_at(card, [*points.values()], by=at)
        values = {pk: one.value for pk, one in zip(points, measured, strict=True)}
        for store_id, row in ids.items():
            lines[store_id, card.key] = [values.get(found) for found in row]
    return lines


def _given(moment: datetime) -> Subquery:
    """The snapshot readers were given then."""
    snapshots = ListingSnapshot.objects.filter(store=OuterRef("pk"), published_at__lte=moment)
    return Subquery(snapshots.order_by("-published_at", "-id").values("pk")[:1])


def _points(ids: set[int]) -> dict[int, Point]:
    found: Any = ListingSnapshot.objects.filter(pk__in=ids).defer("evidence", "reasons", "remark")
    return {
        snapshot.pk: Point(
            snapshot=snapshot.pk,
            as_of=snapshot.as_of,
            known=[(snapshot.as_of, snapshot.confirmed_at)],
            followed_at=None,
            interval=snapshot.sync_interval,
            verdict=snapshot.verdict,
            total=snapshot.total_count,
            counts={state.value: snapshot.count_of(state) for state in COUNT_FIELD},
        )
        for snapshot in found
    }
