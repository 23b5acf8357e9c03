"""Whether an offer keeps to the question: nothing turned round, nothing that nobody said."""

import re
from collections.abc import Iterator
from typing import Final

from cards.ask.pieces.piece import Piece
from cards.ask.pieces.pieces import Pieces
from cards.ask.queries.closed_query import Query

_NAMES_SUBJECT: Final = {"STATE", "STATEVERB", "GAP", "METRIC", "EVENT", "RATE"}
_WHEN_NOTHING_IS_SAID: Final = {"", "now", "7d", "30d", "3d"}
_OF_NO_SUBJECT: Final = {
    *("life", "reviews", "fresh", "attempt", "coverage", "reconcile", "alerts", "marks", "help"),
    "overview",
}
_OF_FILTERS: Final = {
    "audit_reason": {"AUDITREASON"},
    "offline_reason": {"OFFLINEREASON", "SELF"},
    "group": {"GROUP", "GROUPNAME"},
    "owner": {"OWNERNAME"},
    "price": {"PRICE"},
    "title": {"TITLE"},
    "days": {"DAYS"},
    "created": {"CREATED"},
    "category": set(),
    "brand": set(),
    "freight": set(),
    "product_type": {"PRODUCTTYPE"},
}


_NUMBERED: Final = {"when", "reconcile"}
# Acts nobody means who says none of these words.
_OF_WORDS: Final = {
    "whatif": {"WITHIF", "WOULD"},
    "reconcile": {"OTHERFIGURE", "DIFFERS"},
    "reviews": {"REVIEW", "HOWLONG", "STUCK", "WAIT", "SLOWER"},
    "cohort": {"STILL", "OF"},
    "alike": {"ALIKE", "ONE", "MOSTLY", "SHARE"},
    "top": {"MOST", "FEWEST", "TOPN", "WHO", "DIM", "DIMS", "REASONS"},
    "when": {"THRESHOLD"},
    "compare": {"COMPARE", "VERSUS", "MORE", "FEWER", "THAN"},
    "coverage": {"COVERAGE", "STOCK", "ATTRIBUTES", "SOURCED"},
    "marks": {"MARKED", "MARKTEXT"},
    "define": {"DEFINE", "DEFINEONE", "MEANWORD", "DIFFERENCEDEF", "HOW", "WHICH"},
}


def is_faithful(query: Query, pieces: Pieces) -> bool:
    every = [piece for places in pieces.options for piece in places]
    kinds = {piece.kind for piece in every}
    numbers = {"".join(filter(str.isdigit, str(one.value))) for one in every}
    own = {query.said, *(re.findall(r"\d+", query.subject) if query.act in _NUMBERED else ())}
    if (query.act in _OF_WORDS and not _OF_WORDS[query.act] & kinds) or own - {""} - numbers:
        return False
    if "+" in query.subject and not kinds & {"OR", "EITHER", "AND", "NOT", "EXCEPT"}:
        return False
    return (
        _keeps_negation(query, kinds)
        and all(_OF_FILTERS[one.name] & kinds for one in query.filters)
        and (not query.stores or bool(kinds & {"STOREREF", "ALLSTORES"}))
        and _keeps_time(query, every)
        and _keeps_subject(query, every)
        and (not query.text or "MARKTEXT" in kinds)
    )


def _keeps_negation(query: Query, kinds: set[str]) -> bool:
    if not kinds & {"NOT", "EXCEPT"}:
        return "gap" not in query.subject or bool(kinds & {"GAP", "TOTAL", "LISTING"})
    return (
        any(one.sign == "!=" for one in query.filters)
        or "gap" in query.subject
        or query.subject.count("+") > 1
        or query.claim == "flat"
        or query.act in {"help", "overview", "reconcile"}
    )


def _keeps_time(query: Query, every: list[Piece]) -> bool:
    said = [piece.value for piece in every if piece.kind == "TIME"]
    times = {query.at, query.over, query.start, query.ahead} - _WHEN_NOTHING_IS_SAID
    if not said:
        return not times
    known = {
        text
        for one in said
        for form in (one, *one.others)
        for text in (form.at, form.over, form.start, form.end, form.ahead)
    }
    back = {f"{text}_ago" for text in known} | {text.removesuffix("_ago") for text in known}
    vague = (
        {"7d_ago", "1mo_ago", "1y_ago", "3mo_ago"} if any(one.is_vague for one in said) else set()
    )
    return times <= known | back | vague


def _keeps_subject(query: Query, every: list[Piece]) -> bool:
    """One that shares nothing with what the question names is no near one."""
    if query.act in _OF_NO_SUBJECT or query.subject.count("+") > 1:
        return True
    named = {word for piece in every if piece.kind in _NAMES_SUBJECT for word in _words(piece)}
    if not named:
        return True
    had = set(re.split(r"[+/>,<*]", f"{query.subject},{query.state},{query.now}")) - {"", "none"}
    had |= {"expired"} if "expiring" in had else set()
    had |= {"complete", "active"} if "complete_active" in had else set()
    return bool(had & named) or not had


def _words(piece: Piece) -> Iterator[str]:
    for word in re.split(r"[/>]", str(piece.value)):
        if word not in {"*", "none", "total"}:
            yield word
            if word == "expiring":
                yield "expired"
