"""How numbers ran, and how listings moved."""

from typing import Final

from cards.ask.grammar.count_queries import (
    based,
    in_window,
    window_queries,
)
from cards.ask.grammar.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.grammar.things import Thing
from cards.ask.queries.closed_query import Query, Understood


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
    kinds = kinds_of(node)
    if not kinds & {"HIGHEST", "LOWEST", "MOST", "FEWEST"}:
        return []
    which = "max" if kinds & {"HIGHEST", "MOST"} else "min"
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
    gone_to, came_from = thing.move.partition(">")[::2] if thing.move else ("", "")
    state = "" if thing.subject == "total" else thing.subject
    if node.rule == "where_to" and came_from == "*":
        state = gone_to
    elif node.rule == "where_from" and gone_to == "*":
        state = came_from
    elif thing.move not in {"", "none>*"}:
        return []
    if thing.filters:
        return []
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
    if move == "none>*" and _says_still(node):
        move = f"none>{second.subject}"  # "still in auditing": those that came in so
    return _cohort(move, second.subject, first)


def _says_still(node: Node) -> bool:
    return any(one.kind == "STILL" and one.value == "still" for one in direct(node))


def _cohort(move: str, state: str, thing: Thing) -> list[Understood]:
    return window_queries(Query(act="cohort", subject=move, now=state), thing)


_WITH_OF: Final = {"OF", "HOWMANY", "TIME"}


@form("cohort_now")
def cohort_now(node: Node) -> list[Understood]:
    """Of those that moved in a window, how many are in a state now."""
    first = the_thing(node, with_times=False)
    states = [one.every_piece[-1].value for one in node.all("st")]
    times = [piece.value for piece in direct(node) if piece.kind == "TIME"]
    begins = node.every_piece[0]  # "of yesterday" is one piece
    of = any("of" in one.text.split() for one in (begins, *direct(node)) if one.kind in _WITH_OF)
    if first is None or len(states) != 1 or not of or first.filters or first.stores:
        return []
    if any(time.at != "now" or time.over for time in times) or not first.times:
        return []
    is_state = first.subject in {"rejected", "expired", "taken_down"} and first.is_verb
    move = first.move or (f"*>{first.subject}" if is_state else "")
    if not move or move == "publish" or states[0] == move.partition(">")[2] == "total":
        return []
    if any(time.at and not time.over for time in first.times):
        return []
    return _cohort(move, states[0], first)
