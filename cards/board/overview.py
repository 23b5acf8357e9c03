"""What the board shows: every store and card the reader may see, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from aliexpress.models import ListingSnapshot, Store, SyncRun
from cards.access import Viewer
from cards.board.reading import Reading
from cards.board.readings import reading_of
from cards.measures import MEASURES
from cards.models import Card


@dataclass(frozen=True, slots=True)
class BoardRow:
    store: Store
    cells: list[tuple[Card, Reading]]  # in the order of Board.cards


@dataclass(frozen=True, slots=True)
class Board:
    cards: list[Card]
    rows: list[BoardRow]


def board(user: Viewer, *, at: datetime) -> Board:
    """Four statements, however many stores: cards, stores, their snapshots, their runs."""
    cards = readable_cards(user)
    newest_snapshot = ListingSnapshot.objects.filter(store=OuterRef("pk")).order_by(
        "-published_at", "-id"
    )
    newest_run = (
        SyncRun.objects.finished().filter(store=OuterRef("pk")).order_by("-finished_at", "-id")
    )
    stores: list[Any] = list(
        Store.objects.visible_to(user)
        .annotate(
            newest_snapshot_id=Subquery(newest_snapshot.values("id")[:1]),
            newest_run_id=Subquery(newest_run.values("id")[:1]),
        )
        .order_by("name", "id")
    )
    snapshots = ListingSnapshot.objects.in_bulk(
        [store.newest_snapshot_id for store in stores if store.newest_snapshot_id]
    )
    runs = SyncRun.objects.in_bulk([store.newest_run_id for store in stores if store.newest_run_id])
    return Board(
        cards=cards,
        rows=[
            BoardRow(
                store=store,
                cells=list(
                    zip(
                        cards,
                        readings(
                            cards,
                            store,
                            snapshot=snapshots.get(store.newest_snapshot_id),
                            run=runs.get(store.newest_run_id),
                            at=at,
                        ),
                        strict=True,
                    )
                ),
            )
            for store in stores
        ],
    )


def readable_cards(user: Viewer) -> list[Card]:
    """The cards this user may see, in their order, that have a measure."""
    return list(Card.objects.visible_to(user).filter(key__in=MEASURES).in_order())


def readings(
    cards: list[Card],
    store: Store,
    *,
    snapshot: ListingSnapshot | None,
    run: SyncRun | None,
    at: datetime,
) -> list[Reading]:
    return [
        reading_of(
            card,
            store,
            snapshot,
            confirmed_at=snapshot.confirmed_at if snapshot else None,
            judged_at=at,
            run=run,
            interval=store.sync_interval,
        )
        for card in cards
    ]
