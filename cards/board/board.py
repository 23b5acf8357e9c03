"""What the board shows: every store and card the reader may see, in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from aliexpress.models import Store
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.roles import Viewer, works_in_admin
from cards.board.month_lines import Line, month_of
from cards.board.page_facts import page_facts
from cards.board.roll_up import RollUp, can_be_summed
from cards.board.store_numbers import StoreNumbers, change_since, numbers_of, yesterday_of
from cards.board.store_order import BY_STORE, in_order
from cards.board.store_today import Beside, stores_today
from cards.board.stores_at_stake import stores_at_stake
from cards.board.sums import sums_of
from cards.board.today import today
from cards.board.today_sentence import Sentence
from cards.formats import Number
from cards.measures import MEASURES
from cards.models import Alert, Card
from cards.readings.reader import readings
from cards.readings.reading import Reading

STORES_A_PAGE: Final = 25
NUMBERS_A_PAGE: Final = 40  # of stores, where only their numbers are shown


@dataclass(frozen=True, slots=True)
class BoardRow:
    store: Store
    cells: list[tuple[Card, Reading]]  # in the order of Board.cards
    warnings: list[str]  # about the store, in sentences
    alerts: frozenset[str] = frozenset()  # keys of the cards of which an alert is open
    other_alerts: tuple[str, ...] = ()  # titles of those among them that have no column
    yesterday: Mapping[str, Number | None] = field(default_factory=dict)  # by card
    month: Mapping[str, Line] = field(default_factory=dict)  # by card

    @property
    def numbers(self) -> StoreNumbers:
        return StoreNumbers(self.store, [reading for _, reading in self.cells])

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
        return change_since(reading, self.yesterday.get(reading.card))

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
    open_alerts: int = 0  # over all pages

    @property
    def common_sum(self) -> RollUp | None:
        """The sum whose standing most others share, so that it is said once."""
        return next((found for _, found in self.sums if found is not None), None)


def board(user: Viewer, *, at: datetime, **asked: Any) -> Board:
    """`board_now` with what its numbers were before."""
    return with_past(board_now(user, at=at, **asked), at=at)


def board_now(
    user: Viewer,
    *,
    at: datetime,
    sort: str = BY_STORE,
    page: int = 1,
    stores_a_page: int = STORES_A_PAGE,
) -> Board:
    """The stores of one page, in the order of `sort` (see `in_order`), which is by name where it
    names no card; a page after the last is the last, one below 1 the first.

    As many statements however many stores there are. Of those on the page, and those Today is
    about: what is known, which tells the sums and Today where all of them fit on it. Where they do
    not, the sums and what is at stake are asked over all stores.
    """
    readable = readable_cards(user)
    # Who sees none that has a column sees theirs all the same.
    cards = [card for card in readable if card.on_board] or readable
    stores = Store.objects.visible_to(user)
    order, sort = in_order(stores, cards, sort, at=at)
    page_count = max(1, -(-len(order) // stores_a_page))
    page = min(max(page, 1), page_count)
    shown = order[(page - 1) * stores_a_page :][:stores_a_page]
    is_whole = page_count == 1
    seen = [card.key for card in readable]
    at_stake, beside = (
        ({*shown}, None) if is_whole else stores_at_stake(cards, stores, at=at, seen=seen)
    )
    rows = {row.store.pk: row for row in rows_of(cards, {*shown, *at_stake}, at=at)}
    told, open_alerts = with_alerts([rows[pk] for pk in shown], user)
    if not is_whole:
        open_alerts = Alert.objects.visible_to(user).open().count()
    firing = {key for row in told for key in row.alerts}
    firing |= {
        one.card.key for alerts in (beside.alerts.values() if beside else ()) for one in alerts
    }
    hidden = [card for card in readable if card.key in firing and card not in cards]
    return Board(
        cards=cards,
        rows=told,
        open_alerts=open_alerts,
        sums=added_up(cards, [*rows.values()]) if is_whole else sums_of(cards, stores, at=at),
        store_count=len(order),
        sort=sort,
        page=page,
        page_count=page_count,
        today=today_of(
            with_cards([rows[pk].numbers for pk in sorted(at_stake)], hidden, at=at),
            user,
            at=at,
            beside=beside,
            seen=seen,
        ),
    )


def with_cards(
    numbers: list[StoreNumbers], cards: list[Card], *, at: datetime
) -> list[StoreNumbers]:
    """With what more cards say of the stores: those without a column of which an alert is open,
    for Today tells of them wherever it stands. As many statements as `numbers_of`, or none."""
    if not cards:
        return numbers
    stores = Store.objects.filter(pk__in=[one.store.pk for one in numbers])
    found = {one.store.pk: one.readings for one in numbers_of(cards, stores, at=at)}
    return [replace(one, readings=[*one.readings, *found.get(one.store.pk, ())]) for one in numbers]


def with_alerts(rows: list[BoardRow], user: Viewer) -> tuple[list[BoardRow], int]:
    """With what alerts the reader may see are open of each store, and how many; one statement."""
    firing: dict[int, dict[str, str]] = {row.store.pk: {} for row in rows}
    seen = Card.objects.visible_to(user).values("pk")
    alerts = Alert.objects.open().filter(store__in=[*firing], card__in=seen)
    every = list(alerts.values_list("store_id", "card__key", "card__title"))
    for store_id, key, title in every:
        firing[store_id][key] = title
    columns = {reading.card for row in rows[:1] for _, reading in row.cells}
    told = [
        replace(
            row,
            alerts=frozenset(open_of := firing[row.store.pk]),
            other_alerts=tuple(sorted(open_of[key] for key in open_of.keys() - columns)),
        )
        for row in rows
    ]
    return told, len(every)


def with_past(now: Board, *, at: datetime, with_month: bool = True) -> Board:
    """With what the numbers were yesterday, and with their lines."""
    stores, cards = [row.store.pk for row in now.rows], now.cards
    then = yesterday_of(cards, stores, at=at)
    lines = month_of(cards, stores, at=at) if with_month else {}
    rows = [
        replace(
            row,
            yesterday={card.key: then.get((row.store.pk, card.key)) for card in cards},
            month={
                reading.card: [*lines.get((row.store.pk, reading.card), []), reading.value]
                for _, reading in row.cells
                if with_month
            },
        )
        for row in now.rows
    ]
    return replace(now, rows=rows)


def today_of(
    numbers: Sequence[StoreNumbers],
    user: Viewer,
    *,
    at: datetime,
    card: str = "",
    beside: Beside | None = None,
    seen: Collection[str] = (),
) -> list[Sentence]:
    """What the reader can do about these stores; two statements where it is not told what is
    beside. `seen`: cards they may see besides those of the numbers."""
    for_operations = works_in_admin(user)
    stores = stores_today(
        numbers, at=at, is_for_operations=for_operations, beside=beside, seen=seen
    )
    return today(stores, card=card)


def added_up(cards: Sequence[Card], rows: Sequence[BoardRow]) -> list[tuple[Card, RollUp | None]]:
    """What `sums_of` gives, of stores that were all read; no statement."""
    return [
        (card, RollUp(card, [row.cells[n][1] for row in rows]) if can_be_summed(card) else None)
        for n, card in enumerate(cards)
    ]


def roll_up(card: Card, user: Viewer, *, at: datetime) -> RollUp:
    """The card over every store the reader may see; one statement, and one more for a card that
    stands on rejections."""
    numbers = numbers_of([card], Store.objects.visible_to(user), at=at)
    return RollUp(card, [reading for one in numbers for reading in one.readings])


def rows_of(cards: list[Card], store_ids: Iterable[int], *, at: datetime) -> list[BoardRow]:
    """A row a store, by name, with the cards' readings in their order."""
    rows = []
    for known in page_facts(cards, store_ids, with_all_of_a_row, at=at):
        store, told = known[0], readings(cards, known, at=at)
        said = told[0].failure if told else ""
        cells = list(zip(cards, told, strict=True))
        rows.append(BoardRow(store, cells, warnings_of(store, at=at, said=said)))
    return rows


def with_all_of_a_row(stores: QuerySet[Store]) -> QuerySet[Any]:
    asked = stores.select_related("now__reviews", "now__bridge")
    return with_their_state(asked).order_by("name", "id")


def readable_cards(user: Viewer) -> list[Card]:
    """The cards this user may see, in their order, that have a measure."""
    cards = Card.objects.visible_to(user).filter(key__in=MEASURES).in_order()
    return list(cards.defer("shipped"))  # as heavy as all the rest
