"""The 195 open questions, each with the query it must become."""

from datetime import UTC, datetime
from itertools import groupby

import pytest

from cards.ask.follow_ups import edited, leans
from cards.ask.interpretation import understand
from cards.ask.pieces.pieces import pieces_of
from cards.ask.queries.closed_query import Query
from cards.ask.vocabulary import Meaning, Vocabulary, vocabulary_for
from tests.cards.ask.notation import Row, notation_of, rows_of, same

AT = datetime(2026, 3, 14, 9, 5, tzinfo=UTC)
STORES = (
    ("harbour-home", Meaning("STOREREF", "harbour-home")),
    ("north-quay", Meaning("STOREREF", "north-quay")),
)
# Brands are kept by now: the query by that fact is right.
KEPT_BY_NOW = {"rejected listings by brand": "break(rejected; by=brand; at=now)"}
ROWS = rows_of("open_questions.tsv")
ALONE = [row for row in ROWS if row.thread == "0"]
DIALOGUES = [
    [*turns] for thread, turns in groupby(ROWS, key=lambda row: row.thread) if thread != "0"
]


def words() -> Vocabulary:
    return vocabulary_for(STORES, frozenset())


@pytest.mark.parametrize("row", ALONE, ids=lambda row: row.question)
def test_a_question_becomes_its_query(row: Row) -> None:
    understood = understand(row.question, words(), at=AT).understood

    expected = KEPT_BY_NOW.get(row.question, row.expected)
    assert same(notation_of(understood)) == same(expected), notation_of(understood)


@pytest.mark.parametrize("turns", DIALOGUES, ids=lambda turns: turns[0].group)
def test_each_turn_of_a_dialogue_edits_the_one_before(turns: list[Row]) -> None:
    before = None
    for turn in turns:
        pieces = pieces_of(turn.question, words(), at=AT)
        understood = edited(before, pieces) if before is not None and leans(pieces) else None
        if understood is None:
            understood = understand(turn.question, words(), at=AT).understood
        if understood is None and before is not None:
            understood = edited(before, pieces)
        assert same(notation_of(understood)) == same(turn.expected), turn.question
        assert isinstance(understood, Query)
        before = understood
