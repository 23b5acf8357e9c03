"""A piece of the question that does not show in the query keeps it from being answered."""

import pytest

from cards.ask.grammar.second_check import shows_all
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Ask, Query

REJECTED = Piece("STATE", "rejected", "rejected")


@pytest.mark.parametrize(
    ("piece", "shown", "lost"),
    [
        (REJECTED, Query("value", "rejected"), Query("value", "active")),
        (
            Piece("TOPN", "5", "five"),
            Query("top", "rejected", n="5"),
            Query("top", "rejected", n="3"),
        ),
        (
            Piece("STOREREF", "lamps", "lamps"),
            Query("value", "total", stores="lamps"),
            Query("value", "total"),
        ),
        (
            Piece("HIGHEST", "", "highest"),
            Query("peak", "total", which="max"),
            Query("peak", "total", which="min"),
        ),
        (
            Piece("BOTH", "", "side by side"),
            Query("value", "total,active"),
            Query("list", "active", stores="harbour-home,north-quay"),
        ),
        (Piece("UP", "", "rose"), Query("why", "total", claim="up"), Query("value", "total")),
        (Piece("PER", "", "per"), Query("break", "total", by="state"), Query("value", "total")),
    ],
    ids=lambda one: str(one) if isinstance(one, Piece) else "",
)
def test_every_piece_of_a_question_shows_in_what_it_was_understood_as(piece, shown, lost):
    assert shows_all([piece], shown)
    assert not shows_all([piece], lost)
    assert not shows_all([REJECTED, piece], lost if piece is REJECTED else Query("value", "total"))


def test_of_several_readings_every_one_has_to_show_it():
    readings = (Query("value", "rejected"), Query("value", "active"))

    assert not shows_all([REJECTED], Ask(readings))
    assert shows_all([REJECTED], Ask(readings[:1]))
