"""What share one number is of another."""

from dataclasses import replace
from typing import Final

from cards.ask.grammar.count_queries import based, moment_queries, window_queries
from cards.ask.grammar.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.grammar.things import Thing
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Query, Understood


@form("share")
def share(node: Node) -> list[Understood]:
    nps = node.all("np")
    if len(nps) == 1:
        return share_of_one(node, nps[0])
    things = [thing_of(one) for one in nps]
    if None in things:
        return []
    first, second = [one for one in things if one]
    if "AND" in kinds_of(node) and not any("ratio" in one.text for one in direct(node)):
        return []
    if node.children and isinstance(node.children[0], Piece) and node.children[0].kind == "OF":
        first, second = second, first  # "of the listings that are not live, how many percent …"
    return ratio(first, second)


def ratio(top: Thing, bottom: Thing) -> list[Understood]:
    if top.is_event and top.move.startswith("*>"):
        top = replace(top, move="", subject=top.move[2:])
    if top.move or bottom.move or not top.subject or not bottom.subject:
        return []
    if {"audit_reason", "offline_reason"} & {one.name for one in (*top.filters, *bottom.filters)}:
        return []
    if bottom.subject != "total" and top.subject == "total":
        return []
    part = top.subject
    if part == "complete" and bottom.subject == "active":
        part = "complete_active"
    together = replace(
        top,
        subject=f"{part}/{bottom.subject}",
        filters=tuple(sorted({*top.filters, *bottom.filters})),
        times=(*top.times, *bottom.times),
        stores=(*top.stores, *bottom.stores),
    )
    if top.subject == bottom.subject or "," in together.subject or together.days:
        return []
    return moment_queries(based("share", together), together)


def share_of_one(node: Node, np: Node) -> list[Understood]:
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
    extra = tuple(piece.value for piece in direct(node) if piece.kind == "TIME")
    if head is not None and head + 1 < len(units):
        before, after = Node("np", tuple(units[: head + 1])), Node("np", tuple(units[head + 1 :]))
        whole, part = thing_of(before), thing_of(after)
        if whole and part and part.subject and not part.move and part.subject != "total":
            if whole.subject:
                return ratio(replace(part, times=(*part.times, *extra)), whole)
            return []
    thing = thing_of(np)
    if thing is None or thing.move or not thing.subject or thing.subject == "total":
        return []
    states = [one for one in np.nodes if one.all("st") or one.all("negation")]
    if len(states) > 1:
        return []
    if thing.is_share:
        return moment_queries(based("share", thing), replace(thing, times=(*thing.times, *extra)))
    in_gap = any(one.kind == "GAP" for one in np.every_piece) and thing.subject != "gap"
    bottom = "active" if thing.subject == "oos" else "gap" if in_gap else "total"
    thing = replace(thing, times=(*thing.times, *extra))
    if bottom == "active":
        return []
    return ratio(thing, Thing(subject=bottom))


@form("review_moves")
def review_moves(node: Node) -> list[Understood]:
    """How many of the reviews that ended were rejections."""
    pieces = node.every_piece
    ends = {one.value.rpartition(">")[2] for one in pieces if one.kind in _ENDS}
    times = tuple(one.value for one in pieces if one.kind == "TIME")
    if len(ends) != 1 or not ends <= {"rejected", "active"}:
        return []
    if not {"HOWMANY", "WHICH", "SHOW"} & {one.kind for one in pieces}:
        return []
    query = Query("moves", f"auditing>{ends.pop()}")
    return window_queries(query, Thing(times=times))


@form("share_of_reviews")
def share_of_reviews(node: Node) -> list[Understood]:
    thing = the_thing(node)
    if thing is None or "SHARE" not in kinds_of(node) or thing.filters:
        return []
    move = thing.move or (f"auditing>{thing.subject}" if thing.is_verb else "")
    target = move.partition(">")[2]
    if target not in {"rejected", "active"}:
        return []
    query = replace(based("share", thing), subject=f"auditing>{target}/reviewed")
    return window_queries(query, thing)


_ENDS: Final = {"EVENT", "STATE", "STATEVERB", "PASTVERB"}
_HEADS: Final = {"LISTING", "TOTAL", "GAP"}
