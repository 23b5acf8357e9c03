"""What is known of stores: now, where their pointers lead; at a past moment, looked up.

All the stores and moments of one question come in one statement.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aliexpress.models import (
    BridgeTally,
    DetailTally,
    ListingSnapshot,
    Store,
    StoreNow,
    SyncRun,
    ValidityTally,
)
from aliexpress.typed.moments import CLOCKS_APART, CLOCKS_DIFFER
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.measures.facts import Facts
from cards.measures.rejections import Rejections, rejections_of
from cards.measures.rejections import window_of as rejection_window
from cards.models import Card
from cards.readings.confirmations import confirmed_by_each
from cards.readings.json_rows import from_json, row_of
from cards.sentiment import compared_with, window_of

A_DAY: Final = timedelta(days=1)
# What a card may stand on besides a snapshot.
REJECTIONS: Final = "rejections"
VALIDITY: Final = "validity"
DETAILS: Final = "details"
BRIDGE: Final = "bridge"
OF_DETAILS: Final = "of_details"  # its snapshot, among what is looked up
PROOF: Final = ("evidence", "reasons", "remark")  # makes most of what a snapshot weighs


@dataclass(frozen=True, slots=True)
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
    earlier: Mapping[int, "StoreFacts"] = field(default_factory=dict)

    def facts_for(self, card: Card) -> Facts:
        """All of them of one snapshot: the one the card stands on. What was asked for other
        cards is left out, or it would say more beside them than alone."""
        snapshot, _ = self.stands_on(card)
        kind = definition(card.key).stands_on
        return Facts(
            counts=snapshot,
            snapshot=snapshot.pk,
            rejections=self.rejections if kind == REJECTIONS else None,
            validity=self.validity if kind == VALIDITY else None,
            details=self.details if kind == DETAILS else None,
            bridge=self.bridge if kind == BRIDGE else None,
            settings=card.settings_at(self.by),
            knows_expiry=snapshot.knows_expiry,
            knows_attributes=snapshot.knows_attributes,
            shops_without_attributes=snapshot.shops_without_attributes,
            titles=self.titles,
        )

    def stands_on(self, card: Card) -> tuple[ListingSnapshot, datetime]:
        """The snapshot of the card's number, and when that was last found true."""
        kind = definition(card.key).stands_on
        if kind == BRIDGE and self.bridge is not None:
            # The older side: a file is as old as the day it was uploaded, and says so.
            ours, source = self.bridge.snapshot, self.bridge.source
            confirmed = ours.confirmed_at if source.catalogue.is_file else source.confirmed_at
            return ours, min(confirmed, ours.confirmed_at, self.confirmed_at)
        if self.details is None or kind != DETAILS:
            return self.snapshot, self.confirmed_at
        snapshot = self.details.snapshot
        if snapshot == self.snapshot:
            return self.snapshot, self.confirmed_at
        return snapshot, min(snapshot.confirmed_at, self.confirmed_at)


class Known(NamedTuple):
    """`store` comes with its pointers as `now` and, as `known_since`, the moment of its first
    snapshot. `facts` is None where nothing complete was known."""

    store: Any
    facts: StoreFacts | None


@dataclass(frozen=True, slots=True)
class Moment:
    """`by`: only what was published by then; None: now. `kinds`: what the cards stand on."""

    by: datetime | None
    kinds: frozenset[str]


Moments = Mapping[int, Moment]  # by so many days before the moment readings are judged at


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

    One statement; one more where cards stand on rejections, and of a past moment one for when
    each snapshot was last found true by then.
    """
    moments = moments_of(cards, at=at, by=by, besides=besides)
    found = known_of(list(with_facts(stores, moments, named=named_by(cards))), moments)
    return found if by is not None else [by_a_right_clock(one, at=at) for one in found]


def gather_now(cards: Sequence[Card], stores: QuerySet[Store, Any], *, at: datetime) -> list[Known]:
    """In the order of the stores, what is known now and nothing of before: for numbers that no
    rule judges."""
    moments = {0: Moment(None, _kinds(cards))}
    light = with_facts(stores, moments, named=()).defer(
        *(f"now__snapshot__{name}" for name in PROOF)
    )
    return [by_a_right_clock(one, at=at) for one in known_of(list(light), moments)]


def moment_looked_up(as_of: datetime, *, store: Store, at: datetime) -> datetime | None:
    """None where the answer is the one of now: some of what holds, or what came before it, was
    dated by a clock ahead of ours, and by its moment something else would be found. A statement,
    where the moment is about now."""
    if abs(at - as_of) > CLOCKS_APART:
        return as_of
    # What was published while this is asked is dated later than `at` by a right clock too.
    limit = at + CLOCKS_APART
    dated_ahead = Q(snapshot__confirmed_at__gt=limit)
    for pointer in ("snapshot", VALIDITY, DETAILS, BRIDGE):
        dated_ahead |= Q(**{f"{pointer}__published_at__gt": limit})
    overtaken = ListingSnapshot.objects.filter(
        store=store, published_at__gt=OuterRef("snapshot__published_at"), published_at__lte=at
    )
    found = StoreNow.objects.filter(dated_ahead | Exists(overtaken), store=store)
    return None if found.exists() else as_of


def is_dated_ahead(facts: StoreFacts | None, *, at: datetime) -> bool:
    """Whether a clock that was ahead says that it was last found true later than now."""
    return facts is not None and facts.confirmed_at > at + CLOCKS_DIFFER


def by_a_right_clock(known: Known, *, at: datetime) -> Known:
    """What a clock that was ahead found true was found so again when the last run ended, if that
    one's clock was right. Otherwise nobody knows when, and it counts as stale."""
    store, facts = known
    if facts is None or not is_dated_ahead(facts, at=at) or (run := store.now.last_run) is None:
        return known
    if run.status != SyncRun.Status.COMPLETE or run.finished_at > at + CLOCKS_DIFFER:
        return known
    return Known(store, replace(facts, confirmed_at=run.finished_at))


def named_by(cards: Iterable[Card]) -> set[str]:
    """The keys of the cards that the ratios and rules of these name."""
    pairs = [pair for card in cards for pair in definition(card.key).ratios]
    named = {pair[part] for pair in pairs for part in ("numerator", "denominator")}
    return named | {
        key for card in cards if (key := compared_with(card.sentiment_rule)) in MEASURES
    }


def moments_of(
    cards: Sequence[Card], *, at: datetime, by: datetime | None = None, besides: Iterable[int] = ()
) -> Moments:
    """The one the cards are judged at, 0 days before, and those their rules look back to."""
    looking: dict[int, list[Card]] = {days: [] for days in besides}
    for card in cards:
        if days := window_of(card.sentiment_rule):
            looking.setdefault(days, []).append(card)
    return {0: Moment(by, _kinds(cards))} | {
        days: Moment(at - days * A_DAY, _kinds(some)) for days, some in looking.items()
    }


def _kinds(cards: Sequence[Card]) -> frozenset[str]:
    return frozenset(definition(card.key).stands_on for card in cards)


def with_facts(
    stores: QuerySet[Store, Any],
    moments: Moments,
    *,
    named: Iterable[str],
    without: Collection[str] = (),
) -> QuerySet[Store, Any]:
    """The stores with what `known_of` takes: `now`, `known_since`, the titles of the cards named
    and, as `given`, what was known at each past moment, by its days. An index look-up each; now
    is not looked up at all."""
    first = ListingSnapshot.objects.filter(store=OuterRef("pk")).order_by("published_at", "id")
    asked: QuerySet[Store, Any] = stores.annotate(known_since=Subquery(first.values("as_of")[:1]))
    past = {
        str(days): given_json(moment, without=without if days else ())
        for days, moment in moments.items()
        if moment.by
    }
    titles = {key: Card.objects.filter(key=key).values("title")[:1] for key in sorted(named)}
    if titles:
        asked = asked.annotate(titles=JSONObject(**{k: Subquery(t) for k, t in titles.items()}))
    if past:
        asked = asked.annotate(given=JSONObject(**past))
    if moments[0].by is not None:
        return asked
    names = ["now__last_run", "now__snapshot"]
    names += ["now__validity"] if VALIDITY in moments[0].kinds else []
    names += ["now__details__snapshot"] if DETAILS in moments[0].kinds else []
    if BRIDGE in moments[0].kinds:
        names += ["now__bridge__snapshot", "now__bridge__source__catalogue"]
    return asked.select_related(*names)


def given_json(moment: Moment, *, without: Collection[str] = ()) -> JSONObject:
    """The snapshot given at a moment, and of each kind asked for the tally given then. `without`:
    columns of snapshots that nobody will ask for."""
    snapshots = newest_of(ListingSnapshot.objects.filter(store=OuterRef("pk")), moment)
    found = {"snapshot": row_of(ListingSnapshot, snapshots, without=without)}
    if VALIDITY in moment.kinds:
        # Of the snapshot, which is itself the store's: two levels in.
        of_store = ListingSnapshot.objects.filter(store=OuterRef(OuterRef("pk")))
        newest = Subquery(newest_of(of_store, moment).values("pk")[:1])
        tallies = ValidityTally.objects.filter(snapshot=newest)
        found[VALIDITY] = row_of(ValidityTally, newest_of(tallies, moment))
    if DETAILS in moment.kinds:
        details = newest_of(DetailTally.objects.filter(store=OuterRef("pk")), moment)
        found[DETAILS] = row_of(DetailTally, details)
        found[OF_DETAILS] = row_of(ListingSnapshot, details, path="snapshot__", without=without)
    if BRIDGE in moment.kinds:
        # It has more columns than a database puts into one object.
        bridges = newest_of(BridgeTally.objects.filter(store=OuterRef("pk")), moment)
        found[BRIDGE] = Subquery(bridges.values("pk")[:1])
    return JSONObject(**found)


def newest_of(published: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
    return published.filter(published_at__lte=moment.by).order_by("-published_at", "-id")


def known_of(stores: Sequence[Any], moments: Moments) -> list[Known]:
    """The facts of stores as `with_facts` gives them. A statement where cards stand on
    rejections, and one where a past moment was asked for."""
    found = {
        (store.pk, days): facts
        for store in stores
        for days, moment in moments.items()
        if (facts := facts_at(store, days, moment, by=moments[0].by)) is not None
    }
    for key, bridge in bridges_given(stores, moments).items():
        if key in found:
            found[key] = replace(found[key], bridge=bridge)
    if (by := moments[0].by) is not None:
        given = {key: facts.snapshot for key, facts in found.items() if not key[1]}
        looked = confirmed_by_each([*given.values()], at=by)
        for key, snapshot in given.items():
            found[key] = replace(found[key], confirmed_at=looked[snapshot.pk])
    windows = {
        key: rejection_window(facts.snapshot, facts.confirmed_at)
        for key, facts in found.items()
        if REJECTIONS in moments[key[1]].kinds
    }
    known_since = {store.pk: store.known_since for store in stores}
    for key, rejections in rejections_of(windows, known_since=known_since).items():
        found[key] = replace(found[key], rejections=rejections)
    return [Known(store, looking_back(store.pk, moments, found)) for store in stores]


def bridges_given(stores: Sequence[Any], moments: Moments) -> dict[tuple[int, int], BridgeTally]:
    """By store and days, the bridge given at a past moment. No statement where there is none."""
    past = [days for days, moment in moments.items() if moment.by and BRIDGE in moment.kinds]
    ids = {
        (store.pk, days): pk for store in stores for days in past if (pk := bridge_id(store, days))
    }
    if not ids:
        return {}
    told = BridgeTally.objects.select_related("snapshot", "source__catalogue")
    by_id = told.in_bulk({*ids.values()})
    return {key: by_id[pk] for key, pk in ids.items()}


def bridge_id(store: Any, days: int) -> int | None:
    given = store.given[str(days)]
    if isinstance(given, str):
        given = json.loads(given)
    found: int | None = given[BRIDGE]
    return found


def looking_back(
    store_id: int, moments: Moments, found: Mapping[tuple[int, int], StoreFacts]
) -> StoreFacts | None:
    facts = found.get((store_id, 0))
    if facts is None:
        return None
    earlier = {days: found[store_id, days] for days in moments if (store_id, days) in found}
    return replace(facts, earlier={days: then for days, then in earlier.items() if days})


def facts_at(store: Any, days: int, moment: Moment, *, by: datetime | None) -> StoreFacts | None:
    """What is known of the store at one of the moments, its rejections aside."""
    if moment.by is None:
        now = getattr(store, "now", None)
        if now is None or now.snapshot is None:
            return None
        return StoreFacts(
            now.snapshot,
            now.snapshot.confirmed_at,
            titles=getattr(store, "titles", {}),
            validity=now.validity if VALIDITY in moment.kinds else None,
            details=now.details if DETAILS in moment.kinds else None,
            bridge=now.bridge if BRIDGE in moment.kinds else None,
        )
    given = store.given[str(days)]
    snapshot = from_json(ListingSnapshot, given["snapshot"])
    if snapshot is None:
        return None
    details = from_json(DetailTally, given.get(DETAILS))
    if details is not None and (of_details := from_json(ListingSnapshot, given[OF_DETAILS])):
        details.snapshot = of_details
    return StoreFacts(
        snapshot,
        min(snapshot.confirmed_at, moment.by),
        titles=getattr(store, "titles", {}),
        validity=from_json(ValidityTally, given.get(VALIDITY)),
        details=details,
        by=by,
    )
