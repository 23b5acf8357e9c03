"""What a question takes for granted: that a number rose, or which it is."""

import re
from dataclasses import replace
from typing import Final

from cards.ask.grammar.turns.turn import (
    SUBJECT,
    Turned,
    kinds_of,
    of_acts,
    stretch_of,
    without,
)
from cards.ask.pieces.piece import Piece


def claimed(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "Why has it not changed": it is said to stand still."""
    kinds = kinds_of(pieces)
    still = stretch_of(pieces, f"NOT (?:{SUBJECT})?(?:CHANGE |UP )")
    if still is None or not kinds & {"WHY"}:
        return None
    start, end = still
    flat = replace(pieces[end - 1], kind="FLAT")
    return Turned((*pieces[:start], *pieces[start + 1 : end - 1], flat, *pieces[end:]))


SAID_OF: Final = {"value", "list", "break", "why", "proof", "alike"}
# After these a number is no count of listings, and before those it counts something else.
_NO_COUNT_AFTER: Final = {
    *(["IN", "FOR", "TO", "FROM", "PER", "LAST", "FIRST", "MORE", "FEWER", "THAN", "NOT", "OR"]),
    *(["EXCEPT", "DIM", "DIMS", "VERSUS", "MEAN", "MOST", "FEWEST", "REACH", "WITH", "SHARE"]),
}
_NO_COUNT_BEFORE: Final = {"DIM", "DIMS", "NUMBER", "IN", "REVIEW", "STOREREF", "TOPN"}


def stated(pieces: tuple[Piece, ...]) -> Turned | None:
    """ "The 120 rejected", "there are 340 in auditing, right", "is it still 120": said."""
    places = [at for at, piece in enumerate(pieces) if piece.kind == "NUMBER"]
    kinds = kinds_of(pieces)
    if len(places) != 1 or kinds & {"OTHERFIGURE", "SAYS", "REACH", "THRESHOLD", "DIFFERS"}:
        return None
    [at] = places
    number = pieces[at]
    before = pieces[at - 1].kind if at else ""
    after = pieces[at + 1].kind if at + 1 < len(pieces) else ""
    if before in _NO_COUNT_AFTER or number.text.startswith("about") or _is_year(number):
        return None
    rest = without(pieces, at, at + 1)
    if kinds & {"OLDEST", "NEWEST"}:
        return Turned(rest, (of_acts({"list"}, n=number.value),))
    if before == "SHOW" and not number.text.startswith("the "):
        return None
    if after in _NO_COUNT_BEFORE and not (after == "IN" and len(pieces) > at + 2):
        return None
    said = tuple(one for one in rest if not (one.kind == "STILL" or _asks_whether_so(one, kinds)))
    if "PROOF" in kinds:
        said = tuple(replace(one, kind="DATA") if one.kind == "ONES" else one for one in said)
    if not said and "TRUST" in kinds:  # "is 4,820 right": the number alone
        said = (*rest, Piece("DATA", "data", "it"))
    return Turned(said, (of_acts(SAID_OF, said=number.value),))


def _asks_whether_so(piece: Piece, kinds: set[str]) -> bool:
    is_so = piece.text.split()[-1] in {"right", "correct", "true", "sure", "certain"}
    return piece.kind == "TRUST" and is_so and "PROOF" not in kinds


def _is_year(number: Piece) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", number.value)) and not number.text.startswith("the ")
