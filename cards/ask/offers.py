"""What is offered where there is no answer: at most three valid queries, in canonical words."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import combinations, islice
from typing import Final

from rapidfuzz import fuzz, process, utils

from cards.ask.closed_query import Ask, Query
from cards.ask.grammar import kinds
from cards.ask.pieces import SHORTEST_REPAIRED, UNKNOWN, Piece, Pieces, near_words
from cards.ask.standpoint import card_of
from cards.ask.understanding import readings_of_sequence, understand, with_tense
from cards.ask.verified_questions import QUESTIONS
from cards.ask.vocabulary import Vocabulary, shipped

MOST_OFFERS: Final = 3
MOST_LEFT_OUT: Final = 3
NEAR: Final = 55  # of 100


def offers_for(
    question: str,
    pieces: Pieces,
    vocabulary: Vocabulary,
    *,
    at: datetime,
    cards: Collection[str],
) -> list[Query]:
    """Of the pieces that were understood first, then the nearest questions we know the query of;
    only of cards the reader sees."""
    found: list[Query] = []
    for query in (
        *_respelt(pieces, vocabulary, at=at),
        *of_pieces(pieces),
        *_near(question, vocabulary, at=at),
    ):
        if query.over != "?" and query not in found and may_see(query, cards):
            found.append(query)
        if len(found) == MOST_OFFERS:
            break
    return found


def _respelt(pieces: Pieces, vocabulary: Vocabulary, *, at: datetime) -> Iterator[Query]:
    """With the one word nobody knows read as each word that is a letter off."""
    if len(pieces.unknown) != 1 or len(pieces.unknown[0]) < SHORTEST_REPAIRED:
        return
    [unknown] = pieces.unknown
    for word in near_words(unknown, vocabulary)[:MOST_OFFERS]:
        understood = understand(pieces.text.replace(unknown, word, 1), vocabulary, at=at).understood
        if isinstance(understood, Query):
            yield understood


def may_see(query: Query, cards: Collection[str]) -> bool:
    """Whether the reader sees the card of every number of a query."""
    if query.act in {"life", "help", "reconcile", "alerts", "marks", "coverage", "reviews"}:
        return True
    subject = query.subject
    for sign in "+/>,<":
        subject = subject.replace(sign, " ")
    words = [word for word in subject.split() if not word.isdigit()]
    return all(card_of(word) in cards for word in words if word not in {"*", "none", "reviewed"})


def of_pieces(pieces: Pieces) -> Iterator[Query]:
    """Queries of the question with a piece or two left out, the fewest first."""
    known = [
        tuple(
            piece for piece in places if piece.kind != UNKNOWN and piece.kind in {*kinds(), "AUX"}
        )
        for places in pieces.options
    ]
    known = [places for places in known if places]
    if not known or len(known) > 12:
        return
    least = int(len(known) == len(pieces.options))
    for size in range(least, MOST_LEFT_OUT):
        for out in islice(combinations(range(len(known)), size), 40):
            left = [places[0] for at, places in enumerate(known) if at not in out]
            yield from _queries(with_tense(left))


def _queries(sequence: tuple[Piece, ...]) -> Iterator[Query]:
    for understood in readings_of_sequence(sequence):
        if isinstance(understood, Query):
            yield understood
        elif isinstance(understood, Ask):
            yield from understood.readings


@cache
def _verified() -> tuple[str, ...]:
    return tuple(utils.default_process(question) for question in QUESTIONS)


def _near(question: str, vocabulary: Vocabulary, *, at: datetime) -> Iterator[Query]:
    near = process.extract(
        question,
        _verified(),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=6,
        score_cutoff=NEAR,
    )
    for _, _, place in near:
        understood = understand(QUESTIONS[place], shipped(), at=at).understood
        if isinstance(understood, Query):
            yield understood
        elif isinstance(understood, Ask):
            yield from understood.readings


def as_offer(query: Query) -> Query:
    """Without what only answers carry."""
    return replace(query, said="")
