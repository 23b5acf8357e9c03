"""How many, which, and what share."""

from dataclasses import replace
from typing import Final

from cards.ask.closed_query import Understood
from cards.ask.counts import (
    based,
    counted,
    moment_queries,
    window_queries,
)
from cards.ask.forms.form import direct, form, kinds_of, the_thing
from cards.ask.grammar import Node
from cards.ask.piece import Piece
from cards.ask.things import Thing, thing_of


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
    kinds = kinds_of(node)
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
    order = "days_desc" if "OLDEST" in kinds_of(node) else "days_asc"
    return moment_queries(based("list", thing, order=order, n="1"), thing)


@form("share")
def share(node: Node) -> list[Understood]:
    nps = node.all("np")
    if len(nps) == 1:
        return share_of_one(node, nps[0])
    things = [thing_of(one) for one in nps]
    if None in things:
        return []
    first, second = [one for one in things if one]
    if node.children and isinstance(node.children[0], Piece) and node.children[0].kind == "OF":
        first, second = second, first  # "of the listings that are not live, how many percent …"
    return ratio(first, second)


def ratio(top: Thing, bottom: Thing) -> list[Understood]:
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
    bottom = "active" if thing.subject == "oos" else "total"
    thing = replace(thing, times=(*thing.times, *extra))
    if bottom == "active":
        return []
    return ratio(thing, Thing(subject=bottom))


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


_HEADS: Final = {"LISTING", "TOTAL", "GAP"}
