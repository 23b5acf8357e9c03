"""What a card said at each point of a history, to the API and to files alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

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
    settings = card.settings_at(by)
    return [
        MEASURES[card.key](_facts(stands_on, point, beside.get(point.snapshot), settings))
        for point in points
    ]


def _facts(stands_on: str, point: Point, found: Any, settings: Mapping[str, int]) -> Facts:
    """Details may have been counted at an earlier snapshot, which then is the one told of."""
    of_details = found if stands_on == DETAILS else None
    return Facts(
        counts=of_details.snapshot if of_details else point,
        snapshot=of_details.snapshot_id if of_details else point.snapshot,
        rejections=found if stands_on == REJECTIONS else None,
        validity=found if stands_on == VALIDITY else None,
        details=of_details,
        settings=settings,
    )


def _beside(stands_on: str, points: Sequence[Point], *, by: datetime) -> Mapping[int, Any]:
    """By snapshot, what the card stands on besides: the tally given then, or what was rejected
    before it was last looked at."""
    snapshots = [point.snapshot for point in points]
    if stands_on == VALIDITY:
        validity = ValidityTally.objects.newest_for(snapshots, by=by)
        return {tally.snapshot_id: tally for tally in validity}
    if stands_on == DETAILS:
        return _details(snapshots, by=by)
    return _rejections(points) if stands_on == REJECTIONS else {}


def _details(snapshots: Sequence[int], *, by: datetime) -> dict[int, DetailTally]:
    """By snapshot, the tally readers were given when it was last looked at: its own or, where
    nothing was counted at it, the last one before. Two statements."""
    tallies = DetailTally.objects.filter(published_at__lte=by).order_by("-published_at", "-id")
    own = tallies.filter(snapshot=OuterRef("pk"))
    before = tallies.filter(store=OuterRef("store"), published_at__lte=OuterRef("confirmed_at"))
    given = Coalesce(Subquery(own.values("pk")[:1]), Subquery(before.values("pk")[:1]))
    found = dict(
        ListingSnapshot.objects.filter(pk__in=snapshots)
        .annotate(tally_id=given)
        .filter(tally_id__isnull=False)
        .values_list("pk", "tally_id")
    )
    by_id = DetailTally.objects.select_related("snapshot").in_bulk({*found.values()})
    return {snapshot: by_id[tally_id] for snapshot, tally_id in found.items()}


def _rejections(points: Sequence[Point]) -> dict[int, Rejections]:
    of_store = ListingSnapshot.objects.filter(
        store__in=ListingSnapshot.objects.filter(pk=points[0].snapshot).values("store")
    )
    first = of_store.order_by("published_at", "id").values_list("store", "as_of")
    store_id, known_since = first[0]
    windows = [window_of(point, point.known_until) for point in points]
    found = rejections_in(store_id, windows, known_since=known_since)
    return {point.snapshot: one for point, one in zip(points, found, strict=True)}
