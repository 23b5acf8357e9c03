"""A few stores beside each other: what each card says of every one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aliexpress.models import Store
from aliexpress.roles import Viewer
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.text import can_be_kept
from cards.board.board import BoardRow, readable_cards, rows_of
from cards.catalogue.definitions import definition
from cards.formats import DECIMALS, Number
from cards.measures.facts import BRIDGE
from cards.models import Card
from cards.readings.reading import Reading

FEWEST: Final = 2
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    card: Card
    readings: list[Reading]  # in the order of the stores

    def is_about_these(self, rows: Sequence[BoardRow]) -> bool:
        """Whether one of the stores has what the card stands on: few have a source."""
        if definition(self.card.key).stands_on != BRIDGE:
            return True
        return any(row.store.now.bridge_id is not None for row in rows)

    @property
    def difference(self) -> Number | None:
        """Of two stores the second less the first; None where one is not known, or in part."""
        if len(self.readings) != FEWEST or any(one.is_partial for one in self.readings):
            return None
        first, second = (one.value for one in self.readings)
        return None if first is None or second is None else round(second - first, DECIMALS)


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: list[BoardRow]
    lines: list[Line]


def compare(user: Viewer, slugs: Sequence[str], *, at: datetime) -> Comparison:
    """In the order they were asked for. Four statements. Raises BadInput where these are not two
    to four stores of the reader's."""
    wanted = list(dict.fromkeys(slugs))
    if not FEWEST <= len(wanted) <= MOST:
        raise BadInput("store", f"Tick {FEWEST} to {MOST} stores, then compare.")
    cards = readable_cards(user)
    named = [slug for slug in wanted if can_be_kept(slug)]
    stores = Store.objects.visible_to(user).filter(slug__in=named)
    rows = rows_of(cards, stores.values_list("pk", flat=True), at=at)
    if len(rows) < len(wanted):
        raise BadInput("store", "One of these stores does not exist, or is not yours to see.")
    rows.sort(key=lambda row: wanted.index(row.store.slug))
    lines = [
        Line(card, [row.cells[column][1] for row in rows]) for column, card in enumerate(cards)
    ]
    return Comparison(rows, [line for line in lines if line.is_about_these(rows)])
