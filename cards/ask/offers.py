"""What is offered where there is no answer: at most three valid queries, in canonical words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import combinations, islice
from typing import Any, Final

from rapidfuzz import fuzz, process, utils

from cards.ask.closed_query import Ask, Query
from cards.ask.grammar import kinds
from cards.ask.interpretation import understand
from cards.ask.meanings import meanings, with_tense
from cards.ask.piece import Piece
from cards.ask.pieces import UNKNOWN, Pieces
from cards.ask.spelling import SHORTEST_REPAIRED, near_words
from cards.ask.standpoint import card_of
from cards.ask.verified_questions import QUESTIONS
from cards.ask.vocabulary import Vocabulary, shipped
from cards.ask.wording import read_as

MOST_OFFERS: Final = 3
MOST_LEFT_OUT: Final = 3
NEAR: Final = 55  # of 100


@dataclass(frozen=True, slots=True)
class Offer:
    """`left_out`: words of the question that nothing is made of in it."""

    query: Query
    left_out: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "read_as": read_as(self.query),
            "notation": self.query.notation,
            "query": self.query.as_json(),
            "left_out": list(self.left_out),
        }


def offers_for(
    question: str,
    pieces: Pieces,
    vocabulary: Vocabulary,
    *,
    at: datetime,
    cards: Collection[str],
) -> list[Offer]:
    """Of the pieces that were understood first, then the nearest questions we know the query of;
    only of cards the reader sees."""
    found: dict[Query, Offer] = {}
    for offer in (
        *map(Offer, _respelt(pieces, vocabulary, at=at)),
        *of_pieces(pieces),
        *map(Offer, _near(question, vocabulary, at=at)),
    ):
        if offer.query.over != "?" and may_see(offer.query, cards):
            found.setdefault(offer.query, offer)
        if len(found) == MOST_OFFERS:
            break
    return [*found.values()]


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


def of_pieces(pieces: Pieces) -> Iterator[Offer]:
    """Queries of the question with a piece or two left out, the fewest first."""
    taken = {*kinds(), "AUX"}
    known = [
        [piece for piece in places if piece.kind != UNKNOWN and piece.kind in taken]
        for places in pieces.options
    ]
    kept = [place for place, some in enumerate(known) if some]
    if not kept or len(kept) > 12:
        return
    least = int(len(kept) == len(known))
    for size in range(least, MOST_LEFT_OUT):
        for out in islice(combinations(kept, size), 40):
            left = [known[place][0] for place in kept if place not in out]
            gone = tuple(
                places[0].text
                for place, places in enumerate(pieces.options)
                if place in out or place not in kept
            )
            yield from (Offer(query, gone) for query in _queries(with_tense(left)))


def _queries(sequence: tuple[Piece, ...]) -> Iterator[Query]:
    for understood in meanings(sequence):
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
