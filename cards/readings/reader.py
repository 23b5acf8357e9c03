"""The one reader: what a card says for a store, now or at any past moment."""

from dataclasses import replace
from datetime import datetime

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, SyncRun
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.freshness import is_stale
from cards.readings.reading import Attempt, Reading
from cards.readings.sentiment import sentiment_of
from cards.readings.shops import shops_of
from cards.readings.store_facts import Known, StoreFacts, gather, moment_looked_up
from cards.sentiment import NOT_ENOUGH, Sentiment

# The states every breakdown names, zero included; drafts only where the store counts them.
ALWAYS_NAMED = (
    State.ACTIVE,
    State.AUDITING,
    State.REJECTED,
    State.EXPIRED,
    State.TAKEN_DOWN,
    State.UNMAPPED,
)
UNJUDGED = Sentiment(NOT_ENOUGH, "")


def read(card: Card, store: Store, *, at: datetime, as_of: datetime | None = None) -> Reading:
    """`at`: now. `as_of`: a past moment; the answer is then the one given at that moment."""
    by = as_of and moment_looked_up(as_of, store=store, at=at)
    [known] = gather([card], Store.objects.filter(pk=store.pk), at=as_of or at, by=by)
    if as_of is not None:
        [reading] = readings_given([card], known, as_of=as_of)
    else:
        [reading] = readings([card], known, at=at)
    return reading


def readings(
    cards: list[Card], known: Known, *, at: datetime, is_judged: bool = True
) -> list[Reading]:
    """What the cards say of a store now; no query of its own. Not judged: the numbers alone,
    without their sentiments and their proof."""
    store, facts = known
    return [
        reading_of(
            card,
            store,
            facts,
            judged_at=at,
            run=store.now.last_run if hasattr(store, "now") else None,
            interval=store.sync_interval,
            is_judged=is_judged,
        )
        for card in cards
    ]


def readings_given(cards: list[Card], known: Known, *, as_of: datetime) -> list[Reading]:
    """What the cards said of it at a past moment; no query of its own."""
    store, facts = known
    interval = facts.snapshot.sync_interval if facts else store.sync_interval
    given = [
        reading_of(card, store, facts, judged_at=as_of, run=None, interval=interval)
        for card in cards
    ]
    # A clock that was ahead may have dated it later than the moment that was asked for.
    return [
        replace(reading, confirmed_at=reading.confirmed_at and min(reading.confirmed_at, as_of))
        for reading in given
    ]


def reading_of(
    card: Card,
    store: Store,
    facts: StoreFacts | None,
    *,
    judged_at: datetime,
    run: SyncRun | None,
    interval: int,
    is_judged: bool = True,
) -> Reading:
    """The reading that stands on these facts; no query of its own."""
    if facts is None:
        return Reading(
            card=card.key,
            store=store.slug,
            value=None,
            unit=card.unit,
            as_of=None,
            confirmed_at=None,
            stale=True,
            verdict="none",
            snapshot=None,
            sentiment=NOT_ENOUGH,
            reason="There is no complete reading yet, so there is nothing to judge.",
            last_attempt=attempt_of(run),
        )
    snapshot, confirmed_at = facts.stands_on(card)
    measured = MEASURES[card.key](facts.facts_for(card))
    sentiment = sentiment_of(card, measured, facts) if is_judged else UNJUDGED
    return Reading(
        card=card.key,
        store=store.slug,
        value=measured.value,
        unit=card.unit,
        as_of=snapshot.as_of,
        confirmed_at=confirmed_at,
        stale=is_stale(confirmed_at, at=judged_at, interval=interval),
        verdict=snapshot.verdict,
        snapshot=snapshot.pk,
        sentiment=sentiment.state,
        reason=sentiment.reason,
        breakdown=breakdown_of(snapshot),
        evidence=snapshot.evidence if is_judged else [],
        last_attempt=attempt_of(run),
        remark=snapshot.remark if is_judged else "",
        note=measured.note,
        listings=measured.listings,
        ratio=measured.ratio,
        beside=measured.beside,
        coverage=measured.coverage,
        window=measured.window,
        rows=measured.rows,
        shops=shops_of(snapshot.shops),
    )


def breakdown_of(snapshot: ListingSnapshot) -> dict[str, int]:
    named = [*ALWAYS_NAMED]
    if snapshot.knows_pending:
        named.append(State.PENDING)
    if snapshot.counts_drafts:
        named.append(State.DRAFT)
    return {state.value: snapshot.count_of(state) for state in named}


def attempt_of(run: SyncRun | None) -> Attempt | None:
    if run is None or run.finished_at is None:
        return None
    return Attempt(
        status=run.status,
        finished_at=run.finished_at,
        error=run.error or None,
        retry_at=run.retry_at,
        needs_somebody=run.error_kind == SyncRun.ErrorKind.REFUSED,
    )
