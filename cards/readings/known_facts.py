"""Stores with the facts known of them at several moments, each in one row of one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery

from aliexpress.models import DetailTally, ListingSnapshot, Store, SyncRun, ValidityTally
from cards.catalogue.definitions import definition
from cards.models import Card
from cards.sentiment import window_of

A_DAY: Final = timedelta(days=1)
REJECTIONS: Final = "rejections"
VALIDITY: Final = "validity"
DETAILS: Final = "details"
ATTEMPT: Final = "attempt"


@dataclass(frozen=True, slots=True)
class Moment:
    """What is asked of one moment. `by`: only what was published by then; None: the newest there
    is. `kinds`: what the cards judged at it stand on."""

    number: int  # its place among those of the statement
    days: int  # before the moment readings are judged at
    by: datetime | None
    kinds: frozenset[str]

    @property
    def snapshot(self) -> str:
        """The name the statement gives the snapshot; and so on."""
        return f"snapshot_{self.number}"

    @property
    def validity(self) -> str:
        return f"validity_{self.number}"

    @property
    def details(self) -> str:
        return f"details_{self.number}"

    @property
    def joined(self) -> dict[str, type[Model]]:
        """Everything of it that comes with the store, by name, and what it is."""
        found: dict[str, type[Model]] = {self.snapshot: ListingSnapshot}
        if VALIDITY in self.kinds:
            found[self.validity] = ValidityTally
        if DETAILS in self.kinds:
            # The tally of details has a snapshot of its own, which may be an older one.
            found |= {self.details: DetailTally, f"{self.details}__snapshot": ListingSnapshot}
        return found


def moments_of(
    cards: Sequence[Card], *, at: datetime, by: datetime | None = None, besides: Iterable[int] = ()
) -> list[Moment]:
    """The one the cards are judged at, and those their rules look back to from `at`. `besides`:
    so many days before, though no rule looks there."""
    looking: dict[int, list[Card]] = {days: [] for days in besides}
    for card in cards:
        if days := window_of(card.sentiment_rule):
            looking.setdefault(days, []).append(card)
    return [
        Moment(0, 0, by, _kinds(cards)),
        *(
            Moment(number, days, at - days * A_DAY, _kinds(some))
            for number, (days, some) in enumerate(looking.items(), start=1)
        ),
    ]


def with_facts(stores: QuerySet[Store, Any], moments: Sequence[Moment]) -> QuerySet[Store, Any]:
    """The stores, each with its newest finished run as `attempt`, the moment of its first
    snapshot as `known_since` and, by the names of each moment, the snapshot readers were given
    then and its tallies. A store has no attribute for what there is none of. An index look-up
    each."""
    finished = SyncRun.objects.finished().filter(store=OuterRef("pk"))
    first = ListingSnapshot.objects.filter(store=OuterRef("pk")).order_by("published_at", "id")
    relations = {ATTEMPT: _one("runs", finished.order_by("-finished_at", "-id"))}
    for moment in moments:
        relations |= _relations(moment)
    names = [ATTEMPT, *(name for moment in moments for name in moment.joined)]
    known: QuerySet[Store, Any] = stores.annotate(
        known_since=Subquery(first.values("as_of")[:1]), **relations
    )
    # No field of the model, as its types would have it, but relations just made.
    return known.select_related(*names)


def _relations(moment: Moment) -> dict[str, FilteredRelation]:
    found = {moment.snapshot: _one("snapshots", _given("pk", moment))}
    if VALIDITY in moment.kinds:
        # Of the snapshot, which is itself the store's: two levels in.
        snapshot = Subquery(_given(OuterRef("pk"), moment).values("pk")[:1])
        tallies = ValidityTally.objects.filter(snapshot=snapshot)
        found[moment.validity] = _one("validity_tallies", _newest(tallies, moment))
    if DETAILS in moment.kinds:
        of_store = DetailTally.objects.filter(store=OuterRef("pk"))
        found[moment.details] = _one("detail_tallies", _newest(of_store, moment))
    return found


def _given(store: str | OuterRef, moment: Moment) -> QuerySet[ListingSnapshot]:
    return _newest(ListingSnapshot.objects.filter(store=OuterRef(store)), moment)


def _newest(published: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
    if moment.by is not None:
        published = published.filter(published_at__lte=moment.by)
    return published.order_by("-published_at", "-id")


def _one(relation: str, found: QuerySet[Any]) -> FilteredRelation:
    """Joined on nothing but the first of these."""
    return FilteredRelation(
        relation, condition=Q(**{f"{relation}__pk": Subquery(found.values("pk")[:1])})
    )


def _kinds(cards: Sequence[Card]) -> frozenset[str]:
    return frozenset(definition(card.key).stands_on for card in cards)
