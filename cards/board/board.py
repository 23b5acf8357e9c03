"""What the board shows: every store and card the reader may see, in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from aliexpress.models import Store
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.roles import Viewer, works_in_admin
from cards.board.month import Line, month_of
from cards.board.store_today import stores_today
from cards.board.today import today
from cards.board.today_sentence import Sentence
from cards.formats import DECIMALS, Number
from cards.measures import MEASURES
from cards.models import Alert, Card
from cards.readings.reader import readings, readings_given
from cards.readings.reading import Reading
from cards.readings.roll_up import RollUp, can_be_summed
from cards.readings.store_facts import A_DAY, gather

STORES_A_PAGE: Final = 50
BY_STORE: Final = "store"


@dataclass(frozen=True, slots=True)
class BoardRow:
    store: Store
    cells: list[tuple[Card, Reading]]  # in the order of Board.cards
    warnings: list[str]  # about the store, in sentences
    alerts: frozenset[str] = frozenset()  # keys of the cards of which an alert is open
    yesterday: Mapping[str, Number | None] = field(default_factory=dict)  # by card
    month: Mapping[str, Line] = field(default_factory=dict)  # by card

    @property
    def common(self) -> Reading | None:
        """The reading whose standing most cells share, so that it is said once a row."""
        return self.cells[0][1] if self.cells else None

    def stands_apart(self, reading: Reading) -> bool:
        common = self.common
        return common is None or (reading.mark, reading.confirmed_at) != (
            common.mark,
            common.confirmed_at,
        )

    def change(self, reading: Reading) -> Number | None:
        """Since yesterday; None where one of the two is not known, or only in part."""
        then = self.yesterday.get(reading.card)
        if then is None or reading.value is None or reading.is_partial:
            return None
        return round(reading.value - then, DECIMALS)

    @property
    def told(self) -> list[tuple[Card, Reading, bool]]:
        """Each cell, and whether its standing is another than the row's."""
        return [(card, reading, self.stands_apart(reading)) for card, reading in self.cells]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the reader's stores, and the sums over all of them."""

    cards: list[Card]
    rows: list[BoardRow]  # of this page
    sums: list[tuple[Card, RollUp | None]]  # as the cards; None where a card cannot be summed
    store_count: int  # over all pages
    sort: str  # "store", or the key of a card; with a minus before it from the largest down
    page: int  # from 1 on
    page_count: int  # 1 where there is no store
    today: list[Sentence]  # what to do, over all pages


def board(
    user: Viewer,
    *,
    at: datetime,
    sort: str = BY_STORE,
    page: int = 1,
    stores_a_page: int = STORES_A_PAGE,
) -> Board:
    """The stores of one page, in the order of `sort`, which is by name where it names no card; a
    page after the last is the last, one below 1 the first.

    As many statements however many stores there are: cards, stores with all that is known of
    them, rejections, two for Today; and of the stores on the page their open alerts, what was known
    yesterday and a month of points.
    """
    cards = [card for card in readable_cards(user) if card.on_board]
    rows = rows_of(cards, Store.objects.visible_to(user).select_related("now__reviews"), at=at)
    todo = today_of(rows, user, at=at)
    rows, sort = _in_order(rows, cards, sort)
    page_count = max(1, -(-len(rows) // stores_a_page))
    page = min(max(page, 1), page_count)
    shown = rows[(page - 1) * stores_a_page :][:stores_a_page]
    firing: dict[int, set[str]] = {}
    alerts = Alert.objects.open().filter(store__in=[row.store.pk for row in shown])
    for store_id, key in alerts.values_list("store_id", "card__key"):
        firing.setdefault(store_id, set()).add(key)
    return Board(
        cards=cards,
        rows=[
            replace(row, alerts=frozenset(firing.get(row.store.pk, ())))
            for row in with_past(shown, cards, at=at)
        ],
        sums=_sums(cards, rows),
        store_count=len(rows),
        sort=sort,
        page=page,
        page_count=page_count,
        today=todo,
    )


def with_past(rows: list[BoardRow], cards: list[Card], *, at: datetime) -> list[BoardRow]:
    """The rows with what their numbers were yesterday, and with their lines."""
    stores = [row.store for row in rows]
    then = at - A_DAY
    asked = Store.objects.filter(pk__in=[store.pk for store in stores])
    known = {one[0].pk: one for one in gather(cards, asked, at=then, by=then)}
    given = {pk: readings_given(cards, one, as_of=then) for pk, one in known.items()}
    lines = month_of(cards, stores, at=at)
    return [
        replace(
            row,
            yesterday={
                reading.card: None if reading.is_partial else reading.value
                for reading in given.get(row.store.pk, ())
            },
            month={card.key: lines.get((row.store.pk, card.key), []) for card in cards},
        )
        for row in rows
    ]


def today_of(rows: list[BoardRow], user: Viewer, *, at: datetime, card: str = "") -> list[Sentence]:
    """What the reader can do about these stores, which come with their pointers; two statements."""
    known = [(row.store, [reading for _, reading in row.cells]) for row in rows]
    return today(stores_today(known, at=at, is_for_operations=works_in_admin(user)), card=card)


def _in_order(rows: list[BoardRow], cards: list[Card], sort: str) -> tuple[list[BoardRow], str]:
    """The rows sorted, and by what. `rows` come by name, which decides among equals; a value that
    is not known comes last either way."""
    is_descending, key = sort.startswith("-"), sort.removeprefix("-")
    column = next((number for number, card in enumerate(cards) if card.key == key), None)
    if column is None:
        return (rows[::-1], sort) if sort == f"-{BY_STORE}" else (rows, BY_STORE)
    values = {row.store.pk: row.cells[column][1].value for row in rows}
    known = [row for row in rows if values[row.store.pk] is not None]
    known.sort(key=lambda row: values[row.store.pk] or 0, reverse=is_descending)
    return known + [row for row in rows if values[row.store.pk] is None], sort


def _sums(cards: list[Card], rows: list[BoardRow]) -> list[tuple[Card, RollUp | None]]:
    return [
        (
            card,
            RollUp(card, [row.cells[column][1] for row in rows]) if can_be_summed(card) else None,
        )
        for column, card in enumerate(cards)
    ]


def roll_up(card: Card, user: Viewer, *, at: datetime) -> RollUp:
    """The card over every store the reader may see; one statement, and one more for a card that
    stands on rejections."""
    rows = rows_of([card], Store.objects.visible_to(user), at=at)
    return RollUp(card, [reading for row in rows for _, reading in row.cells])


def rows_of(cards: list[Card], stores_seen: QuerySet[Store], *, at: datetime) -> list[BoardRow]:
    """A row a store, by name, with the cards' readings in their order."""
    stores = with_their_state(stores_seen).order_by("name", "id")
    return [
        BoardRow(
            store=known[0],
            cells=list(zip(cards, readings(cards, known, at=at), strict=True)),
            warnings=warnings_of(known[0], at=at),
        )
        for known in gather(cards, stores, at=at)
    ]


def readable_cards(user: Viewer) -> list[Card]:
    """The cards this user may see, in their order, that have a measure."""
    return list(Card.objects.visible_to(user).filter(key__in=MEASURES).in_order())
