"""The last thirty days of the stores of a board, in a few points each: what a small line shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from aliexpress.models import ListingSnapshot, Store
from aliexpress.models.snapshot import COUNT_FIELD
from cards.formats import Number
from cards.history.card_values import values_of_each
from cards.history.history import Point
from cards.models import Card

DAYS: Final = 30
POINTS: Final = 16

Line = list[Number | None]


def month_of(
    cards: Sequence[Card], stores: Sequence[Store], *, at: datetime
) -> dict[tuple[int, str], Line]:
    """By store and card, oldest first; None where nothing had been read by then. At most seven
    statements: an index look-up a store and point, the snapshots found, and two for each that cards
    stand on besides."""
    moments = [at - number * timedelta(days=DAYS) / (POINTS - 1) for number in range(POINTS)]
    given = {f"at_{number}": given_at(moment) for number, moment in enumerate(reversed(moments))}
    asked = Store.objects.filter(pk__in=[store.pk for store in stores]).annotate(**given)
    ids = {row[0]: row[1:] for row in asked.values_list("pk", *given)}
    asked_for = {found for row in ids.values() for found in row if found}
    points = points_of(ListingSnapshot.objects.filter(pk__in=asked_for))
    lines: dict[tuple[int, str], Line] = {}
    told = values_of_each(cards, [*points.values()], by=at)
    for card, measured in zip(cards, told, strict=True):
        values = {pk: one.value for pk, one in zip(points, measured, strict=True)}
        for store_id, row in ids.items():
            lines[store_id, card.key] = [values.get(found) for found in row]
    return lines


def given_at(moment: datetime) -> Subquery:
    """The snapshot readers were given then."""
    snapshots = ListingSnapshot.objects.filter(store=OuterRef("pk"), published_at__lte=moment)
    return Subquery(snapshots.order_by("-published_at", "-id").values("pk")[:1])


def points_of(snapshots: QuerySet[ListingSnapshot]) -> dict[int, Point]:
    """By snapshot, what the counts were from it on."""
    found = snapshots.defer("evidence", "reasons", "remark", "shops")
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
