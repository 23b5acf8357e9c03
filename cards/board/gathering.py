"""The facts readings stand on, for any number of stores in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from aliexpress.models import DetailTally, ListingSnapshot, Store, ValidityTally
from cards.catalogue import definition
from cards.measures.facts import Facts
from cards.measures.rejections import Rejections, rejections_of
from cards.measures.rejections import window_of as rejection_window
from cards.models import Card
from cards.sentiment import window_of

REJECTIONS: Final = "rejections"
VALIDITY: Final = "validity"
DETAILS: Final = "details"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One store's facts at one moment: a snapshot, when it was last found true, and what the
    cards asked for stand on besides."""

    snapshot: ListingSnapshot
    confirmed_at: datetime
    rejections: Rejections | None = None
    validity: ValidityTally | None = None
    details: DetailTally | None = None  # and its own snapshot, which may be an older one
    # As many days before, for the cards whose rules look back so far.
    earlier: Mapping[int, "Gathered"] = field(default_factory=dict)

    def facts_for(self, card: Card) -> Facts:
        """All of them of one snapshot: the one the card stands on."""
        snapshot, _ = self.stands_on(card)
        return Facts(
            counts=snapshot,
            snapshot=snapshot.pk,
            rejections=self.rejections if snapshot == self.snapshot else None,
            validity=self.validity if snapshot == self.snapshot else None,
            details=self.details if definition(card.key).stands_on == DETAILS else None,
            settings=card.settings,
        )

    def stands_on(self, card: Card) -> tuple[ListingSnapshot, datetime]:
        """The snapshot of the card's number, and when that was last found true."""
        if self.details is None or definition(card.key).stands_on != DETAILS:
            return self.snapshot, self.confirmed_at
        snapshot = self.details.snapshot
        if snapshot == self.snapshot:
            return self.snapshot, self.confirmed_at
        return snapshot, min(snapshot.confirmed_at, self.confirmed_at)


Known = Mapping[int, tuple[ListingSnapshot, datetime]]


def gather(
    cards: Sequence[Card],
    confirmed: Known,
    *,
    at: datetime,
    by: datetime | None = None,
    given: Mapping[int, Iterable[ListingSnapshot]] = MappingProxyType({}),
) -> dict[int, Gathered]:
    """By store id. `confirmed`: the snapshot of each store, and when it was last found true.
    `at`: the moment they are judged at, from which rules look back. `by`: only what was
    published by then. `given`: what is known already of the snapshots readers were given so many
    days before `at`.

    A statement or two for each kind of fact the cards stand on besides the snapshot, and the
    same again for each stretch of time their rules look back.
    """
    facts = _gather(cards, confirmed, by=by)
    windows: dict[int, list[Card]] = {}
    for card in cards:
        if days := window_of(card.sentiment_rule):
            windows.setdefault(days, []).append(card)
    earlier: dict[int, dict[int, Gathered]] = {}
    for days, compared in windows.items():
        moment = at - timedelta(days=days)
        then = {
            snapshot.store_id: (snapshot, min(snapshot.confirmed_at, moment))
            for snapshot in (given[days] if days in given else _given_at([*confirmed], moment))
        }
        for store_id, known in _gather(compared, then, by=moment).items():
            earlier.setdefault(store_id, {})[days] = known
    return {
        store_id: replace(known, earlier=earlier.get(store_id, {}))
        for store_id, known in facts.items()
    }


def _given_at(store_ids: list[int], moment: datetime) -> QuerySet[ListingSnapshot]:
    """The snapshot of each of these stores that readers were given at a moment."""
    given = ListingSnapshot.objects.filter(store=OuterRef("pk"), published_at__lte=moment)
    newest = Subquery(given.order_by("-published_at", "-id").values("pk")[:1])
    stores = Store.objects.filter(pk__in=store_ids).annotate(given_id=newest)
    return ListingSnapshot.objects.filter(pk__in=stores.values("given_id"))


def _gather(cards: Sequence[Card], confirmed: Known, *, by: datetime | None) -> dict[int, Gathered]:
    needed = {definition(card.key).stands_on for card in cards}
    rejections: dict[int, Rejections] = {}
    if REJECTIONS in needed:
        rejections = rejections_of(
            {key: rejection_window(*known) for key, known in confirmed.items()}
        )
    validity: dict[int, ValidityTally] = {}
    if VALIDITY in needed:
        snapshots = [snapshot.pk for snapshot, _ in confirmed.values()]
        tallies = ValidityTally.objects.newest_for(snapshots, by=by)
        validity = {tally.store_id: tally for tally in tallies}
    details: dict[int, DetailTally] = {}
    if DETAILS in needed:
        counted = DetailTally.objects.given_to(confirmed, by=by).select_related("snapshot")
        details = {tally.store_id: tally for tally in counted}
    return {
        store_id: Gathered(
            snapshot,
            confirmed_at,
            rejections=rejections.get(store_id),
            validity=validity.get(store_id),
            details=details.get(store_id),
        )
        for store_id, (snapshot, confirmed_at) in confirmed.items()
    }
