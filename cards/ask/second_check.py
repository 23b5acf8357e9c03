"""Checks that each piece of a question shows in its query, independently of the grammar, which
should have seen to it: a piece that does not show turns an answer into a refusal."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from cards.ask.closed_query import Ask, Cannot, Query, Understood
from cards.ask.count_queries import SOON
from cards.ask.piece import Piece
from cards.ask.time_words import Time

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


_OF_ACTIVE: Final = {"gap", "oos", "complete_active", "expiring", "source_oos", "drifting"}


def _state(value: str, query: Query, notation: str) -> bool:
    if query.act == "life":
        return value in notation or (value == "expiring" and query.focus == "expired")
    if value == "active" and query.act == "whatif":
        return True
    if value == "active" and (_OF_ACTIVE & _words(query)):
        return True
    if value == "expired" and query.subject == "expiring" and query.ahead:
        return True
    if value == "complete" and "complete_active" in query.subject:
        return True
    if query.act in {"reviews", "attempt"}:
        return value == "auditing" or query.act == "attempt"
    if query.act == "define" and "," not in query.subject:
        return True
    return value in _words(query) or value in {query.state, query.now, query.focus}


def _words(query: Query) -> set[str]:
    subject = query.subject
    for sign in "+/>,<":
        subject = subject.replace(sign, " ")
    return set(subject.split())


def _gap(value: str, query: Query, notation: str) -> bool:
    if query.act == "share":
        return "gap" in query.subject
    return "gap" in query.subject or any(
        state in query.subject for state in ("auditing", "rejected", "expired", "taken_down")
    )


def time(value: Time, query: Query, notation: str) -> bool:
    if value.at == "now" and query.act in {"life", "cohort"}:
        return True
    if query.act in {"overview", "fresh", "attempt", "proof", "reviews", "alerts"}:
        said = {value.at, value.over, value.ahead} - {""}
        return bool(said & {"now", query.over, query.at, query.compare, query.ahead})
    if query.act == "cohort" and value.at == "now":
        return bool(query.now)
    if query.subject in {"expiring", "*>expired"} and SOON.get(value.over, "?") == query.ahead:
        return True
    forms = (value, *value.others)
    since = {f"{query.over}_ago"} if query.act == "change" else set()
    ends = since | {query.at, query.start, query.end, query.over, query.ahead, query.compare}
    back = {
        "last_week": "7d_ago",
        "last_month": "1mo_ago",
        "last_year": "1y_ago",
        "last_quarter": "3mo_ago",
    }
    return any(
        {one.at, one.over, one.ahead, one.start, back.get(one.over, "")} & ends - {""}
        for one in forms
    )


def filters(value: Any, query: Query, notation: str) -> bool:
    return all(
        any(one.name == had.name and one.value == had.value for had in query.filters)
        for one in value
    )


def _reason(value: str, query: Query, notation: str) -> bool:
    return f"={value}" in notation


def move(value: str, query: Query, notation: str) -> bool:
    source, _, target = value.partition(">")
    if query.act == "life":
        return True
    if query.act == "reviews":
        return value == "auditing>active"
    if query.act in {"why", "forecast", "define", "share"}:
        return target in query.subject or (query.subject == "expiring" and target == "expired")
    if query.act == "whatif":
        return query.subject.endswith(f">{target}") or value == "rejected>active"
    had_source, _, had_target = query.subject.partition("/")[0].partition(">")
    if query.act in {"value", "list", "break", "top"} and value.startswith("*>"):
        ends = {"expired", "expiring"} if target == "expired" else {target}
        return query.subject in {*ends, value}
    return (source in {"*", had_source}) and (target in {"*", had_target})


def dim(value: str, query: Query, notation: str) -> bool:
    said = {query.by, query.dim}
    if query.act == "coverage":
        return value == query.subject
    if query.act in {"life", "attempt"}:
        return value == "state"
    return value in said or (value == "reason" and bool(said & {"audit_reason", "offline_reason"}))


def _acts(*acts: str) -> Shows:
    return lambda value, query, notation: query.act in acts


_OUT_OF_REVIEW: Final = {"auditing>rejected", "auditing>active"}
_WHY: Final = {"why", "break", "life", "attempt", "reconcile"}


def _is_of_reasons(query: Query) -> bool:
    return query.act == "top" and query.by.endswith("_reason")


_COMPARING: Final = {"compare", "change", "top"}


def _compares(query: Query) -> bool:
    """Two numbers, two moments, or two stores beside each other."""
    beside = query.act == "break" and query.by == "store" and "," in query.stores
    return query.act in _COMPARING or beside


_SHOWS: Final[dict[str, Shows]] = {
    "STATE": _state,
    "STATEVERB": _state,
    "PASTVERB": _state,
    "TOTAL": lambda value, query, notation: query.act != "proof" or "total" in query.subject,
    "METRIC": lambda value, query, notation: value in query.subject,
    "GAP": _gap,
    "RATE": lambda value, query, notation: query.subject == value,
    "TIME": time,
    "GROUP": filters,
    "PRICE": filters,
    "TITLE": filters,
    "DAYS": filters,
    "CREATED": filters,
    "GROUPNAME": lambda value, query, notation: filters([as_filter(value)], query, notation),
    "OWNERNAME": lambda value, query, notation: filters([as_filter(value)], query, notation),
    "AUDITREASON": _reason,
    "OFFLINEREASON": _reason,
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


def as_filter(value: Any) -> Any:
    from cards.ask.closed_query import Filter

    return Filter(*value)
