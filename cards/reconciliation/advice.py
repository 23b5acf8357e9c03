"""What the card itself says of the reasons the desk recognises: their direction, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cards.catalogue.definitions import TOTAL, definition
from cards.models import Card

CARD: Final = TOTAL  # the number the desk compares with


@dataclass(frozen=True, slots=True)
class Advice:
    direction: str
    what_to_do: str


def advice_of(card: Card | None) -> Mapping[str, Advice]:
    """By the kind of an explanation: state_filter, refresh_lag and drafts. What operations wrote
    into the card's notes; a kind they left out is told as delivered."""
    delivered = definition(CARD).reconciling["notes"]
    edited = card.reconciling.get("notes", []) if card else []
    return {
        note["kind"]: Advice(note["direction"], note["what_to_do"])
        for note in [*delivered, *edited]
        if "kind" in note
    }
