"""Closed queries of pieces no form of the grammar has in this order: the words that say what is
asked for are put first, what it is asked of after them, and the forms are tried again.

Only of words that are all known. A word of order or logic is read by its own rule in
`turns_of_phrase`, or the question is not composed at all.
"""

import re
from collections.abc import Sequence
from typing import Final

from cards.ask.grammar.meanings import meanings
from cards.ask.grammar.second_check import shows_all
from cards.ask.grammar.turns.turn import Turned
from cards.ask.grammar.turns.wholes import named_subjects
from cards.ask.grammar.turns_of_phrase import turned
from cards.ask.grammar.word_orders import ACTS, Act
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Ask, Query, Understood

MOST_COMPOSED: Final = 12


# What is asked of, and the words that bind it, kept together and in their order.
_ST: Final = "(?:STATE|STATEVERB|PASTVERB)"
_BOUND: Final = re.compile(
    rf"(?:EITHER {_ST}(?: OR {_ST})+|{_ST}(?: OR {_ST})+|(?:LEFT|ENTERED) {_ST}(?: FROM {_ST})?"
    rf"|(?:MOVED )?FROM {_ST} (?:TO|ENTERED) {_ST}"
    r"|(?:NOT|EXCEPT) (?:IN |OF )?(?:GROUP|GROUPNAME)|NOT STATE"
    r"|(?:FOR|WITH|IN|OF) (?:AUDITREASON|OFFLINEREASON|NOREASON)"
    rf"|(?:IN|OF|FOR) (?:STOREREF|GROUPNAME|OWNERNAME)|(?:IN|WITH) {_ST}"
    r"|PER (?:ONE )?(?:DIM|DIMS)|\w+)(?!\S)"
)
_UNITS: Final = frozenset(
    {
        *("LISTING", "TOTAL", "GAP", "METRIC", "RATE", "ALL", "BOTH", "THAT", "NEW", "WAIT"),
        *("STATE", "STATEVERB", "PASTVERB", "VERB", "EVENT", "PUBLISH", "SELF", "ALIBY"),
        *("PRICE", "TITLE", "DAYS", "CREATED", "GROUP", "GROUPNAME", "OWNERNAME", "STOREREF"),
        *("TIME", "PRODUCTTYPE", "ALLSTORES"),
    }
)
# Said between units, where all of them are known: they join what stands together already.
_JOINING: Final = frozenset(["OF", "IN", "WITH", "AND", "FOR", "THAT"])


def composed(pieces: Sequence[Piece]) -> list[Understood]:
    """Every reading the pieces have in the order of a form; none where their order matters and
    no rule says how. `pieces`: as they stand, tenses applied."""
    made = turned(pieces)
    found: list[Understood] = []
    orders = [made.pieces] if made.finishes or made.pieces != tuple(pieces) else []
    for order in (*orders, *_orders(made.pieces)):
        for understood in meanings(order):
            finished = _finished(made, understood)
            if finished is None or not shows_all(pieces, finished):
                continue
            if finished not in found:
                found.append(finished)
        if found:
            break
    return found if len(found) <= MOST_COMPOSED else []


def _finished(made: Turned, understood: Understood) -> Understood | None:
    if isinstance(understood, Query):
        return made.finished(understood)
    if isinstance(understood, Ask):
        each = [made.finished(one) for one in understood.readings]
        kept = tuple(one for one in each if one is not None)
        return (Ask(kept) if len(kept) > 1 else kept[0]) if kept else None
    return understood


def _orders(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """The pieces in the order of each act that has a place for every one of them."""
    bound = _bound(pieces)
    if bound is None:
        return []
    units, others = bound
    times = [one for one in units if one[0].kind == "TIME"]
    plain = [one for one in units if one[0].kind != "TIME"]
    np = tuple(piece for unit in (*plain, *times) for piece in unit)
    found = []
    for act in ACTS:
        order = _order(act, np, others)
        if order is not None and order not in found and order != tuple(pieces):
            found.append(order)
    return found


def _order(act: Act, np: tuple[Piece, ...], others: Sequence[Piece]) -> tuple[Piece, ...] | None:
    if act.order.startswith("SHARE") and len(named_subjects(np)) > 1:
        return None  # which of them is the part, and which the whole
    left = list(others)
    order: list[Piece] = []
    for slot in act.order.split():
        if slot == "np":
            order += np
            continue
        kinds = slot.rstrip("?").split("|")
        found = next((one for one in left if _beside(one) in kinds), None)
        if found is not None:
            left.remove(found)
            order.append(found)
        elif not slot.endswith("?"):
            return None
    if any(_beside(one) not in act.beside.split() for one in left):
        return None
    return tuple(order) if np or "np" not in act.order.split() else None


def _beside(piece: Piece) -> str:
    """The kind a word beside the act counts as: "by how much" asks for a change."""
    if piece.text == "since when":
        return "SINCEWHEN"
    return "BYHOWMUCH" if piece.kind == "HOWMANY" and piece.text.startswith("by ") else piece.kind


def _bound(
    pieces: Sequence[Piece],
) -> tuple[list[tuple[Piece, ...]], list[Piece]] | None:
    """What is asked of, in stretches that stay together; and all other words but those that join.
    None where a word of order is bound to nothing."""
    kinds = " ".join(piece.kind for piece in pieces)
    units: list[tuple[Piece, ...]] = []
    others: list[Piece] = []
    at = 0
    for match in _BOUND.finditer(kinds):
        size = match[0].count(" ") + 1
        stretch = tuple(pieces[at : at + size])
        following = pieces[at + size].kind if at + size < len(pieces) else ""
        at += size
        first = stretch[0]
        if first.kind == "PER" or (size == 1 and first.kind not in _UNITS):
            if size == 1 and first.kind in _JOINING and _joins(first, following):
                continue
            if size == 1 and first.kind == "ALIEXPRESS" and _is_its_doing(pieces):
                continue
            others += stretch
        else:
            units.append(stretch)
    if {one.kind for one in others} & _OF_ORDER:
        return None
    return units, others


_OF_ORDER: Final = frozenset(
    {
        *("NOT", "EXCEPT", "EITHER", "OR", "THAN", "FROM", "TO", "MORE", "FEWER"),
        *("WITHIF", "WOULD", "VERSUS", "COMPARE", "WILL", "NUMBER"),
    }
)


def _joins(piece: Piece, following: str) -> bool:
    if piece.kind == "FOR" and piece.text != "for":
        return False
    if piece.kind == "AND":
        return following in {"PRICE", "TITLE", "GROUP", "DAYS", "CREATED", "STOREREF"}
    return following in _UNITS or piece.kind in {"OF", "THAT"}


def _is_its_doing(pieces: Sequence[Piece]) -> bool:
    """AliExpress named as who approves or rejects: nobody else does."""
    doings = {piece.value for piece in pieces if piece.kind in {"VERB", "EVENT", *_STATES}}
    for_a_reason = any(piece.kind == "OFFLINEREASON" for piece in pieces)
    return for_a_reason or bool(doings & {"auditing>active", "*>rejected", "rejected"})


_STATES: Final = {"STATEVERB", "PASTVERB"}
