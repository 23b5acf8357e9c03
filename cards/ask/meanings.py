"""From a parse to closed queries: a function a form of question, by the name of its rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cards.ask.closed_query import Ask, Cannot, Query, Understood
from cards.ask.counts import (
    A_WEEK,
    at_moment,
    based,
    counted,
    in_window,
    moment_queries,
    problem_of,
    readings_of,
    window_queries,
)
from cards.ask.grammar import Node
from cards.ask.pieces import Piece
from cards.ask.things import Thing, thing_of
from cards.ask.times import Time

Meaning = Callable[[Node], list[Understood]]
MEANINGS: Final[dict[str, Meaning]] = {}
_REASON_OF: Final = {"rejected": "audit_reason", "taken_down": "offline_reason"}
_REASONED: Final = {"expired": "offline_reason", "gap": "offline_reason", "total": "offline_reason"}


def meanings_of(parse: Node) -> list[Understood]:
    return MEANINGS[parse.rule](parse)


def form(*rules: str) -> Callable[[Meaning], Meaning]:
    def register(meaning: Meaning) -> Meaning:
        MEANINGS.update(dict.fromkeys(rules, meaning))
        return meaning

    return register


def the_thing(node: Node, *, with_times: bool = True) -> Thing | None:
    """What all noun phrases of the form say together, and the times beside them."""
    nps = node.all("np")
    thing = thing_of(nps) if nps else Thing()
    if thing is None or not with_times:
        return thing
    times = tuple(piece.value for piece in _direct(node) if piece.kind == "TIME")
    return replace(thing, times=(*thing.times, *times))


def _direct(node: Node) -> list[Piece]:
    """Pieces that stand in the form itself and not in a noun phrase."""
    found: list[Piece] = []
    for child in node.children:
        if isinstance(child, Piece):
            found.append(child)
        elif child.rule != "np":
            found += child.every_piece
    return found


def _kinds(node: Node) -> set[str]:
    return {piece.kind for piece in _direct(node)}


def _act(node: Node) -> str:
    """`list` where listings are asked for, `value` where a number is."""
    openers = [piece for one in node.all("opener") for piece in one.leaves]
    kinds = {piece.kind for piece in openers}
    if kinds & {"HOWMANY", "COUNT"}:
        return "value"
    said = {piece.kind for one in node.all("np") for piece in one.every_piece}
    names_them = "LISTING" in said and not said & {"EVENT", "PASTVERB"}
    return "list" if kinds & {"SHOW", "WHICH"} or "THAT" in said or names_them else "value"


@form("plain")
def plain(node: Node) -> list[Understood]:
    kinds = _kinds(node)
    if "WHO" in kinds:
        return []
    thing = the_thing(node)
    if thing is None:
        return []
    closers = [piece for one in node.all("closer") for piece in one.leaves]
    act = "value" if any(one.kind in {"HOWMANY", "COUNT"} for one in closers) else _act(node)
    if thing.is_bare_time:
        return []
    if "STILL" in kinds and (thing.times or thing.move or thing.is_new or not thing.subject):
        return []
    if (
        not thing.subject
        and not thing.move
        and (thing.filters or thing.stores)
        and node.all("opener")
    ):
        thing = replace(thing, subject="total")  # "how many in group 511"
    if node.all("allstores"):
        thing = replace(thing, stores=("all",), subject=thing.subject or "total")
    return counted(thing, act=act)


@form("oldest")
def oldest(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or thing.move or thing.is_share or not thing.subject:
        return []
    order = "days_desc" if "OLDEST" in _kinds(node) else "days_asc"
    return moment_queries(based("list", thing, order=order, n="1"), thing)


@form("share")
def share(node: Node) -> list[Understood]:
    nps = node.all("np")
    if len(nps) == 1:
        return _share_of_one(node, nps[0])
    things = [thing_of(one) for one in nps]
    if None in things:
        return []
    first, second = [one for one in things if one]
    if node.children and isinstance(node.children[0], Piece) and node.children[0].kind == "OF":
        first, second = second, first  # "of the listings that are not live, how many percent …"
    return _ratio(first, second)


def _ratio(top: Thing, bottom: Thing) -> list[Understood]:
    if top.move or bottom.move or not top.subject or not bottom.subject:
        return []
    if {"audit_reason", "offline_reason"} & {one.name for one in (*top.filters, *bottom.filters)}:
        return []
    if bottom.subject != "total" and top.subject == "total":
        return []
    together = replace(
        top,
        subject=f"{top.subject}/{bottom.subject}",
        filters=tuple(sorted({*top.filters, *bottom.filters})),
        times=(*top.times, *bottom.times),
        stores=(*top.stores, *bottom.stores),
    )
    if top.subject == bottom.subject or "," in together.subject or together.days:
        return []
    return moment_queries(based("share", together), together)


def _share_of_one(node: Node, np: Node) -> list[Understood]:
    """Split at the noun: "share of A listings [that are B]" is B of A, or A of all."""
    units = np.nodes
    head = next(
        (
            at
            for at, unit in enumerate(units)
            if any(isinstance(child, Piece) and child.kind in _HEADS for child in unit.children)
        ),
        None,
    )
    extra = tuple(piece.value for piece in _direct(node) if piece.kind == "TIME")
    if head is not None and head + 1 < len(units):
        before, after = Node("np", tuple(units[: head + 1])), Node("np", tuple(units[head + 1 :]))
        whole, part = thing_of(before), thing_of(after)
        if whole and part and part.subject and not part.move and part.subject != "total":
            if whole.subject:
                return _ratio(replace(part, times=(*part.times, *extra)), whole)
            return []
    thing = thing_of(np)
    if thing is None or thing.move or not thing.subject or thing.subject == "total":
        return []
    states = [one for one in np.nodes if one.all("st") or one.all("negation")]
    if len(states) > 1:
        return []
    if thing.is_share:
        return moment_queries(based("share", thing), replace(thing, times=(*thing.times, *extra)))
    bottom = "active" if thing.subject == "oos" else "total"
    thing = replace(thing, times=(*thing.times, *extra))
    if bottom == "active":
        return []
    return _ratio(thing, Thing(subject=bottom))


@form("share_of_reviews")
def share_of_reviews(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or "SHARE" not in _kinds(node) or thing.filters:
        return []
    move = thing.move or (f"auditing>{thing.subject}" if thing.is_verb else "")
    target = move.partition(">")[2]
    if target not in {"rejected", "active"}:
        return []
    query = replace(based("share", thing), subject=f"auditing>{target}/reviewed")
    return window_queries(query, thing)


_HEADS: Final = {"LISTING", "TOTAL", "GAP"}


@form("break", "split_of", "break_said", "break_owner")
def broken_down(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not (thing.subject or thing.move):
        return []
    dims = [piece.value for piece in _direct(node) if piece.kind in {"DIM", "DIMS"}]
    if node.rule == "break_said":
        if dims and dims != ["reason"]:
            return []
        by = _reason(thing)
    elif node.rule == "break_owner":
        by = "owner"
    elif node.rule == "split_of":
        if not _kinds(node) & {"BREAK"}:
            return []
        by = _own_dimension(thing)
    else:
        by = "store" if "EACHSTORE" in _kinds(node) else dims[0]
        by = _reason(thing) if by == "reason" else by
    if not by:
        return []
    return _grouped(replace(based("break", thing), by=by), thing)


def _reason(thing: Thing) -> str:
    state = thing.move.partition(">")[2] or thing.subject
    return _REASON_OF.get(state, "" if thing.move else _REASONED.get(state, ""))


def _own_dimension(thing: Thing) -> str:
    state = thing.move.partition(">")[2] or thing.subject
    return "state" if state in {"total", "gap"} else _REASON_OF.get(state, "")


def _grouped(query: Query, thing: Thing) -> list[Understood]:
    if thing.is_event or (thing.move and thing.move != "publish"):
        state = thing.move.partition(">")[2]
        if thing.times:
            return window_queries(query, thing)
        if thing.is_event and state in _REASON_OF and query.by == _REASON_OF[state]:
            return [replace(query, subject=state, at="now")]
        if thing.is_event and state in _REASON_OF:
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
    direct = _direct(node)
    thing = the_thing(node)
    if node.rule == "complaint":
        if not any(one.value == "problems" for one in direct):
            return []
        return [Query(act="top", subject="problems", by="problem", at="now")]
    dims = [piece for piece in direct if piece.kind in {"DIM", "DIMS"}]
    if thing is None or len(dims) > 1:
        return []
    by = dims[0].value if dims else ""
    is_one = bool(dims) and dims[0].kind == "DIM"
    if not dims and "WHO" in _kinds(node):
        by, is_one = "owner", True
    if not dims and "EACHSTORE" in _kinds(node):
        by = "store"
    if by == "reason" and not node.all("np"):
        state = "taken_down" if dims[0].text.startswith("offline") else "rejected"
        thing = Thing(subject=state)
    if by == "reason":
        by = _reason(thing)
    if by == "problem" and not thing.subject:
        thing = Thing(subject="problems")
    if not by or not (thing.subject or thing.move):
        return []
    numbers = [piece.value for piece in direct if piece.kind == "TOPN"]
    n = numbers[0] if numbers else ("1" if is_one else "")
    order = "asc" if "FEWEST" in _kinds(node) else ""
    return _grouped(based("top", thing, by=by, n=n, order=order), thing)


@form("compare", "compare_more")
def compared(node: Node) -> list[Understood]:
    things = [thing_of(one) for one in node.all("np")]
    if len(things) != 2 or None in things:
        return []
    first, second = [one for one in things if one]
    for one in (first, second):
        if one.is_share or not one.subject or "," in one.subject or "+" in one.subject:
            return []
    if first.filters or second.filters or first.stores != second.stores:
        return []
    if node.rule == "compare" and not _kinds(node) & {"COMPARE", "VERSUS"}:
        return []
    if _kinds(node) & {"HOWMANY"}:
        return []
    if first.subject == second.subject:
        return []
    if first.subject == "total" and not _says_total(node, 0):
        return []
    both = replace(
        first, subject=f"{first.subject},{second.subject}", times=(*first.times, *second.times)
    )
    return moment_queries(based("compare", both), both)


def _says_total(node: Node, at: int) -> bool:
    pieces = node.all("np")[at].every_piece
    return any(piece.kind == "TOTAL" for piece in pieces) or any(
        piece.kind == "LISTING" for piece in pieces
    )


@form("stores_beside")
def stores_beside(node: Node) -> list[Understood]:
    names = [piece.value for piece in _direct(node) if piece.kind == "STOREREF"]
    thing = the_thing(node) or Thing()
    if len(set(names)) != 2 or thing.stores:
        return []
    if not (thing.subject or thing.move):
        thing = replace(thing, subject="total")
    thing = replace(thing, stores=tuple(names))
    return _grouped(based("break", thing, by="store"), thing)


@form("change", "rising", "change_between")
def changed(node: Node) -> list[Understood]:
    thing = the_thing(node, with_times=node.rule != "change_between")
    if thing is None or not thing.subject or thing.move or "," in thing.subject:
        return []
    if node.rule == "rising" and not _kinds(node) & {"UP", "DOWN", "FLAT", "GO"}:
        return []
    stands = any(one.kind == "FLAT" and one.text.startswith("not") for one in node.every_piece)
    query = based("change", thing, claim="flat" if stands else "")
    if node.rule != "change_between":
        return window_queries(query, thing)
    if (problem := problem_of(thing)) is not None:
        return [problem]
    [versus] = node.all("versus_time")
    times = [piece.value for piece in versus.leaves if piece.kind == "TIME"]
    firsts = readings_of(thing.times) if thing.times else [Time()]
    return [
        made
        for time in firsts
        for other in readings_of((times[0],))
        if (made := _between(query, time, other if len(times) == 1 else times)) is not None
    ]


def _between(query: Query, time: Time, other: "Time | list[Time]") -> Understood | None:
    if isinstance(other, list):
        first, second = other
        return _ends(query, first, second)
    for one in (time, other):
        if one.problem:
            return Cannot(*one.problem)
    if not other.at:  # "compared with last month": the window that leads to now
        if time.at not in {"", "now"} or time.start or (time.over and time.at != "now"):
            return None
        return in_window(query, other)
    return _ends(query, time if time.at else Time(at="now"), other)


def _ends(query: Query, first: Time, second: Time) -> Query | None:
    if not (first.at and second.at) or first.at == second.at:
        return None
    start, end = (second, first) if first.at == "now" else (first, second)
    return replace(query, start=start.at, end=end.at)


@form("trend")
def trend(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not thing.subject or thing.move or "," in thing.subject:
        return []
    return window_queries(based("trend", thing), thing, default="30d")


@form("peak")
def peak(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not thing.subject or thing.move or "," in thing.subject:
        return []
    which = "max" if "HIGHEST" in _kinds(node) else "min"
    return window_queries(based("peak", thing, which=which), thing, default="30d")


@form("mean")
def mean(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not thing.subject or thing.move or "," in thing.subject:
        return []
    pieces = node.every_piece
    if pieces[-1].kind == "MEAN" and pieces[-1].text == "mean":
        return []  # "what does the gap mean"
    return window_queries(based("mean", thing), thing, default="30d")


@form("when")
def when(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or not thing.subject or thing.move or thing.filters:
        return []
    [(sign, number)] = [piece.value for piece in _direct(node) if piece.kind == "THRESHOLD"]
    nth = "first" if "FIRST" in _kinds(node) else "last"
    query = Query(act="when", subject=f"{thing.subject}{sign}{number}", nth=nth)
    if not thing.times:
        return [query]
    made = in_window(query, thing.times[0])
    return [made] if made else []


@form("flow", "where_from", "where_to")
def flow(node: Node) -> list[Understood]:
    nps = node.all("np")
    thing = the_thing(node)
    if thing is None or thing.is_share or "," in thing.subject or "+" in thing.subject:
        return []
    if thing.move not in {"", "none>*"} or thing.filters:
        return []
    state = "" if thing.subject == "total" else thing.subject
    if node.rule == "flow":
        if nps and not (thing.times or thing.subject):
            return []
        return window_queries(Query(act="flow", state=state), thing)
    if not state:
        return []
    side = "in" if node.rule == "where_from" else "out"
    return window_queries(Query(act="flow", state=state, side=side), thing)


@form("cohort")
def cohort(node: Node) -> list[Understood]:
    things = [thing_of(one) for one in node.all("np")]
    if len(things) != 2 or None in things:
        return []
    first, second = [one for one in things if one]
    if second.move or not second.subject or second.times or second.filters or first.filters:
        return []
    move = first.move or (f"*>{first.subject}" if first.is_verb and first.times else "")
    if not move or move == "publish" or second.subject in {"total", "gap"}:
        return []
    if move == "none>*":
        move = f"none>{second.subject}"
    return window_queries(Query(act="cohort", subject=move, now=second.subject), first)


def as_is(query: Query, thing: Thing) -> list[Understood]:
    made = at_moment(query, readings_of(thing.times)[0])
    return [made] if made else []


__all__ = ["A_WEEK", "MEANINGS", "Ask", "form", "meanings_of", "the_thing"]
