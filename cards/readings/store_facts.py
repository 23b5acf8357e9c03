"""What is known of stores: now, where their pointers lead; at a past moment, looked up.

All the stores and moments of one question come in one statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from aliexpress.models import BridgeTally, DetailTally, ListingSnapshot, Store, ValidityTally
from cards.catalogue.definitions import definition
from cards.measures.facts import BESIDES, BRIDGE, DETAILS, REJECTIONS, Facts
from cards.measures.rejections import Rejections, rejections_of, window_of
from cards.models import Card
from cards.readings.confirmations import confirmed_by_each
from cards.readings.lookup import (
    Moments,
    moments_of,
    named_by,
    pointers_at,
    with_facts,
)
from cards.readings.wrong_clocks import by_a_right_clock


@dataclass(slots=True)
class StoreFacts:
    """One store's facts at one moment: a snapshot, when it was last found true, and what the
    cards asked for stand on besides."""

    snapshot: ListingSnapshot
    confirmed_at: datetime
    rejections: Rejections | None = None
    validity: ValidityTally | None = None
    details: DetailTally | None = None  # and its own snapshot, which may be an older one
    bridge: BridgeTally | None = None  # and its own two snapshots
    by: datetime | None = None  # only what was published by then; None: whatever there is
    titles: Mapping[str, str] = field(default_factory=dict)  # of cards that these name, by key
    # As many days before, for the cards whose rules look back so far.
    earlier: dict[int, "StoreFacts"] = field(default_factory=dict)

    def facts_for(self, card: Card) -> Facts:
        """All of them of one snapshot: the one the card stands on. What was asked for other
        cards is left out, or it would say more beside them than alone."""
        snapshot, _ = self.stands_on(card)
        kind = definition(card.key).stands_on
        beside: dict[str, Any] = {kind: getattr(self, kind)} if kind in BESIDES else {}
        return Facts(
            counts=snapshot,
            snapshot=snapshot.pk,
            settings=card.settings_at(self.by),
            knows_expiry=snapshot.knows_expiry,
            knows_attributes=snapshot.knows_attributes,
            shops_without_attributes=snapshot.shops_without_attributes,
            titles=self.titles,
            **beside,
        )

    def stands_on(self, card: Card) -> tuple[ListingSnapshot, datetime]:
        """The snapshot of the card's number, and when that was last found true."""
        kind = definition(card.key).stands_on
        tally = {DETAILS: self.details, BRIDGE: self.bridge}.get(kind)
        if tally is None:
            return self.snapshot, self.confirmed_at
        moments = [self.confirmed_at, tally.snapshot.confirmed_at]
        # A file is as old as the day it was uploaded, and says so.
        if isinstance(tally, BridgeTally) and not tally.source.catalogue.is_file:
            moments.append(tally.source.confirmed_at)
        return tally.snapshot, min(moments)


class Known(NamedTuple):
    """`store` comes with its pointers as `now` and, as `known_since`, the moment of its first
    snapshot. `facts` is None where nothing complete was known."""

    store: Any
    facts: StoreFacts | None


def gather(
    cards: Sequence[Card],
    stores: QuerySet[Store, Any],
    *,
    at: datetime,
    by: datetime | None = None,
    besides: Iterable[int] = (),
    is_judged: bool = True,
) -> list[Known]:
    """In the order of the stores. `at`: the moment they are judged at, from which rules look
    back. `by`: only what was published by then. `besides`: what was known so many days before
    `at` as well. Not judged: for numbers alone, without their proof and what rules look back to.

    One statement; one more where cards stand on rejections, and of a past moment one for when
    each snapshot was last found true by then, and one where they stand on a bridge.
    """
    moments = moments_of(cards, at=at, by=by, besides=besides, is_judged=is_judged)
    named = named_by(cards) if is_judged else ()
    return known_of(with_facts(stores, moments, named=named), moments, at=at)


def known_of(stores: Iterable[Any], moments: Moments, *, at: datetime) -> list[Known]:
    """The facts of stores as `with_facts` gives them, with the statements `gather` tells of."""
    stores, by = list(stores), moments[0].by
    found = {
        (store.pk, days): StoreFacts(**told, by=by, titles=getattr(store, "titles", {}))
        for store in stores
        for days, moment in moments.items()
        if (told := pointers_at(store, days, moment))
    }
    put_bridges([facts for facts in found.values() if isinstance(facts.bridge, int)])
    if by is not None:
        given = [facts for (_, days), facts in found.items() if not days]
        looked = confirmed_by_each([facts.snapshot for facts in given], at=by)
        for facts in given:
            facts.confirmed_at = looked[facts.snapshot.pk]
    windows = {
        (pk, days): window_of(facts.snapshot, facts.confirmed_at)
        for (pk, days), facts in found.items()
        if REJECTIONS in moments[days].kinds
    }
    known_since = {store.pk: store.known_since for store in stores}
    for key, rejections in rejections_of(windows, known_since=known_since).items():
        found[key].rejections = rejections
    for (pk, days), facts in found.items():
        if days and (pk, 0) in found:
            found[pk, 0].earlier[days] = facts
    known = [Known(store, found.get((store.pk, 0))) for store in stores]
    for store, now in known if by is None else []:
        if now is not None:
            now.confirmed_at = by_a_right_clock(now.confirmed_at, store.now.last_run, at=at)
    return known


def put_bridges(given: Sequence[StoreFacts]) -> None:
    """In the place of their ids. A statement, where there are any."""
    ids: set[Any] = {facts.bridge for facts in given}
    found = BridgeTally.objects.select_related("snapshot", "source__catalogue")
    by_id = found.in_bulk(ids) if ids else {}
    for facts in given:
        facts.bridge = by_id[facts.bridge]
