"""The typed pieces of a question: the longest phrase of the vocabulary, numbers with their units,
times, quoted words. Nothing is dropped but function words; a word nobody knows stays, as UNKNOWN.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, product
from typing import Final

from aliexpress.typed.bad_input import BadInput
from cards.ask.pieces.amounts import special_at
from cards.ask.pieces.piece import Piece
from cards.ask.pieces.rewordings import reworded
from cards.ask.pieces.spelling import repaired
from cards.ask.vocabulary import FUNCTION, Meaning, Vocabulary, folded

LONGEST_QUESTION: Final = 200
MOST_PIECES: Final = 40
MOST_SEQUENCES: Final = 48
UNKNOWN: Final = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Pieces:
    """`options`: for each place the pieces it may be. `fixed`: words read as others."""

    options: tuple[tuple[Piece, ...], ...]
    fixed: tuple[tuple[str, str], ...] = ()
    order: str = ""  # what we are told to do to the shop, by the first words
    text: str = ""
    unknown: tuple[str, ...] = field(default=())

    def sequences(self) -> Iterator[tuple[Piece, ...]]:
        """Every way to take the places, at most MOST_SEQUENCES."""
        return islice(product(*self.options), MOST_SEQUENCES)


def asked_text(question: object) -> str:
    """The question as one line. Raises BadInput."""
    if not isinstance(question, str):
        raise BadInput("question", "question is a text.")
    if len(question) > LONGEST_QUESTION:
        raise BadInput("question", f"A question has at most {LONGEST_QUESTION} characters.")
    text = " ".join(question.split())
    if not text:
        raise BadInput("question", "Ask something, such as: how many listings are rejected?")
    if not text.isprintable():
        raise BadInput("question", "The question holds characters that cannot be shown.")
    return text


def asks_of_all(text: str) -> bool:
    """Whether a question, folded, asks if something is so of all of them."""
    return bool(_OF_ALL.match(text))


_OF_ALL: Final = re.compile(r"(?:are|is|do|does|have|has|were|was|did) (?:all|every|each)\b")


def pieces_of(question: str, vocabulary: Vocabulary, *, at: datetime) -> Pieces:
    """`question`: from `asked_text`; `at`: now, in the reader's zone. Raises BadInput where it
    has more pieces than anybody asks with."""
    text = reworded(folded(question))
    text, fixed = repaired(text, vocabulary, at=at)
    options: list[tuple[Piece, ...]] = []
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        found, position = _next(text, position, vocabulary, at=at)
        if found:
            options.append(found)
        if len(options) > MOST_PIECES:
            raise BadInput("question", f"A question has at most {MOST_PIECES} words that count.")
    unknown = tuple(
        piece.text for places in options for piece in places[:1] if piece.kind == UNKNOWN
    )
    return Pieces(tuple(options), fixed, _order(text, vocabulary), text, unknown)


def _order(text: str, vocabulary: Vocabulary) -> str:
    """What we are told to do to the shop; "change in active" is a noun, and no order."""
    if _NOUN.match(text) or _ASKS_WHETHER.match(text):
        return ""
    words = [word for word in text.split() if word not in vocabulary.function_words]
    for size in (3, 2, 1):
        if found := vocabulary.orders.get(tuple(words[:size])):
            return found if len(words) > size else ""
    return ""


def _next(
    text: str, position: int, vocabulary: Vocabulary, *, at: datetime
) -> tuple[tuple[Piece, ...], int]:
    """The pieces that may begin here, and where the next begins."""
    best, end = special_at(text, position, at=at)
    phrase, phrase_end = _phrase(text, position, vocabulary)
    if phrase and phrase_end > end:
        end = phrase_end
        said = text[position:end]
        best = [Piece(meaning.kind, meaning.value, said) for meaning in phrase]
    if not best:
        match = _WORD.match(text, position)
        end = match.end() if match else position + 1
        said = text[position:end]
        if said in vocabulary.function_words:
            return (), end
        best = [Piece(UNKNOWN, said, said)]
    kept = tuple(piece for piece in best if piece.kind != FUNCTION)
    return kept if len(kept) == len(best) or kept else (), end


_ASKS_WHETHER: Final = re.compile(r"(?:is|are|was|were|am|did|does|has|have) ")
_NOUN: Final = re.compile(
    r"(?:change|increase|decrease|drop|rise|fall|cut|alert|update|upload|mark|order|move|list)s?"
    r" (?:in|of|for|history|since|this|last|between|over|today|yesterday)\b"
)
_WORD: Final = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|\S")
_TOKEN: Final = re.compile(r"[^\W_]+|[&%>]")


def _phrase(text: str, position: int, vocabulary: Vocabulary) -> tuple[tuple[Meaning, ...], int]:
    """The phrase that reaches furthest: word for word, or with function words in between."""
    words: list[str] = []
    kept: list[str] = []
    found: tuple[Meaning, ...] = ()
    reach = position
    scan = position
    while len(kept) <= vocabulary.longest and len(words) < 14:
        match = _TOKEN.match(text, scan)
        if match is None:
            break
        word = match[0]
        words.append(word)
        end = match.end()
        whole = end >= len(text) or text[end] == " "
        if word not in vocabulary.function_words:
            kept.append(word)
        elif len(words) == 1:
            kept.append("")  # a phrase does not begin with what is left out
        if whole:
            meanings = vocabulary.phrases.get(tuple(words))
            if meanings is None and len(kept) > 1 and word not in vocabulary.function_words:
                meanings = vocabulary.phrases.get(tuple(kept))
            if meanings is not None:
                found, reach = meanings, end
        if not whole:
            break
        scan = end + 1
    return found, reach
