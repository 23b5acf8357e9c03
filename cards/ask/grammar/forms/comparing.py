"""One number beside another, and the same number at two moments."""

from dataclasses import replace

from cards.ask.grammar.count_queries import (
    based,
    in_window,
    moment_queries,
    problem_of,
    readings_of,
    window_queries,
)
from cards.ask.grammar.forms.form import form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.queries.closed_query import Cannot, Query, Understood
from cards.ask.times.time_words import Time


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
    if node.rule == "compare" and not kinds_of(node) & {"COMPARE", "VERSUS"}:
        return []
    if kinds_of(node) & {"HOWMANY"}:
        return []
    if first.subject == second.subject:
        return []
    if first.subject == "total" and not says_total(node, 0):
        return []
    both = replace(
        first, subject=f"{first.subject},{second.subject}", times=(*first.times, *second.times)
    )
    return moment_queries(based("compare", both), both)


def says_total(node: Node, at: int) -> bool:
    pieces = node.all("np")[at].every_piece
    return any(piece.kind == "TOTAL" for piece in pieces) or any(
        piece.kind == "LISTING" for piece in pieces
    )


@form("change", "rising", "change_between")
def changed(node: Node) -> list[Understood]:
    thing = the_thing(node, with_times=node.rule != "change_between")
    if thing is None or not thing.subject or thing.move or "," in thing.subject:
        return []
    if node.rule == "rising" and not kinds_of(node) & {"UP", "DOWN", "FLAT", "GO"}:
        return []
    if node.rule == "rising" and thing.subject == "total" and _is_of_listings(node):
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


def _is_of_listings(node: Node) -> bool:
    """ "Listings down", "how many listings did not change": said of listings, not of a number."""
    pieces = node.every_piece
    if any(one.kind == "TOTAL" for one in pieces):
        return False
    counts = any(one.kind == "HOWMANY" and one.text.startswith("how many") for one in pieces)
    bare = any(one.kind in {"UP", "DOWN"} and one.text in {"up", "down"} for one in pieces)
    return counts or (bare and not any(one.kind == "TIME" for one in pieces))


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
