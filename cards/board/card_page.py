"""Everything the card page shows, from one snapshot, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404

from aliexpress.models import ListingSnapshot, StatusRead, Store, SyncRun
from aliexpress.models.warnings import warnings_of
from aliexpress.rejection_reasons import both_rejection_words
from aliexpress.roles import Viewer, works_in_admin
from cards.board.card_proof import CardProof, proof_of
from cards.board.card_standing import numbers_seen
from cards.board.headroom import WINDOWS, Headroom, headrooms_of
from cards.board.lapse_score import LapseScore, lapse_scores
from cards.board.ledger import Ledger, ledger_of, oldest
from cards.board.page_facts import alone, page_facts
from cards.board.reviews import Reviews, reviews_from
from cards.board.sku_bridge import SkuBridge, bridge_of
from cards.board.stock import Stock, stock_of
from cards.board.store_numbers import StoreNumbers
from cards.board.store_today import StoreToday, stores_today
from cards.board.today import today
from cards.board.today_of_listings import WHOLE
from cards.board.today_sentence import Sentence
from cards.board.visible import Mark, cards_with_roles, stores_with_marks
from cards.catalogue.definitions import TOTAL
from cards.history.breaks import breaks_of
from cards.history.card_history import CardHistory, card_history
from cards.history.history import history
from cards.history.ranges import Range
from cards.measures import validity
from cards.measures.bridge import LISTS as BRIDGE_LISTS
from cards.measures.measured import Ratio
from cards.measures.products import OUT_OF_STOCK
from cards.measures.rejections import NO_REASON
from cards.measures.unit_words import things_of
from cards.models import Card
from cards.models.card import called
from cards.readings.reader import readings
from cards.readings.reading import Reading
from cards.readings.store_facts import StoreFacts
from cards.readings.wrong_clocks import moment_looked_up

# The cards whose page tells why listings were rejected.
OF_REJECTED: Final = {"aex_rejected_listings", "aex_rejection_rate"}
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
    may_reconcile: bool  # the reader sees the card a number of Seller Center is held against
    store: Store
    as_of: datetime | None  # a past moment, to which everything here belongs; None: now
    stores: list[Store]  # all the reader may see, this one included
    reading: Reading
    snapshot: ListingSnapshot | None
    proof: CardProof | None  # None: no complete reading yet
    ledger: Ledger | None  # None: no complete reading yet
    history: CardHistory
    before: CardHistory | None  # the stretch before it, where it was asked for
    others: dict[str, CardHistory]  # in another store, by its name, where that was asked for
    range: Range
    marks: list[Mark]  # what people know of moments of the history
    run: SyncRun | None  # the open run, while one is under way
    progress: list[StatusRead]  # of the open run
    siblings: list[Sibling]  # those the reader may see
    warnings: list[str]  # about the store, in sentences
    reviews: Reviews | None  # None: of the past it is not told
    alert: str | None  # what the newest open alert of the card says
    sku_bridge: SkuBridge | None  # None: another card's page, or no SKU was counted yet
    today: list[Sentence]  # what to do about this card; of the past none
    reasons: list[tuple[str, str, int]]  # why listings were rejected, of a card that counts those
    stock: Stock | None  # how stock is spread, of the card that counts what has none
    has_bridge: bool  # a source is held against the listings, and this card is about all of them
    lapses: list[LapseScore]  # what was to lapse held against what did; of that card alone
    headrooms: list[Headroom]  # []: another card's page, the past, or AliExpress tells no limit

    @property
    def seen(self) -> str:
        return numbers_seen(self.reading)

    @property
    def things(self) -> str:
        """What the number counts, of so many."""
        return things_of(self.card.key, self.card.unit, count=self.reading.value or 0)

    @property
    def tells_the_gap(self) -> bool:
        return self.card.key in WHOLE

    @property
    def beside(self) -> str:
        """The slug of the store whose history is drawn beside it."""
        return next((one.slug for one in self.stores if one.name in self.others), "")

    @property
    def range_query(self) -> dict[str, str]:
        """How this page's address asks for what is drawn."""
        return {**self.range.as_query(), **({"with": self.beside} if self.others else {})}

    @property
    def since_when(self) -> str:
        """Of a card that counts what has no stock: since when there is some."""
        return self.history.out_of_stock_since if self.stock and self.reading.value else ""

    @property
    def ratios(self) -> list[Ratio]:
        return [ratio for ratio in (self.reading.ratio, *self.reading.beside) if ratio]

    @property
    def bridge_list(self) -> str:
        """The name of the list of items behind this card's number; "" where it has none, or where
        nothing is held against the listings."""
        return BRIDGE_LISTS.get(self.card.key, "") if self.reading.value is not None else ""

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
    span: Range,
    as_of: datetime | None = None,
    beside: str = "",
    watching: bool = False,
) -> CardPage:
    """At most eleven statements, however much there is; `watching` one more: how far an open run
    has come. Three more each for the stretch before, where `span` asks for it, and for another
    store, where `beside` is the slug of one the reader may see. `as_of`: everything as it was
    given at that past moment.

    Raises Http404 where the card or the store is absent or hidden.
    """
    roles_of, cards = cards_with_roles(user)
    card = called(cards, key)
    moment = as_of or at
    stores, marks_of = stores_with_marks(user, card, start=span.earliest(), end=span.end)
    store = next((store for store in stores if store.slug == slug), None)
    if card is None or store is None:
        raise Http404("There is no such card or store, or it is not yours to see.")
    along = alone if as_of else with_all_of_a_page
    by = as_of and moment_looked_up(as_of, store=store, at=at)
    looks_back = WINDOWS if card.key == TOTAL and as_of is None else ()
    besides = [A_DAY.days, *looks_back]
    [known] = page_facts(cards, [store.pk], along, at=moment, by=by, besides=besides)
    row, facts = known
    answers = readings(cards, known, at=moment, is_past=as_of is not None)
    by_key = {reading.card: reading for reading in answers}
    start = span.begins(row.known_since)
    run = None if as_of else row.now.open_run
    now = None
    if as_of is None:
        store.now = row.now
        for_operations = works_in_admin(user)
        numbers = [StoreNumbers(store, answers)]
        [now] = stores_today(numbers, at=at, is_for_operations=for_operations, is_alone=True)
    own = _history(card, store, start=start, end=span.end, by=moment)
    newest = facts.snapshot if facts else None
    is_of_lapses = card.key == validity.KEY and as_of is None
    return CardPage(
        card=card,
        roles=roles_of[card.key],
        may_reconcile=TOTAL in by_key,
        store=store,
        as_of=as_of,
        stores=stores,
        reading=by_key[card.key],
        snapshot=facts.stands_on(card)[0] if facts else None,
        proof=proof_of(card, by_key[card.key], facts) if facts else None,
        ledger=_ledger(row, facts, is_past=as_of is not None),
        history=own,
        before=_history(card, store, start=start - (span.end - start), end=start, by=moment)
        if span.with_before
        else None,
        others={
            other.name: _history(card, other, start=start, end=span.end, by=moment)
            for other in stores
            if other.slug == beside and other.pk != store.pk
        },
        range=span,
        marks=[
            *(mark for mark in marks_of[store.pk] if mark.at >= start),
            *(Mark(one.at, one.text) for one in breaks_of(store, own.history, newest)),
        ],
        run=run,
        progress=list(run.status_reads.all()) if run and watching else [],
        siblings=_siblings(card, cards, by_key),
        warnings=[] if as_of else warnings_of(store, at=at, said="" if run else answers[0].failure),
        reviews=None if as_of else _reviews(row, facts),
        alert=None if as_of else store.alert,
        has_bridge=facts is not None and facts.bridge is not None and card.key in WHOLE,
        sku_bridge=bridge_of(facts.details) if facts and card.key == TOTAL else None,
        today=today([now], card=card.key) if now else [],
        reasons=_reasons(card, now),
        stock=stock_of(store.pk) if card.key == OUT_OF_STOCK and facts and not as_of else None,
        lapses=lapse_scores(store, newest, at=at) if newest and is_of_lapses else [],
        headrooms=_headrooms(row, facts, at=at) if facts and looks_back else [],
    )


def with_all_of_a_page(stores: QuerySet[Store]) -> QuerySet[Store]:
    return stores.select_related("now__open_run", "now__reviews", "now__bridge")


def _history(
    card: Card, store: Store, *, start: datetime, end: datetime, by: datetime
) -> CardHistory:
    return card_history(card, history(store, start=start, end=end), by=min(by, end))


def _reasons(card: Card, now: StoreToday | None) -> list[tuple[str, str, int]]:
    """Rejected listings by reason, as it is asked for and in words; most first."""
    if now is None or card.key not in OF_REJECTED:
        return []
    found = sorted(now.rejected.items(), key=lambda one: (-one[1], one[0]))
    return [(reason or NO_REASON, both_rejection_words(reason), count) for reason, count in found]


def _ledger(row: Any, facts: StoreFacts | None, *, is_past: bool) -> Ledger | None:
    """What the gap is made of. One statement, for since when listings are where they are; none
    for a past moment, of which that is not known."""
    if facts is None:
        return None
    then = facts.earlier.get(A_DAY.days)
    snapshot, before = facts.snapshot, then.snapshot if then else None
    since = {} if is_past else oldest(row.pk, snapshot, before=before)
    return ledger_of(snapshot, before=before, since=since)


def _headrooms(row: Any, facts: StoreFacts, *, at: datetime) -> list[Headroom]:
    earlier = {days: then.snapshot for days, then in facts.earlier.items()}
    return headrooms_of(row, facts.snapshot, earlier=earlier, at=at)


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
