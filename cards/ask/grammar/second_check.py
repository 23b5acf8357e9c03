"""Checks that each piece of a question shows in its query, independently of the grammar, which
should have seen to it: a piece that does not show turns an answer into a refusal."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from cards.ask.grammar.piece_checks import as_filter, dim, filters, gap, move, reason, state, time
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Ask, Cannot, Query, Understood

Shows = Callable[[Any, Query, str], bool]


def shows_all(pieces: Sequence[Piece], understood: Understood) -> bool:
    if isinstance(understood, Cannot):
        return True
    if isinstance(understood, Ask):
        return all(shows_all(pieces, query) for query in understood.readings)
    notation = understood.notation
    return all(
        _SHOWS[piece.kind](piece.value, understood, notation)
        for piece in pieces
        if piece.kind in _SHOWS
    )


def _acts(*acts: str) -> Shows:
    return lambda value, query, notation: query.act in acts


_WHY: Final = {"why", "break", "life", "attempt", "reconcile"}


def _is_of_reasons(query: Query) -> bool:
    return query.act == "top" and query.by.endswith("_reason")


_COMPARING: Final = {"compare", "change", "top"}


def _compares(query: Query) -> bool:
    """Two numbers, two moments, or two stores beside each other."""
    beside = query.act == "break" and query.by == "store" and "," in query.stores
    return query.act in _COMPARING or beside


_SHOWS: Final[dict[str, Shows]] = {
    "STATE": state,
    "STATEVERB": state,
    "PASTVERB": state,
    "TOTAL": lambda value, query, notation: query.act != "proof" or "total" in query.subject,
    "METRIC": lambda value, query, notation: value in query.subject,
    "GAP": gap,
    "RATE": lambda value, query, notation: query.subject == value,
    "TIME": time,
    "GROUP": filters,
    "PRICE": filters,
    "TITLE": filters,
    "DAYS": filters,
    "CREATED": filters,
    "GROUPNAME": lambda value, query, notation: filters([as_filter(value)], query, notation),
    "OWNERNAME": lambda value, query, notation: filters([as_filter(value)], query, notation),
    "AUDITREASON": reason,
    "OFFLINEREASON": reason,
    "SELF": lambda value, query, notation: "=user_offline" in notation,
    "TOGETHER": lambda value, query, notation: "+" in query.subject or query.stores == "all",
    "INCLUDES": _acts("define"),
    "VERB": move,
    "EVENT": move,
    "NEW": lambda value, query, notation: (
        ">" in query.subject or query.act in {"flow", "cohort", "alerts"}
    ),
    "PUBLISH": lambda value, query, notation: ">" in query.subject or query.act == "life",
    "LEFT": lambda value, query, notation: query.subject.endswith(">*") or query.side == "out",
    "ENTERED": lambda value, query, notation: ">" in query.subject or query.act in {"flow", "life"},
    "NOT": lambda value, query, notation: (
        "!=" in notation
        or "gap" in query.subject
        or query.claim == "flat"
        or query.act == "reconcile"
    ),
    "EXCEPT": lambda value, query, notation: "!=" in notation,
    "EITHER": lambda value, query, notation: "+" in query.subject,
    "OR": lambda value, query, notation: "+" in query.subject,
    "BOTH": lambda value, query, notation: (
        "," in query.subject or query.stores == "all" or query.by == "store"
    ),
    "MORE": lambda value, query, notation: _compares(query) or query.claim == "up",
    "FEWER": lambda value, query, notation: _compares(query) or query.claim == "down",
    "THAN": lambda value, query, notation: (
        _compares(query) or query.act in {"why", "reconcile"} or bool(query.compare)
    ),
    "VERSUS": lambda value, query, notation: query.act in {"compare", "change"} or bool(query.by),
    "COMPARE": lambda value, query, notation: query.act in {"compare", "change"} or bool(query.by),
    "SHARE": lambda value, query, notation: query.act in {"share", "alike"} or "/" in notation,
    "DIM": dim,
    "DIMS": dim,
    "PER": lambda value, query, notation: bool(query.by),
    "EACHSTORE": lambda value, query, notation: query.by == "store",
    "ALLSTORES": lambda value, query, notation: query.stores == "all",
    "STOREREF": lambda value, query, notation: value in query.stores.split(","),
    "BREAK": lambda value, query, notation: bool(query.by),
    "MOST": lambda value, query, notation: query.act == "top" or query.which == "max",
    "FEWEST": lambda value, query, notation: query.order == "asc" or query.which == "min",
    "TOPN": lambda value, query, notation: query.n == value,
    "ABOUT": _acts("life", "proof", "marks"),
    "OLDEST": lambda value, query, notation: query.order == "days_desc",
    "NEWEST": lambda value, query, notation: query.order == "days_asc",
    "CHANGE": lambda value, query, notation: (
        query.act in {"change", "why"} or query.claim == "flat"
    ),
    "TREND": _acts("trend", "life", "marks"),
    "MEAN": _acts("mean", "reviews"),
    "HIGHEST": lambda value, query, notation: query.which == "max" or query.act == "top",
    "LOWEST": lambda value, query, notation: query.which == "min" or query.order == "asc",
    "THRESHOLD": lambda value, query, notation: f"{value[0]}{value[1]}" in query.subject,
    "FIRST": lambda value, query, notation: query.nth == "first" or query.act == "life",
    "LAST": lambda value, query, notation: (
        query.nth == "last" or query.act in {"attempt", "life"} or query.order == "days_asc"
    ),
    "UP": lambda value, query, notation: query.claim == "up" or query.act == "change",
    "DOWN": lambda value, query, notation: query.claim == "down" or query.act == "change",
    "FLAT": lambda value, query, notation: query.claim == "flat" or query.act == "change",
    "MANY": lambda value, query, notation: query.claim == "many",
    "WHY": lambda value, query, notation: query.act in _WHY or _is_of_reasons(query),
    "WHEN": _acts("when", "peak", "life", "fresh", "marks"),
    "STILL": lambda value, query, notation: query.act in {"cohort", "life"} or query.at == "now",
    "STUCK": lambda value, query, notation: (
        query.subject in {"stuck", "auditing"} or "days>" in notation
    ),
    "SLOWER": lambda value, query, notation: bool(query.compare),
    "HOWLONG": lambda value, query, notation: (
        query.act in {"reviews", "fresh", "attempt"} or (query.act == "life" and bool(query.focus))
    ),
    "ALIKE": lambda value, query, notation: query.act == "alike" or _is_of_reasons(query),
    "ONE": _acts("alike", "break", "proof", "reconcile"),
    "MOSTLY": _acts("alike"),
    "WITHIF": _acts("whatif"),
    "WOULD": _acts("whatif"),
    "WILL": lambda value, query, notation: bool(query.ahead) or query.act == "life",
    "FORECAST": _acts("forecast"),
    "PRODUCT": lambda value, query, notation: query.subject == value,
    "NUMBER": lambda value, query, notation: value in {query.subject, query.said, query.n},
    "COMEFROM": lambda value, query, notation: query.side == "in",
    "GOTO": lambda value, query, notation: query.side == "out",
    "SUBJECTOFMOVES": _acts("flow"),
    "DEFINE": _acts("define"),
    "DIFFERENCEDEF": _acts("define"),
    "TRUST": lambda value, query, notation: query.act == "proof" or bool(query.said),
    "PROOF": _acts("proof"),
    "AGREE": lambda value, query, notation: query.part == "declared",
    "OTHERFIGURE": _acts("reconcile", "proof"),
    "MARKTEXT": lambda value, query, notation: query.text == value,
    "REVIEW": lambda value, query, notation: (
        query.act == "reviews" or "reviewed" in query.subject or "auditing" in notation
    ),
    "WHO": lambda value, query, notation: query.by == "owner" or query.act == "marks",
    "ALERT": _acts("alerts"),
    "SOURCED": lambda value, query, notation: query.subject == "source",
    "STOCK": lambda value, query, notation: query.subject == "stock",
    "ATTRIBUTES": lambda value, query, notation: query.subject == "attributes",
}
