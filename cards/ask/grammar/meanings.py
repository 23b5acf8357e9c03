"""What pieces in one order mean: the closed queries of every form that fits the whole of them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from cards.ask.grammar.forms import (
    ahead,
    causes,
    comparing,
    counting,
    glossary,
    groups,
    news,
    over_time,
    reviews,
    shares,
    trust,
)
from cards.ask.grammar.forms.form import meanings_of
from cards.ask.grammar.grammar import parses
from cards.ask.grammar.second_check import shows_all
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Query, Understood
from cards.ask.queries.query_checks import is_valid

_FORMS = (
    *(ahead, causes, comparing, counting, groups, news),
    *(over_time, reviews, shares, trust, glossary),
)


def meanings(pieces: Sequence[Piece]) -> list[Understood]:
    found: list[Understood] = []
    for parse in parses(pieces):
        for understood in meanings_of(parse):
            if understood in found or not shows_all(pieces, understood):
                continue
            if isinstance(understood, Query) and not is_valid(understood):
                continue
            found.append(understood)
    return found


_BETWEEN: Final = {"LISTING", "SELF", "ALL", "ALIEXPRESS", "TIME", "WHO", "THAT", "NOT"}


def with_tense(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without auxiliaries: the state they belong to becomes one of the past."""
    kept: list[Piece] = []
    is_past = False
    for piece, following in zip_longest(pieces, pieces[1:]):
        if piece.kind == "AUX":
            is_past = True
            continue
        is_adjective = following is not None and following.kind == "LISTING"
        if is_past and piece.kind == "STATEVERB" and not is_adjective:
            piece = replace(piece, kind="PASTVERB")
            is_past = False
        elif piece.kind not in _BETWEEN:
            is_past = False
        kept.append(piece)
    return tuple(kept)
