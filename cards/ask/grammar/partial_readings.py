"""Queries of a question with a word or two left out, the fewest first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise
from typing import Final

from cards.ask.grammar.composition import composed
from cards.ask.grammar.grammar import kinds
from cards.ask.grammar.meanings import meanings, with_tense
from cards.ask.grammar.noun_phrases import STATE_KINDS
from cards.ask.pieces.piece import Piece
from cards.ask.pieces.pieces import UNKNOWN, Pieces, asks_of_all
from cards.ask.queries.closed_query import STATES, Ask, Query

MOST_LEFT_OUT: Final = 2
MOST_WAYS: Final = 24
Partial = tuple[Query, tuple[str, ...]]
# Words that mean nothing without the one they belong to, which may be the one nobody knows.
_EMPTY: Final = {
    *("IN", "OF", "FOR", "WITH", "AND", "TO", "FROM", "THAT", "HOW", "ALIEXPRESS", "SAYS", "AUX"),
    *("ONES", "WAIT", "TAKE", "COUNT", "DATA", "GO", "MOVED", "FOLLOW", "CORRECT", "YOUSAY"),
}
# What may be left out last: it is what the question is about.
_HEAVY: Final = {
    *("STATE", "STATEVERB", "GAP", "METRIC", "RATE", "EVENT", "VERB", "TIME", "GROUP", "PRICE"),
    *("AUDITREASON", "OFFLINEREASON", "STOREREF", "GROUPNAME", "OWNERNAME", "NUMBER", "DAYS"),
    *("NOT", "EXCEPT", "DIM", "DIMS", "WHY", "SHARE", "TREND", "ALIKE", "CHANGE", "TOTAL"),
}


def partial_readings(pieces: Pieces) -> Iterator[Partial]:
    """Each with the words nothing is made of in it."""
    taken = {*kinds(), "AUX"}
    kept = [
        place
        for place, places in enumerate(pieces.options)
        if any(piece.kind in taken for piece in places) and not _is_of_unknown(pieces, place)
    ]
    if not kept or len(kept) > 14:
        return
    yield from _complements(pieces, kept)
    yield from _shares_of_all(pieces)
    for out in _ways(pieces, kept):
        left = [place for place in kept if place not in out]
        gone = tuple(
            places[0].text for place, places in enumerate(pieces.options) if place not in left
        )
        for sequence in _sequences(pieces, left, taken):
            for query in _queries(with_tense(sequence)):
                yield query, gone


def _is_of_unknown(pieces: Pieces, place: int) -> bool:
    """A number of something nobody knows, as in "7 glorps"."""
    following = pieces.options[place + 1 : place + 2]
    return pieces.options[place][0].kind == "NUMBER" and any(
        places[0].kind == UNKNOWN for places in following
    )


def _ways(pieces: Pieces, kept: list[int]) -> Iterator[frozenset[int]]:
    """Which places are left out: none, those that mean nothing alone, then one or two."""
    kinds_at = {place: {piece.kind for piece in pieces.options[place]} for place in kept}
    empty = frozenset(place for place in kept if kinds_at[place] <= _EMPTY - {"AUX"})
    yield frozenset()
    if empty:
        yield empty
    light = [place for place in kept if place not in empty and not kinds_at[place] & _HEAVY]
    heavy = [place for place in kept if place not in empty and kinds_at[place] & _HEAVY]
    ways = [
        frozenset(out)
        for size in range(1, MOST_LEFT_OUT + 1)
        for out in combinations([*light, *heavy], size)
    ]
    ways.sort(key=lambda out: sum(3 if place in heavy else 1 for place in out))
    for out in islice(ways, MOST_WAYS):
        yield out | empty


def _sequences(pieces: Pieces, left: list[int], taken: set[str]) -> Iterator[tuple[Piece, ...]]:
    """The places taken as their first meaning, and once with each other one."""
    firsts = [
        next(piece for piece in pieces.options[place] if piece.kind in taken) for place in left
    ]
    yield tuple(firsts)
    for at, place in enumerate(left):
        for other in pieces.options[place]:
            if other.kind in taken and other != firsts[at]:
                yield (*firsts[:at], other, *firsts[at + 1 :])
        event = firsts[at]
        if event.kind == "EVENT" and event.value.startswith("*>") and event.value != "*>none":
            stands = replace(event, kind="STATEVERB", value=event.value[2:])
            yield (*firsts[:at], stands, *firsts[at + 1 :])


def _queries(sequence: Sequence[Piece]) -> Iterator[Query]:
    for understood in meanings(sequence) or composed(sequence):
        if isinstance(understood, Query):
            yield understood
        elif isinstance(understood, Ask):
            yield from understood.readings


_COUNTED: Final = [one for one in STATES if one not in {"draft", "pending"}]


def _complements(pieces: Pieces, kept: list[int]) -> Iterator[Partial]:
    """ "Neither live nor in auditing": all the other states together."""
    firsts = [pieces.options[place][0] for place in kept]
    denied = [
        one.value
        for before, one in pairwise(firsts)
        if one.kind in STATE_KINDS and before.kind in {"NOT", "EXCEPT", "OR"}
    ]
    states = [one.value for one in firsts if one.kind in STATE_KINDS]
    if not denied or denied != states or UNKNOWN in {one.kind for one in firsts}:
        return
    others = [one for one in _COUNTED if one not in denied]
    if len(others) > 1 and set(denied) <= set(_COUNTED):
        yield Query(act="value", subject="+".join(others), at="now"), ()


def _shares_of_all(pieces: Pieces) -> Iterator[Partial]:
    """ "Are all listings active": how many of them are."""
    named = [places[0] for places in pieces.options if places[0].kind in {"STATE", "STATEVERB"}]
    if asks_of_all(pieces.text) and len(named) == 1:
        yield Query(act="share", subject=f"{named[0].value}/total", at="now"), ()
