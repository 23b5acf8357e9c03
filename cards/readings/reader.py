"""The one reader: what a card says for a store, now or at any past moment."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store, StoreNow, SyncRun
from aliexpress.roles import Viewer
from cards.access import measured_card, visible_store
from cards.measures import MEASURES
from cards.models import Card
from cards.readings.freshness import is_stale
from cards.readings.reading import Attempt, Reading
from cards.readings.sentiment import sentiment_of
from cards.readings.shops import shops_of
from cards.readings.store_facts import Known, gather
from cards.readings.wrong_clocks import moment_looked_up
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


def reading_for(
    user: Viewer, *, slug: str, key: str, at: datetime, as_of: datetime | None = None
) -> Reading:
    """What the card says for the store, now or as given at `as_of`.

    Raises Http404 where either is absent or not this user's, or the card has no number.
    """
    card, store = measured_card(user, key), visible_store(user, slug)
    return read(card, store, at=at, as_of=as_of)


def read(card: Card, store: Store, *, at: datetime, as_of: datetime | None = None) -> Reading:
    """`at`: now. `as_of`: a past moment; the answer is then the one given at that moment."""
    by = as_of and moment_looked_up(as_of, store=store, at=at)
    [known] = gather([card], Store.objects.filter(pk=store.pk), at=as_of or at, by=by)
    [reading] = readings([card], known, at=as_of or at, is_past=as_of is not None)
    return reading


def readings(
    cards: Iterable[Card],
    known: Known,
    *,
    at: datetime,
    is_past: bool = False,
    is_judged: bool = True,
) -> list[Reading]:
    """What the cards say of a store at the moment `known` is of; no query of its own.
    `is_past`: what they said then. Not judged: the numbers alone, without their sentiments and
    their proof."""
    return [reading_of(card, known, at=at, is_past=is_past, is_judged=is_judged) for card in cards]


def reading_of(
    card: Card, known: Known, *, at: datetime, is_past: bool, is_judged: bool
) -> Reading:
    store, facts = known
    now = None if is_past else getattr(store, "now", None)
    own: dict[str, Any] = {"card": card.key, "store": store.slug, "unit": card.unit}
    own["last_attempt"] = attempt_of(now)
    if facts is None:
        return Reading(**own)
    snapshot, confirmed_at = facts.stands_on(card)
    interval = facts.snapshot.sync_interval if is_past else store.sync_interval
    measured = MEASURES[card.key](facts.facts_for(card))
    sentiment = sentiment_of(card, measured, facts) if is_judged else UNJUDGED
    return Reading(
        **own,
        **{one.name: getattr(measured, one.name) for one in fields(measured)},
        as_of=snapshot.as_of,
        # A clock that was ahead may have dated it later than the moment that is asked for.
        confirmed_at=min(confirmed_at, at) if is_past else confirmed_at,
        stale=is_stale(confirmed_at, at=at, interval=interval),
        verdict=snapshot.verdict,
        snapshot=snapshot.pk,
        sentiment=sentiment.state,
        reason=sentiment.reason,
        breakdown=breakdown_of(snapshot),
        evidence=snapshot.evidence if is_judged else [],
        remark=snapshot.remark if is_judged else "",
        shops=shops_of(snapshot.shops),
    )


def breakdown_of(snapshot: ListingSnapshot) -> dict[str, int]:
    named = [*ALWAYS_NAMED]
    if snapshot.knows_pending:
        named.append(State.PENDING)
    if snapshot.counts_drafts:
        named.append(State.DRAFT)
    return {state.value: snapshot.count_of(state) for state in named}


def attempt_of(now: StoreNow | None) -> Attempt | None:
    run = now.last_run if now else None
    if run is None or run.finished_at is None:
        return None
    return Attempt(
        status=run.status,
        finished_at=run.finished_at,
        error=run.error or None,
        retry_at=run.retry_at,
        needs_somebody=run.error_kind == SyncRun.ErrorKind.REFUSED,
    )
