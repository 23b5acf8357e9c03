"""What is offered where there is no answer: at most three valid queries, in canonical words."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from rapidfuzz import fuzz, process, utils

from cards.ask.companions import companions
from cards.ask.follow_ups import near_edits
from cards.ask.grammar.partial_readings import partial_readings
from cards.ask.interpretation import not_kept, too_long_ago, understand
from cards.ask.offer_checks import is_faithful
from cards.ask.pieces.pieces import Pieces
from cards.ask.pieces.spelling import SHORTEST_REPAIRED, near_words
from cards.ask.queries.closed_query import Ask, Query
from cards.ask.queries.wording import read_as
from cards.ask.standpoint import card_of
from cards.ask.verified_questions import QUESTIONS
from cards.ask.vocabulary import Vocabulary, shipped

MOST_OFFERS: Final = 3
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
    before: Query | None = None,
) -> list[Offer]:
    """What a follow-up may be of `before`; then of the pieces that were understood, then the
    nearest questions we know the query of; only of cards the reader sees, and none that says the
    opposite, or what nobody asked of."""
    found: dict[Query, Offer] = {}
    thread = [*near_edits(before, pieces)] if before is not None else []
    for offer in (
        *map(Offer, thread),
        *map(Offer, _respelt(pieces, vocabulary, at=at)),
        *(Offer(query, left_out) for query, left_out in partial_readings(pieces)),
        *map(Offer, _near(question, vocabulary, at=at)),
        *map(Offer, companions(pieces)),
    ):
        query = offer.query
        if query.over == "?" or not may_see(query, cards):
            continue
        if too_long_ago(query, at=at) or not_kept(query):
            continue
        if query in thread or is_faithful(query, pieces):
            counted = replace(query, act="value") if query.act == "list" else query
            found.setdefault(counted, offer)  # a list and its number are one
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


@cache
def _verified() -> tuple[str, ...]:
    return tuple(utils.default_process(question) for question in QUESTIONS)


def _near(question: str, vocabulary: Vocabulary, *, at: datetime) -> Iterator[Query]:
    near = process.extract(
        question,
        _verified(),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=12,
        score_cutoff=NEAR,
    )
    for _, _, place in near:
        understood = understand(QUESTIONS[place], shipped(), at=at).understood
        if isinstance(understood, Query):
            yield understood
        elif isinstance(understood, Ask):
            yield from understood.readings
