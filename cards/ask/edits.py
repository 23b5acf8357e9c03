"""What a follow-up changes in the query before it."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from cards.ask.grammar.count_queries import counted
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import REASON_OF, Ask, Filter, Query
from cards.ask.times.time_words import Time

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


@dataclass
class Edit:
    time: Time | None = None
    subject: str = ""
    filters: list[Filter] = field(default_factory=list)
    by: str = ""
    act: str = ""
    stores: str = ""
    verb: str = ""
    way: str = ""  # in or out: of what was asked of


def applied(before: Query, edit: Edit) -> list[Query]:
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
    if edit.way:
        query = _listed(query, _through(query, edit.way))
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
    by = query.by if query.by not in REASON_OF.values() else REASON_OF.get(subject, "")
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


def _through(query: Query, way: str) -> str:
    """Into or out of the state a query is of; of the whole store, into or out of the store."""
    state = state_of(query)
    if state in {"", "total", "*"}:
        return "none>*" if way == "in" else "*>none"
    return f"*>{state}" if way == "in" else f"{state}>*"


def _moved(query: Query, verb: str) -> Query:
    source, _, target = verb.partition(">")
    state = state_of(query)
    if source == "*" and state not in {"", "total"}:
        verb = f"{state}>{target}"
    elif target == "*" and state not in {"", "total"}:
        verb = f"{source}>{state}"
    return _listed(query, verb)


def _listed(query: Query, move: str) -> Query:
    moved = _bare(query, act="list", subject=move)
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
        made = _bare(query, act=act, subject=state if state else query.subject, ahead=query.ahead)
        return (
            made if is_moved or not windowed else replace(made, over="", start="", end="", at="now")
        )
    if act in {"flow", "where_to", "where_from"}:
        side = {"where_to": "out", "where_from": "in"}.get(act, "")
        made = replace(
            _bare(query, act="flow"), filters=(), state="" if state == "total" else state, side=side
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
        by = REASON_OF.get(state, "")
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
            elif one.at not in {"", "now"} and query.act in {"change", "flow", "why"}:
                found.append(replace(cleared, start=one.at, end="now"))
        elif one.at == "now" and query.ahead:
            found.append(query)  # ahead of now it is
        elif one.at:
            found.append(replace(cleared, at=one.at))
        elif query.act in {"value", "list"} and one.over:
            thing = Thing(subject=query.subject, filters=query.filters, times=(one,))
            for made in counted(thing, act=query.act):
                found += made.readings if isinstance(made, Ask) else []
    return found
