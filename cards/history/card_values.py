"""What a card said at each point of a history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aliexpress.models import DetailTally, ValidityTally
from cards.catalogue.definitions import definition
from cards.history.history import Point
from cards.measures import MEASURES, Facts, Measured
from cards.models import Card
from cards.readings.known_facts import DETAILS, VALIDITY


def values_at(card: Card, points: Sequence[Point], *, by: datetime) -> list[Measured]:
    """In the order of the points; without a value where a point does not tell. One statement for
    a card that stands on more than snapshots. `by`: only what was published by then, and
    with the card's settings of then.

    A card of a window of time has no value at a point: its window moves with every look.
    """
    stands_on = definition(card.key).stands_on
    tallies = _tallies(stands_on, [point.snapshot for point in points], by=by)
    return [
        MEASURES[card.key](
            Facts(
                counts=point,
                snapshot=point.snapshot,
                validity=tallies.get(point.snapshot) if stands_on == VALIDITY else None,
                details=tallies.get(point.snapshot) if stands_on == DETAILS else None,
                settings=card.settings_at(by),
            )
        )
        for point in points
    ]


def _tallies(stands_on: str, snapshot_ids: list[int], *, by: datetime) -> dict[int, Any]:
    """The last tally of each snapshot."""
    if stands_on == VALIDITY:
        found = ValidityTally.objects.newest_for(snapshot_ids, by=by)
    elif stands_on == DETAILS:
        found = DetailTally.objects.newest_for(snapshot_ids, by=by)
    else:
        return {}
    return {tally.snapshot_id: tally for tally in found}
