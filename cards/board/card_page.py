"""Everything the card page shows, from one snapshot, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import ListingSnapshot, StatusRead, Store, SyncRun
from aliexpress.models.warnings import warnings_of
from aliexpress.roles import Viewer
from cards.board.card_standing import numbers_seen
from cards.board.ledger import Ledger, ledger_of, oldest
from cards.board.reviews import Reviews, reviews_from
from cards.board.sku_bridge import SkuBridge, bridge_of
from cards.board.visible import Mark, cards_with_roles, stores_with_marks
from cards.history.history import History, earliest, history, period_start
from cards.measures.measured import Ratio
from cards.models import Card
from cards.models.card import called
from cards.readings.reader import readings, readings_given
from cards.readings.reading import Reading
from cards.readings.store_facts import StoreFacts, gather, moment_looked_up

TOTAL: Final = "aex_total_listings"
A_DAY = timedelta(days=1)
# The numbers whose equation the card page shows, by the list of what they count.
EQUATION: Final[tuple[dict[str, str], ...]] = ({}, {"state": "active"})


@dataclass(frozen=True, slots=True)
class Sibling:
    card: Card
    why: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class CardPage:
    card: Card
    roles: list[str]  # who may see the card
    store: Store
    as_of: datetime | None  # a past moment, to which everything here belongs; None: now
    stores: list[Store]  # all the reader may see, this one included
    reading: Reading
    snapshot: ListingSnapshot | None
    ledger: Ledger | None  # None: no complete reading yet
    history: History
    period: str
    marks: list[Mark]  # what people know of moments of the history
    run: SyncRun | None  # the open run, while one is under way
    progress: list[StatusRead]  # of the open run
    siblings: list[Sibling]  # those the reader may see
    warnings: list[str]  # about the store, in sentences
    reviews: Reviews | None  # None: of the past it is not told
    alert: str | None  # what the newest open alert of the card says
    sku_bridge: SkuBridge | None  # None: another card's page, or no SKU was counted yet

    @property
    def seen(self) -> str:
        return numbers_seen(self.reading)

    @property
    def ratios(self) -> list[Ratio]:
        return [ratio for ratio in (self.reading.ratio, *self.reading.beside) if ratio]

    @property
    def has_equation(self) -> bool:
        """Whether total = active + gap says something about this card's number."""
        return self.ledger is not None and self.reading.listings in EQUATION


def card_page(
    key: str,
    slug: str,
    *,
    user: Viewer,
    at: datetime,
    period: str,
    as_of: datetime | None = None,
    watching: bool = False,
) -> CardPage:
    """At most six statements, however much there is, and `watching` one more: how far an open run
    has come. `as_of`: everything as it was given at that past moment.

    Raises Http404 where the card or the store is absent or hidden.
    """
    roles_of, cards = cards_with_roles(user)
    card = called(cards, key)
    moment = as_of or at
    stores, marks_of = stores_with_marks(user, card, start=earliest(period, end=moment), end=moment)
    store = next((store for store in stores if store.slug == slug), None)
    if card is None or store is None:
        raise Http404("There is no such card or store, or it is not yours to see.")
    asked: QuerySet[Store, Any] = Store.objects.filter(pk=store.pk)
    if as_of is None:
        asked = asked.select_related("now__open_run", "now__reviews")
    by = as_of and moment_looked_up(as_of, store=store, at=at)
    [known] = gather(cards, asked, at=moment, by=by, besides=[A_DAY.days])
    row, facts = known
    answers = readings_given(cards, known, as_of=as_of) if as_of else readings(cards, known, at=at)
    by_key = {reading.card: reading for reading in answers}
    start = period_start(period, end=moment, known_since=row.known_since)
    run = None if as_of else row.now.open_run
    return CardPage(
        card=card,
        roles=roles_of[card.key],
        store=store,
        as_of=as_of,
        stores=stores,
        reading=by_key[card.key],
        snapshot=facts.snapshot if facts else None,
        ledger=_ledger(row, facts, is_past=as_of is not None),
        history=history(store, start=start, end=moment),
        period=period,
        marks=[mark for mark in marks_of[store.pk] if mark.at >= start],
        run=run,
        progress=list(run.status_reads.all()) if run and watching else [],
        siblings=_siblings(card, cards, by_key),
        warnings=[] if as_of else warnings_of(store, at=at),
        reviews=None if as_of else _reviews(row, facts),
        alert=None if as_of else store.alert,
        sku_bridge=bridge_of(facts.details) if facts and card.key == TOTAL else None,
    )


def _ledger(row: Any, facts: StoreFacts | None, *, is_past: bool) -> Ledger | None:
    """What the gap is made of. One statement, for since when listings are where they are; none
    for a past moment, of which that is not known."""
    if facts is None:
        return None
    then = facts.earlier.get(A_DAY.days)
    snapshot, before = facts.snapshot, then.snapshot if then else None
    since = {} if is_past else _since(row, snapshot, before)
    return ledger_of(snapshot, before=before, since=since)


def _since(
    row: Any, snapshot: ListingSnapshot, before: ListingSnapshot | None
) -> dict[str, datetime | None]:
    of_store: QuerySet[Any] = Store.objects.filter(pk=row.pk)
    found: dict[str, datetime | None] = of_store.values(**oldest(snapshot, before=before)).get()
    return found


def _reviews(row: Any, facts: StoreFacts | None) -> Reviews | None:
    tally = row.now.reviews
    return reviews_from(tally, at=facts.confirmed_at) if tally and facts else None


def _siblings(card: Card, cards: list[Card], by_key: dict[str, Reading]) -> list[Sibling]:
    visible = {card.key: card for card in cards}
    return [
        Sibling(card=visible[row["card"]], why=row["why"], reading=by_key[row["card"]])
        for row in card.siblings
        if row["card"] in visible
    ]
