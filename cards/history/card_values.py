"""What a card said at each point of a history, to the API and to files alike."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from aliexpress.models import BridgeTally, DetailTally, ListingSnapshot, ValidityTally
from cards.catalogue.definitions import definition
from cards.history.history import Point
from cards.measures import MEASURES, Facts, Measured
from cards.measures.facts import BESIDES, BRIDGE, DETAILS, REJECTIONS, VALIDITY
from cards.measures.rejections import Rejections, rejections_in, window_of
from cards.models import Card


def values_at(card: Card, points: Sequence[Point], *, by: datetime) -> list[Measured]:
    """In the order of the points, of one store or several; without a value where a point does not
    tell. At most two statements for a card that stands on more than snapshots. `by`: only what was
    published by then, and with the card's settings of then.

    A card of a window of time tells of the window up to the last look at the point.
    """
    [values] = values_of_each([card], points, by=by)
    return values


def values_of_each(
    cards: Sequence[Card], points: Sequence[Point], *, by: datetime
) -> list[list[Measured]]:
    """`values_at` of each of the cards; what several stand on is looked up once."""
    kinds = {definition(card.key).stands_on for card in cards} if points else set()
    beside = {kind: facts_beside(kind, points, by=by) for kind in kinds}
    told = []
    for card in cards:
        kind, settings = definition(card.key).stands_on, card.settings_at(by)
        found = beside.get(kind, {})
        told.append(
            [
                MEASURES[card.key](facts_of(kind, point, found.get(point.snapshot), settings))
                for point in points
            ]
        )
    return told


def facts_of(stands_on: str, point: Point, found: Any, settings: Mapping[str, int]) -> Facts:
    """Details and bridges may be of an earlier snapshot, which then is the one told of."""
    of_another = found if stands_on in (DETAILS, BRIDGE) else None
    beside = {stands_on: found} if stands_on in BESIDES else {}
    return Facts(
        counts=of_another.snapshot if of_another else point,
        snapshot=of_another.snapshot_id if of_another else point.snapshot,
        settings=settings,
        **beside,
    )


def facts_beside(stands_on: str, points: Sequence[Point], *, by: datetime) -> Mapping[int, Any]:
    """By snapshot, what the card stands on besides: the tally given then, or what was rejected
    before it was last looked at."""
    snapshots = [point.snapshot for point in points]
    if stands_on == VALIDITY:
        validity = ValidityTally.objects.newest_for(snapshots, by=by)
        return {tally.snapshot_id: tally for tally in validity}
    if stands_on == DETAILS:
        return tallies_of(DetailTally.objects.select_related("snapshot"), snapshots, by=by)
    if stands_on == BRIDGE:
        bridges = BridgeTally.objects.select_related("snapshot", "source")
        return tallies_of(bridges, snapshots, by=by)
    return rejections_of(points) if stands_on == REJECTIONS else {}


def tallies_of(told: QuerySet[Any], snapshots: Sequence[int], *, by: datetime) -> dict[int, Any]:
    """By snapshot, the tally readers were given when it was last looked at: its own or, where
    nothing was counted at it, the last one before. Two statements."""
    tallies = (
        told.select_related(None).filter(published_at__lte=by).order_by("-published_at", "-id")
    )
    own = tallies.filter(snapshot=OuterRef("pk"))
    before = tallies.filter(store=OuterRef("store"), published_at__lte=OuterRef("confirmed_at"))
    given = Coalesce(Subquery(own.values("pk")[:1]), Subquery(before.values("pk")[:1]))
    found = dict(
        ListingSnapshot.objects.filter(pk__in=snapshots)
        .annotate(tally_id=given)
        .filter(tally_id__isnull=False)
        .values_list("pk", "tally_id")
    )
    by_id = told.in_bulk({*found.values()})
    return {snapshot: by_id[tally_id] for snapshot, tally_id in found.items()}


def rejections_of(points: Sequence[Point]) -> dict[int, Rejections]:
    ids = [point.snapshot for point in points]
    first = ListingSnapshot.objects.filter(store=OuterRef("store")).order_by("published_at", "id")
    found = ListingSnapshot.objects.filter(pk__in=ids).annotate(
        since=Subquery(first.values("as_of")[:1])
    )
    rows = list(found.values_list("pk", "store_id", "since"))
    store_of = {pk: store_id for pk, store_id, _ in rows}
    windows = [(store_of[one.snapshot], window_of(one, one.known_until)) for one in points]
    known_since = {store_id: since for _, store_id, since in rows}
    given = rejections_in(windows, known_since=known_since)
    return {point.snapshot: one for point, one in zip(points, given, strict=True)}
