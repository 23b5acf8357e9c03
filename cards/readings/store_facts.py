"""The facts readings stand on, for any number of stores in a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aliexpress.models import DetailTally, ListingSnapshot, Store, ValidityTally
from cards.catalogue.definitions import definition
from cards.measures.facts import Facts
from cards.measures.rejections import Rejections, rejections_of
from cards.measures.rejections import window_of as rejection_window
from cards.models import Card
from cards.readings.confirmations import confirmed_by_each
from cards.readings.known_facts import DETAILS, REJECTIONS, VALIDITY, Moment, moments_of, with_facts


@dataclass(frozen=True, slots=True)
class Gathered:
    """One store's facts at one moment: a snapshot, when it was last found true, and what the
    cards asked for stand on besides."""

    snapshot: ListingSnapshot
    confirmed_at: datetime
    rejections: Rejections | None = None
    validity: ValidityTally | None = None
    details: DetailTally | None = None  # and its own snapshot, which may be an older one
    by: datetime | None = None  # only what was published by then; None: whatever there is
    # As many days before, for the cards whose rules look back so far.
    earlier: Mapping[int, "Gathered"] = field(default_factory=dict)

    def facts_for(self, card: Card) -> Facts:
        """All of them of one snapshot: the one the card stands on. What was gathered for other
        cards is left out, or it would say more beside them than alone."""
        snapshot, _ = self.stands_on(card)
        kind = definition(card.key).stands_on
        return Facts(
            counts=snapshot,
            snapshot=snapshot.pk,
            rejections=self.rejections if kind == REJECTIONS else None,
            validity=self.validity if kind == VALIDITY else None,
            details=self.details if kind == DETAILS else None,
            settings=card.settings_at(self.by),
        )

    def stands_on(self, card: Card) -> tuple[ListingSnapshot, datetime]:
        """The snapshot of the card's number, and when that was last found true."""
        if self.details is None or definition(card.key).stands_on != DETAILS:
            return self.snapshot, self.confirmed_at
        snapshot = self.details.snapshot
        if snapshot == self.snapshot:
            return self.snapshot, self.confirmed_at
        return snapshot, min(snapshot.confirmed_at, self.confirmed_at)


# A store as `with_facts` gives it, and its facts; None: nothing complete is known.
Known = tuple[Any, Gathered | None]
Key = tuple[int, int]  # of a store, and the number of a moment


def gather(
    cards: Sequence[Card],
    stores: QuerySet[Store, Any],
    *,
    at: datetime,
    by: datetime | None = None,
    besides: Iterable[int] = (),
) -> list[Known]:
    """In the order of the stores. `at`: the moment they are judged at, from which rules look
    back. `by`: only what was published by then. `besides`: what was known so many days before
    `at` as well.

    One statement; one more where cards stand on rejections; and of a past moment one for when
    each snapshot was last found true by then.
    """
    moments = moments_of(cards, at=at, by=by, besides=besides)
    return put_together(list(with_facts(stores, moments)), moments)


def put_together(rows: Sequence[Any], moments: Sequence[Moment]) -> list[Known]:
    """The facts of stores as `with_facts` gives them. A statement where cards stand on
    rejections."""
    first = moments[0]
    given = [one for row in rows if (one := getattr(row, first.snapshot, None)) is not None]
    looked = confirmed_by_each(given, at=first.by) if first.by else {}
    known = {
        (row.pk, moment.number): Gathered(
            snapshot,
            _confirmed_at(snapshot, moment, looked),
            by=first.by,
            # What was not asked for, or is not there, the row has no name for.
            validity=getattr(row, moment.validity, None),
            details=getattr(row, moment.details, None),
        )
        for row in rows
        for moment in moments
        if (snapshot := getattr(row, moment.snapshot, None)) is not None
    }
    rejections = _rejections(rows, moments, known)
    known = {key: replace(facts, rejections=rejections.get(key)) for key, facts in known.items()}
    return [(row, _looking_back(row.pk, moments, known)) for row in rows]


def _looking_back(
    store_id: int, moments: Sequence[Moment], known: Mapping[Key, Gathered]
) -> Gathered | None:
    now, *before = moments
    facts = known.get((store_id, now.number))
    if facts is None:
        return None
    earlier = {moment.days: known.get((store_id, moment.number)) for moment in before}
    return replace(facts, earlier={days: then for days, then in earlier.items() if then})


def _rejections(
    rows: Sequence[Any], moments: Sequence[Moment], known: Mapping[Key, Gathered]
) -> dict[Key, Rejections]:
    numbers = {moment.number for moment in moments if REJECTIONS in moment.kinds}
    windows = {
        key: rejection_window(facts.snapshot, facts.confirmed_at)
        for key, facts in known.items()
        if key[1] in numbers
    }
    return rejections_of(windows, known_since={row.pk: row.known_since for row in rows})


def _confirmed_at(
    snapshot: ListingSnapshot, moment: Moment, looked: Mapping[int, datetime]
) -> datetime:
    if moment.by is None:
        return snapshot.confirmed_at
    if moment.days:
        return min(snapshot.confirmed_at, moment.by)
    return looked[snapshot.pk]
