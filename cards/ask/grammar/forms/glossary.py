"""What words mean, and what can be asked."""

from typing import Final

from cards.ask.grammar.forms.form import form, kinds_of, the_thing
from cards.ask.grammar.grammar import Node
from cards.ask.grammar.noun_phrases import thing_of
from cards.ask.queries.closed_query import Query, Understood

_DEFINED_MOVES: Final = {"*>rejected": "rejected", "*>expired": "expired"}


@form("define")
def define(node: Node) -> list[Understood]:
    kinds = kinds_of(node)
    if not kinds & {"DEFINE", "DEFINEONE"} and not ({"MEANWORD"} & kinds):
        return []
    thing = the_thing(node)
    if thing is None or thing.times or thing.filters or thing.stores or "," in thing.subject:
        return []
    subject = thing.subject or _DEFINED_MOVES.get(thing.move, "")
    if "DEFINEONE" in kinds and subject in {"total", ""}:
        return []
    return [Query(act="define", subject=subject)] if subject else []


@form("difference")
def difference(node: Node) -> list[Understood]:
    if "DIFFERS" in kinds_of(node) and "HOW" not in kinds_of(node):
        return []
    things = [thing_of(one) for one in node.all("np")]
    if None in things or any(one.move or one.times or not one.subject for one in things if one):
        return []
    subjects = [one.subject for one in things if one]
    return [Query(act="define", subject=",".join(subjects))] if len(set(subjects)) == 2 else []


@form("includes")
def includes(node: Node) -> list[Understood]:
    """Whether one takes in another: told by its definition."""
    whole, part = (thing_of(one) for one in node.all("np"))
    if whole is None or part is None or not whole.subject or whole.times or whole.filters:
        return []
    return [Query(act="define", subject=whole.subject)] if not whole.move else []


@form("help")
def help_(node: Node) -> list[Understood]:
    return [Query(act="help")]
