"""A form of question: from its parse to the closed queries it may mean."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.grammar.things import Thing
from cards.ask.pieces.piece import Piece
from cards.ask.queries.closed_query import Understood

Meaning = Callable[[Node], list[Understood]]


MEANINGS: Final[dict[str, Meaning]] = {}


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
    times = tuple(piece.value for piece in direct(node) if piece.kind == "TIME")
    return replace(thing, times=(*thing.times, *times))


def direct(node: Node) -> list[Piece]:
    """Pieces that stand in the form itself and not in a noun phrase."""
    found: list[Piece] = []
    for child in node.children:
        if isinstance(child, Piece):
            found.append(child)
        elif child.rule != "np":
            found += child.every_piece
    return found


def kinds_of(node: Node) -> set[str]:
    return {piece.kind for piece in direct(node)}
