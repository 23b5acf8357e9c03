"""Follow-ups: edits of the query before, such as "and last week?", "by group", "show them"."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aliexpress.typed.bad_input import BadInput
from cards.ask.closed_query import Ask, Filter, Query, Understood, check
from cards.ask.counts import counted
from cards.ask.pieces import Piece, Pieces
from cards.ask.things import Thing
from cards.ask.times import Time
from cards.ask.understanding import with_tense

MOST_PIECES: Final = 7
# Words that point at what was said before: a question with one of them is never a first one.
POINTING: Final = {"FOLLOW", "CORRECT", "ONES"}
_SILENT: Final = {
    *POINTING,
    "AND",
    "WHICH",
    "THAT",
    "HOW",
    "LISTING",
    "OF",
    "IN",
    "FOR",
    "COUNT",
    "ALL",
}
_ACTS: Final = {
    "SHOW": "list",
    "HOWMANY": "value",
    "WHY": "why",
    "ALIKE": "alike",
    "TREND": "trend",
    "SUBJECTOFMOVES": "flow",
    "CHANGE": "change",
}
_SUBJECTS: Final = {"STATE", "STATEVERB", "PASTVERB", "GAP", "METRIC", "TOTAL", "RATE"}
_FILTERS: Final = {"GROUP", "PRICE", "TITLE", "DAYS", "CREATED"}
_OF_A_WINDOW: Final = {
    "change",
    "trend",
    "peak",
    "mean",
    "flow",
    "why",
    "alerts",
    "marks",
    "moves",
    "cohort",
}
_REASON: Final = {"rejected": "audit_reason", "taken_down": "offline_reason"}


def points_back(pieces: Pieces) -> bool:
    """Whether the question says by itself that something came before it."""
    first = {piece.kind for piece in pieces.options[0]} if pieces.options else set()
    kinds = [{piece.kind for piece in places} for places in pieces.options]
    return "AND" in first or any(one <= POINTING for one in kinds)


def leans(pieces: Pieces) -> bool:
    """Whether, after another, it is about the same: it names neither a subject nor a time."""
    kinds = {piece.kind for places in pieces.options for piece in places}
    says_ones = any(
        piece.kind in {"LISTING", "WHICH"} and piece.text.split()[-1] in {"ones", "one"}
        for places in pieces.options
        for piece in places
    )
    return (says_ones or "SUBJECTOFMOVES" in kinds or points_back(pieces)) and "TIME" not in kinds


@dataclass
class _Edit:
    time: Time | None = None
    subject: str = ""
    filters: list[Filter] = field(default_factory=list)
    by: str = ""
    act: str = ""
    stores: str = ""
    verb: str = ""


def edited(before: Query, pieces: Pieces) -> Understood | None:
    """The query before with what is said changed in it; None where it is no edit."""
    if len(pieces.options) > MOST_PIECES or pieces.unknown:
        return None
    found: list[Query] = []
    for sequence in pieces.sequences():
        edit = _edit(with_tense(sequence))
        for query in _applied(before, edit) if edit else []:
            if is_valid(query) and query not in found:
                found.append(query)
    if not found or len(found) > 3:
        return None
    return found[0] if len(found) == 1 else Ask(tuple(found))


def is_valid(query: Query) -> bool:
    try:
        check(query)
    except BadInput:
        return False
    return True


def _edit(pieces: Sequence[Piece]) -> _Edit | None:
    """What is said, one of each; None where a word is no edit."""
    edit = _Edit()
    negated = False
    for piece in pieces:
        kind, value = piece.kind, piece.value
        if kind in {"EXCEPT", "NOT"}:
            negated = True
        elif kind == "TIME" and edit.time is None and not value.problem:
            edit.time = value
        elif kind in _SUBJECTS and not edit.subject:
            edit.subject = value
        elif kind in _FILTERS:
            edit.filters += [one._replace(sign="!=") if negated else one for one in value]
            negated = False
        elif kind in {"GROUPNAME", "OWNERNAME"}:
            edit.filters.append(Filter(*value))
        elif kind in {"AUDITREASON", "OFFLINEREASON"}:
            name = "audit_reason" if kind == "AUDITREASON" else "offline_reason"
            edit.filters.append(Filter(name, "=", value))
        elif kind in {"DIM", "DIMS"} and not edit.by:
            edit.by = value
        elif kind == "EACHSTORE":
            edit.by = "store"
        elif kind in {"STOREREF"} and not edit.stores:
            edit.stores = value
        elif kind == "ALLSTORES":
            edit.stores = "all"
        elif kind == "VERB" and not edit.verb:
            edit.verb = value
        elif kind in _ACTS and not edit.act:
            edit.act = _ACTS[kind]
        elif kind == "SHARE" and not edit.act:
            edit.act = "share"
        elif kind == "BREAK" and not edit.act:
            edit.act = "break"
        elif kind not in _SILENT and kind != "PER":
            return None
    which_ones = any(one.kind == "WHICH" and one.text.endswith("ones") for one in pieces)
    if which_ones and not (edit.act or edit.verb or edit.subject):
        edit.act = "list"
    says = (edit.time, edit.subject, edit.filters, edit.by, edit.act, edit.stores, edit.verb)
    return edit if any(says) and not negated else None


def _applied(before: Query, edit: _Edit) -> list[Query]:
    query = before
    if edit.subject:
        query = of_subject(query, edit.subject)
    for one in edit.filters:
        kept = tuple(had for had in query.filters if had.name != one.name)
        query = replace(query, filters=tuple(sorted((*kept, one))))
    if edit.stores:
        query = replace(query, stores=edit.stores)
    if edit.verb:
        query = _moved(query, edit.verb)
    if edit.act:
        query = _acting(query, edit.act)
    if edit.by:
        query = _by(query, edit.by)
    return [query] if edit.time is None else _timed(query, edit.time)


def of_subject(query: Query, subject: str) -> Query:
    if query.act == "flow":
        return replace(query, state=subject)
    if ">" in query.subject and query.act != "cohort":
        return replace(query, subject=f"*>{subject}")
    if "/" in subject:
        return replace(query, act="share", subject=subject)
    if "/" in query.subject:
        return replace(query, subject=f"{subject}/{query.subject.partition('/')[2]}")
    by = (
        query.by if query.by not in {"audit_reason", "offline_reason"} else _REASON.get(subject, "")
    )
    filters = tuple(one for one in query.filters if not one.name.endswith("_reason"))
    return replace(query, subject=subject, by=by, filters=filters)


def state_of(query: Query) -> str:
    if query.state:
        return query.state
    source, _, target = query.subject.partition(">")
    return (target if target not in {"*", "none", ""} else source).partition("/")[0]


def claimed_move(query: Query, state: str) -> str:
    """Those a why is about: that came, or that left where the number is said to have fallen."""
    return f"{state}>*" if query.claim == "down" else f"*>{state}"


def _moved(query: Query, verb: str) -> Query:
    source, _, target = verb.partition(">")
    state = state_of(query)
    if source == "*" and state not in {"", "total"}:
        verb = f"{state}>{target}"
    elif target == "*" and state not in {"", "total"}:
        verb = f"{source}>{state}"
    moved = _bare(query, act="list", subject=verb)
    return moved if moved.over or moved.start else replace(moved, over="7d", at="")


def _bare(query: Query, **parts: Any) -> Query:
    """Its time, its filters and its stores, and nothing else."""
    kept = Query(
        act=query.act,
        filters=query.filters,
        stores=query.stores,
        at=query.at,
        over=query.over,
        start=query.start,
        end=query.end,
    )
    return replace(kept, **parts)


def _acting(query: Query, act: str) -> Query:
    """The same subject and time asked another way."""
    state = state_of(query)
    windowed = bool(query.over or query.start)
    if act in {"list", "value"}:
        is_moved = query.act in {"why", "moves"} or ">" in query.subject
        if query.act == "why":
            state = claimed_move(query, state)
        elif is_moved:
            state = query.subject
        act = "moves" if act == "value" and is_moved else act
        made = _bare(query, act=act, subject=state if state else query.subject)
        return (
            made if is_moved or not windowed else replace(made, over="", start="", end="", at="now")
        )
    if act == "flow":
        made = replace(
            _bare(query, act="flow"), filters=(), state="" if state == "total" else state
        )
        return made if windowed else replace(made, at="", over="7d")
    if act == "why":
        claim = query.claim
        made = _bare(query, act="why", subject=state, claim=claim)
        return made if windowed else replace(made, at="", over="7d")
    if act == "alike":
        subject = query.subject if ">" in query.subject else state
        if query.act == "why":
            subject = claimed_move(query, state)
        made = _bare(query, act="alike", subject=subject)
        return (
            made
            if not windowed or ">" in subject
            else replace(made, over="", start="", end="", at="now")
        )
    if act in {"trend", "change"}:
        made = _bare(query, act=act, subject=state)
        default = "30d" if act == "trend" else "7d"
        return made if windowed else replace(made, at="", over=default)
    if act == "share":
        return _bare(query, act="share", subject=f"{state}/total")
    return query


def _by(query: Query, by: str) -> Query:
    state = state_of(query)
    if by == "reason":
        by = _REASON.get(state, "")
    if query.act == "top":
        return replace(query, by=by)
    subject = claimed_move(query, state) if query.act == "why" else query.subject
    made = _bare(query, act="break", subject=subject, by=by)
    if ">" not in subject and (made.over or made.start):
        made = replace(made, over="", start="", end="", at="now")
    return made


def _timed(query: Query, time: Time) -> list[Query]:
    found: list[Query] = []
    cleared = replace(query, at="", over="", start="", end="", ahead="")
    for one in (time, *time.others):
        if one.ahead:
            found.append(replace(cleared, ahead=one.ahead))
        elif query.act in _OF_A_WINDOW or ">" in query.subject:
            if one.over:
                found.append(replace(cleared, over=one.over))
            elif one.start:
                found.append(replace(cleared, start=one.start, end=one.end))
            elif one.at and query.act in {"change", "flow", "why"}:
                found.append(replace(cleared, start=one.at, end="now"))
        elif one.at:
            found.append(replace(cleared, at=one.at))
        elif query.act in {"value", "list"} and one.over:
            thing = Thing(subject=query.subject, filters=query.filters, times=(one,))
            for made in counted(thing, act=query.act):
                found += made.readings if isinstance(made, Ask) else []
    return found
