"""The history of a card: what it said at each point."""

from dataclasses import dataclass
from datetime import datetime

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


def card_history(card: Card, history: History, *, by: datetime) -> CardHistory:
    """`by`: only what was published by then. At most two statements, and none for a card that
    stands on snapshots alone."""
    values = values_at(card, history.points, by=by)
    return CardHistory(card.key, card.title, card.unit, history, values)
