"""How numbers ran, and how listings moved."""

from cards.ask.closed_query import Query, Understood
from cards.ask.counts import (
    based,
    in_window,
    window_queries,
)
from cards.ask.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar import Node
from cards.ask.things import thing_of


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
    which = "max" if "HIGHEST" in kinds_of(node) else "min"
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
    [(sign, number)] = [piece.value for piece in direct(node) if piece.kind == "THRESHOLD"]
    nth = "first" if "FIRST" in kinds_of(node) else "last"
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
