"""How a piece of a question shows in its query: states, times, filters, movements, dimensions."""

from typing import Any, Final

from cards.ask.grammar.count_queries import SOON
from cards.ask.queries.closed_query import Filter, Query
from cards.ask.times.time_words import Time

_OF_ACTIVE: Final = {"gap", "oos", "complete_active", "expiring", "source_oos", "drifting"}


def state(value: str, query: Query, notation: str) -> bool:
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


def gap(value: str, query: Query, notation: str) -> bool:
    if query.act == "share":
        return "gap" in query.subject
    return "gap" in query.subject or any(
        one in query.subject for one in ("auditing", "rejected", "expired", "taken_down")
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


def reason(value: str, query: Query, notation: str) -> bool:
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


def as_filter(value: Any) -> Any:
    return Filter(*value)
