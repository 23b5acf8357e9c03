"""Everything the card page shows, from one snapshot, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from aliexpress.models import ListingSnapshot, StatusRead, Store, SyncRun
from cards.access import Viewer
from cards.board.history import PERIODS, History, history
from cards.board.ledger import Ledger, ledger_of
from cards.board.overview import readable_cards, readings
from cards.board.reading import Reading
from cards.board.readings import newest_run
from cards.models import Card


@dataclass(frozen=True, slots=True)
class Sibling:
    card: Card
    why: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class CardPage:
    card: Card
    store: Store
    stores: list[Store]  # all the reader may see, this one included
    reading: Reading
    snapshot: ListingSnapshot | None
    ledger: Ledger | None  # None: no complete reading yet
    history: History
    period: str
    run: SyncRun | None  # the open run, while one is under way
    progress: list[StatusRead]  # of the open run
    siblings: list[Sibling]  # those the reader may see


def card_page(key: str, slug: str, *, user: Viewer, at: datetime, period: str) -> CardPage:
    """Raises Http404 where the card or the store is absent or hidden."""
    cards = readable_cards(user)
    card = next((card for card in cards if key in (card.key, *card.aliases)), None)
    stores = list(Store.objects.visible_to(user).order_by("name", "id"))
    store = next((store for store in stores if store.slug == slug), None)
    if card is None or store is None:
        raise Http404("There is no such card or store, or it is not yours to see.")
    snapshot = ListingSnapshot.objects.newest_of(store)
    by_key = dict(
        zip(
            [card.key for card in cards],
            readings(cards, store, snapshot=snapshot, run=newest_run(store), at=at),
            strict=True,
        )
    )
    run = open_run(store)
    return CardPage(
        card=card,
        store=store,
        stores=stores,
        reading=by_key[card.key],
        snapshot=snapshot,
        ledger=ledger_of(snapshot, store, at=at) if snapshot else None,
        history=history(store, start=at - PERIODS[period], end=at),
        period=period,
        run=run,
        progress=list(run.status_reads.all()) if run else [],
        siblings=_siblings(card, cards, by_key),
    )


def open_run(store: Store) -> SyncRun | None:
    return SyncRun.objects.open().filter(store=store).prefetch_related("status_reads").first()


def _siblings(card: Card, cards: list[Card], by_key: dict[str, Reading]) -> list[Sibling]:
    visible = {card.key: card for card in cards}
    return [
        Sibling(card=visible[row["card"]], why=row["why"], reading=by_key[row["card"]])
        for row in card.siblings
        if row["card"] in visible
    ]
