"""A number the question states, held against ours."""

from dataclasses import replace
from typing import Final

from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Counted, Number, Said, say
from cards.ask.queries.closed_query import Query

_HELD: Final = frozenset({"value", "list", "moves", "break", "top", "why", "proof", "alike"})


def contradicted(world: World, query: Query) -> list[Said]:
    """What is said before the answer where ours is another number; nothing where it is the same.
    "How many of the 120 rejected are duplicates" states all the rejected, so either fits. Raises
    CannotTell."""
    if not query.said or query.act not in _HELD or query.stores:
        return []
    numbers = [_number(world, one) for one in (query, replace(query, filters=()))]
    if int(query.said) in {number.value for number in numbers}:
        return []
    return [
        say("You say {said}; we have {n}.", said=f"{int(query.said):,}", n=Counted(numbers[-1]))
    ]


def _number(world: World, query: Query) -> Number:
    if ">" in query.subject:
        return world.moved(query, query.subject)
    return world.number(query.subject, query.filters, query.at or "now")
