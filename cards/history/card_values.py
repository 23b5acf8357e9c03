"""What a card said at each point of a history, to the API and to files alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aliexpress.models import DetailTally, ListingSnapshot, ValidityTally
from cards.catalogue.definitions import definition
from cards.history.history import Point
from cards.measures import MEASURES, Facts, Measured
from cards.measures.rejections import Rejections, rejections_in, window_of
from cards.models import Card
from cards.readings.store_facts import DETAILS, REJECTIONS, VALIDITY


def values_at(card: Card, points: Sequence[Point], *, by: datetime) -> list[Measured]:
    """In the order of the points; without a value where a point does not tell. At most two
    statements for a card that stands on more than snapshots. `by`: only what was published by
    then, and with the card's settings of then.

    A card of a window of time tells of the window up to the last look at the point.
    """
    stands_on = definition(card.key).stands_on
    beside = _beside(stands_on, points, by=by) if points else {}
    return [
        MEASURES[card.key](
            Facts(
                counts=point,
                snapshot=point.snapshot,
                rejections=beside.get(point.snapshot) if stands_on == REJECTIONS else None,
                validity=beside.get(point.snapshot) if stands_on == VALIDITY else None,
                details=beside.get(point.snapshot) if stands_on == DETAILS else None,
                settings=card.settings_at(by),
            )
        )
        for point in points
    ]


def _beside(stands_on: str, points: Sequence[Point], *, by: datetime) -> Mapping[int, Any]:
    """By snapshot, what the card stands on besides: the last tally of each, or what was rejected
    before it was last looked at."""
    snapshots = [point.snapshot for point in points]
    if stands_on == VALIDITY:
        validity = ValidityTally.objects.newest_for(snapshots, by=by)
        return {tally.snapshot_id: tally for tally in validity}
    if stands_on == DETAILS:
        details = DetailTally.objects.newest_for(snapshots, by=by)
        return {tally.snapshot_id: tally for tally in details}
    return _rejections(points) if stands_on == REJECTIONS else {}


def _rejections(points: Sequence[Point]) -> dict[int, Rejections]:
    of_store = ListingSnapshot.objects.filter(
        store__in=ListingSnapshot.objects.filter(pk=points[0].snapshot).values("store")
    )
    first = of_store.order_by("published_at", "id").values_list("store", "as_of")
    store_id, known_since = first[0]
    windows = [window_of(point, point.known_until) for point in points]
    found = rejections_in(store_id, windows, known_since=known_since)
    return {point.snapshot: one for point, one in zip(points, found, strict=True)}
