"""The history of a card: what it said at each point."""

from dataclasses import dataclass
from datetime import datetime

from aliexpress.words import exact
from cards.formats import Number
from cards.history.card_values import values_at
from cards.history.history import History
from cards.measures.measured import Measured
from cards.models import Card


@dataclass(frozen=True, slots=True)
class CardHistory:
    key: str
    title: str
    unit: str
    history: History
    values: list[Measured]  # in the order of its points

    @property
    def known(self) -> list[tuple[datetime, Number]]:
        """The points the card's number is known of, with it."""
        values = zip(self.history.points, self.values, strict=True)
        return [(point.as_of, one.value) for point, one in values if one.value is not None]

    @property
    def out_of_stock_since(self) -> str:
        """Of a card that counts what has no stock: since when there has always been some."""
        zero = [place for place, (_, value) in enumerate(self.known) if not value]
        after = self.known[zero[-1] + 1 :] if zero else self.known
        if not after:
            return ""
        by = "since" if zero else "since at least"
        least = min(value for _, value in after)
        return f"Some have been out of stock {by} {exact(after[0][0])}, never fewer than {least:,}."

    @property
    def not_kept(self) -> str:
        """From when on the card's number is known, where the history goes further back."""
        points, known = self.history.points, self.known
        if not points or (known and known[0][0] == points[0].as_of):
            return ""
        if not known:
            return f"What {self.title} stands on was not kept in this stretch."
        since = exact(known[0][0])
        return f"What {self.title} stands on was kept from {since} on; before, it is not known."


def card_history(card: Card, history: History, *, by: datetime) -> CardHistory:
    """`by`: only what was published by then. At most two statements, and none for a card that
    stands on snapshots alone."""
    values = values_at(card, history.points, by=by)
    return CardHistory(card.key, card.title, card.unit, history, values)
