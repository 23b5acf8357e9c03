"""The statement that asks what is known of stores, now and at past moments, and what it answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from aliexpress.models import BridgeTally, DetailTally, ListingSnapshot, Store, ValidityTally
from aliexpress.models.snapshot import COUNT_FIELD
from cards.catalogue.definitions import definition
from cards.measures import MEASURES
from cards.measures.facts import BRIDGE, DETAILS, TALLIES, VALIDITY
from cards.models import Card
from cards.sentiment import compared_with, window_of
from cards.statements.json_rows import from_json, row_of

A_DAY: Final = timedelta(days=1)
# Where the pointers of now lead, by what is asked for.
LED_TO: Final = {
    VALIDITY: ("now__validity",),
    DETAILS: ("now__details__snapshot",),
    BRIDGE: ("now__bridge__snapshot", "now__bridge__source__catalogue"),
}
SNAPSHOT: Final = "snapshot"
OF_DETAILS: Final = "of_details"  # their own snapshot
PROOF: Final = ("evidence", "reasons", "remark")  # makes most of what a snapshot weighs
# What the numbers of a snapshot are made of.
NUMBERS: Final = ("id", "as_of", "confirmed_at", "shops", "total_count", *COUNT_FIELD.values())


@dataclass(frozen=True, slots=True)
class Moment:
    """`by`: only what was published by then; None: now. `kinds`: what the cards stand on.
    `is_whole`: with all a snapshot tells; else with what its numbers are made of."""

    by: datetime | None
    kinds: frozenset[str]
    is_whole: bool = True


Moments = Mapping[int, Moment]  # by so many days before the moment readings are judged at


def moments_of(
    cards: Sequence[Card],
    *,
    at: datetime,
    by: datetime | None = None,
    besides: Iterable[int] = (),
    is_judged: bool = True,
) -> Moments:
    """The one the cards are judged at, 0 days before, those their rules look back to, and
    `besides`: as many days before. Not judged: the first alone, for its numbers."""
    if not is_judged:
        return {0: Moment(by, kinds_of(cards), is_whole=False)}
    whole = set(besides)
    looking: dict[int, list[Card]] = {days: [] for days in whole}
    for card in cards:
        if days := window_of(card.sentiment_rule):
            looking.setdefault(days, []).append(card)
    return {0: Moment(by, kinds_of(cards))} | {
        days: Moment(at - days * A_DAY, kinds_of(some), is_whole=days in whole)
        for days, some in looking.items()
    }


def kinds_of(cards: Iterable[Card]) -> frozenset[str]:
    return frozenset(definition(card.key).stands_on for card in cards)


def named_by(cards: Iterable[Card]) -> set[str]:
    """The keys of the cards that the ratios and rules of these name."""
    pairs = [pair for card in cards for pair in definition(card.key).ratios]
    named = {pair[part] for pair in pairs for part in ("numerator", "denominator")}
    return named | {
        key for card in cards if (key := compared_with(card.sentiment_rule)) in MEASURES
    }


def with_facts(
    stores: QuerySet[Store, Any], moments: Moments, *, named: Iterable[str] = ()
) -> QuerySet[Store, Any]:
    """The stores with `now`, `known_since`, the titles of the cards named and, as `given`, what
    was known at each past moment, by its days. An index look-up each; now is not looked up."""
    first = ListingSnapshot.objects.filter(store=OuterRef("pk")).order_by("published_at", "id")
    titles = {key: Card.objects.filter(key=key).values("title")[:1] for key in sorted(named)}
    objects: dict[str, dict[str, Any]] = {
        "titles": {key: Subquery(title) for key, title in titles.items()},
        "given": {str(days): given_json(moment) for days, moment in moments.items() if moment.by},
    }
    asked: QuerySet[Store, Any] = stores.annotate(
        known_since=Subquery(first.values("as_of")[:1]),
        **{name: JSONObject(**found) for name, found in objects.items() if found},
    )
    if moments[0].by is not None:
        return asked
    led_to = [path for kind, paths in LED_TO.items() if kind in moments[0].kinds for path in paths]
    asked = asked.select_related("now__last_run", "now__snapshot", *led_to)
    left_out = () if moments[0].is_whole else (f"now__snapshot__{name}" for name in PROOF)
    return asked.defer(*left_out)


def given_json(moment: Moment) -> JSONObject:
    """The snapshot given at a moment, and of each kind asked for the tally given then."""
    only = () if moment.is_whole else NUMBERS
    snapshots = newest_of(ListingSnapshot.objects.filter(store=OuterRef("pk")), moment)
    found = {SNAPSHOT: row_of(ListingSnapshot, snapshots, only=only)}
    if VALIDITY in moment.kinds:
        # Of the snapshot, which is itself the store's: two levels in.
        of_store = ListingSnapshot.objects.filter(store=OuterRef(OuterRef("pk")))
        newest = Subquery(newest_of(of_store, moment).values("pk")[:1])
        tallies = ValidityTally.objects.filter(snapshot=newest)
        found[VALIDITY] = row_of(ValidityTally, newest_of(tallies, moment))
    if DETAILS in moment.kinds:
        details = newest_of(DetailTally.objects.filter(store=OuterRef("pk")), moment)
        found[DETAILS] = row_of(DetailTally, details)
        found[OF_DETAILS] = row_of(ListingSnapshot, details, path="snapshot__", only=only)
    if BRIDGE in moment.kinds:
        # It has more columns than a database puts into one object.
        bridges = newest_of(BridgeTally.objects.filter(store=OuterRef("pk")), moment)
        found[BRIDGE] = Subquery(bridges.values("pk")[:1])
    return JSONObject(**found)


def newest_of(published: QuerySet[Any], moment: Moment) -> QuerySet[Any]:
    return published.filter(published_at__lte=moment.by).order_by("-published_at", "-id")


def pointers_at(store: Any, days: int, moment: Moment) -> dict[str, Any]:
    """The snapshot, when it was last found true, and each tally asked for, by name; of a bridge
    given in the past its id. Nothing where no complete reading was known."""
    if moment.by is None:
        now = getattr(store, "now", None)
        asked = [SNAPSHOT, *(kind for kind in TALLIES if kind in moment.kinds)]
        found = {name: getattr(now, name, None) for name in asked}
    else:
        given = store.given[str(days)]
        found = {
            SNAPSHOT: from_json(ListingSnapshot, given[SNAPSHOT]),
            VALIDITY: from_json(ValidityTally, given.get(VALIDITY)),
            DETAILS: from_json(DetailTally, given.get(DETAILS)),
            BRIDGE: given.get(BRIDGE),
        }
        if found[DETAILS] is not None:
            found[DETAILS].snapshot = from_json(ListingSnapshot, given[OF_DETAILS])
    if found[SNAPSHOT] is None:
        return {}
    confirmed_at = found[SNAPSHOT].confirmed_at
    return found | {"confirmed_at": min(confirmed_at, moment.by or confirmed_at)}
