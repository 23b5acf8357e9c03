"""By what, and which has the most."""

from dataclasses import replace
from typing import Final

from cards.ask.grammar.count_queries import (
    A_WEEK,
    based,
    moment_queries,
    window_queries,
)
from cards.ask.grammar.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import REASON_OF, Ask, Query, Understood

_REASONED: Final = {"expired": "offline_reason", "gap": "offline_reason", "total": "offline_reason"}


@form("break", "split_of", "break_said", "break_owner", "break_which")
def broken_down(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not (thing.subject or thing.move):
        return []
    dims = [piece.value for piece in direct(node) if piece.kind in {"DIM", "DIMS"}]
    if node.rule == "break_said":
        if dims and dims != ["reason"]:
            return []
        by = _reason(thing)
    elif node.rule == "break_owner" and not kinds_of(node) & {"OWN"} and not _says_whose(node):
        return []
    elif node.rule == "break_which" and kinds_of(node) & {"HOWMANY", "COUNT", "OF"}:
        return []  # so many groups, and not so many of each
    elif node.rule == "break_owner":
        by = "owner"
    elif node.rule == "split_of":
        by = own_dimension(thing)
        if not kinds_of(node) & {"BREAK"} or (dims and dims not in ([by], ["reason"])):
            return []
    else:
        by = "store" if "EACHSTORE" in kinds_of(node) else dims[0]
        by = _reason(thing) if by == "reason" else by
    if not by:
        return []
    return _grouped(replace(based("break", thing), by=by), thing)


def _says_whose(node: Node) -> bool:
    return any(one.kind == "WHO" and one.text.startswith("whose") for one in direct(node))


def _reason(thing: Thing) -> str:
    state = thing.move.partition(">")[2] or thing.subject
    return REASON_OF.get(state, "" if thing.move else _REASONED.get(state, ""))


def own_dimension(thing: Thing) -> str:
    state = thing.move.partition(">")[2] or thing.subject
    return "state" if state in {"total", "gap"} else REASON_OF.get(state, "")


def _grouped(query: Query, thing: Thing) -> list[Understood]:
    if thing.is_event or (thing.move and thing.move != "publish"):
        state = thing.move.partition(">")[2]
        if thing.times:
            return window_queries(query, thing)
        if thing.is_event and state in REASON_OF and query.by == REASON_OF[state]:
            return [replace(query, subject=state, at="now")]
        if thing.is_event and state in REASON_OF:
            return [Ask((replace(query, subject=state, at="now"), replace(query, over=A_WEEK)))]
        return window_queries(query, thing)
    if thing.is_verb and thing.times and not thing.times[0].at:
        moved = replace(query, subject=f"*>{thing.subject}")
        return window_queries(moved, thing) if not thing.is_adjective else []
    return moment_queries(query, thing)


@form("versus_types")
def versus_types(node: Node) -> list[Understood]:
    thing = the_thing(node) or Thing()
    if thing.subject in {"", "total"} and not thing.move:
        thing = replace(thing, subject="total")
    elif thing.move:
        return []
    return moment_queries(based("break", thing, by="product_type"), thing)


@form("top", "top_of", "complaint")
def top(node: Node) -> list[Understood]:
    said = direct(node)
    thing = the_thing(node)
    if node.rule == "complaint":
        if not any(one.value == "problems" for one in said):
            return []
        return [Query(act="top", subject="problems", by="problem", at="now")]
    dims = [piece for piece in said if piece.kind in {"DIM", "DIMS"}]
    if thing is None or len(dims) > 1:
        return []
    by = dims[0].value if dims else ""
    is_one = bool(dims) and dims[0].kind == "DIM"
    if not dims and "WHO" in kinds_of(node):
        by, is_one = "owner", True
    if not dims and "EACHSTORE" in kinds_of(node):
        by = "store"
    if by == "reason" and thing == Thing(times=thing.times):
        state = "taken_down" if dims[0].text.startswith("offline") else "rejected"
        thing = Thing(
            subject="" if thing.times else state,
            move=f"*>{state}" if thing.times else "",
            times=thing.times,
        )
    if by == "reason":
        by = _reason(thing)
    if node.rule == "top_of" and by and not node.all("np") and not (thing.subject or thing.move):
        thing = replace(thing, subject="problems" if by == "problem" else "total")
    if by == "problem" and not thing.subject:
        thing = Thing(subject="problems")
    if not by or not (thing.subject or thing.move):
        return []
    numbers = [piece.value for piece in said if piece.kind in {"TOPN", "NUMBER"}]
    n = numbers[0] if numbers else ("1" if is_one else "")
    if kinds_of(node) & {"HIGHEST", "LOWEST"} and not thing.is_share:
        return []
    order = "asc" if kinds_of(node) & {"FEWEST", "LOWEST"} else ""
    return _grouped(based("top", thing, by=by, n=n, order=order), thing)


@form("findings")
def findings(node: Node) -> list[Understood]:
    """What the diagnosis says."""
    said = {piece.value for piece in direct(node) if piece.kind == "METRIC"}
    return [Query("break", "problems", by="problem", at="now")] if said == {"problems"} else []


@form("top_reason")
def top_reason(node: Node) -> list[Understood]:
    """The most common reason AliExpress gives."""
    thing = the_thing(node)
    said = direct(node)
    by = _reason(thing) if thing else ""
    if thing is None or not by:
        return []
    is_one = any(one.kind in {"WHY", "REASONS"} and "reasons" not in one.text for one in said)
    numbers = [one.value for one in said if one.kind == "TOPN"]
    n = numbers[0] if numbers else ("1" if is_one else "")
    if thing.is_event and not thing.times:
        thing = Thing(subject=thing.move.partition(">")[2], stores=thing.stores)
    return _grouped(based("top", thing, by=by, n=n), thing)


@form("stores_beside")
def stores_beside(node: Node) -> list[Understood]:
    names = [piece.value for piece in direct(node) if piece.kind == "STOREREF"]
    thing = the_thing(node) or Thing()
    if len(set(names)) != 2 or thing.stores:
        return []
    if not (thing.subject or thing.move):
        thing = replace(thing, subject="total")
    thing = replace(thing, stores=tuple(names))
    return _grouped(based("break", thing, by="store"), thing)
