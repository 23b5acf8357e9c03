"""The answer to a closed query: sentences whose numbers all have receipts, by act."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from cards.ask.answers.answer_numbers import World
from cards.ask.answers.receipts import Counted, Number, Said, say
from cards.ask.answers.stated import contradicted
from cards.ask.queries.closed_query import ON_THE_BRIDGE, Query
from cards.ask.standpoint import CannotTell
from cards.catalogue.definitions import TOTAL

Answerer = Callable[[World, Query], "Told"]
ANSWERERS: Final[dict[str, Answerer]] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences, a table of numbers where there is one, and what was taken for granted."""

    sentences: list[Said]
    table: list[tuple[str, Number]] = field(default_factory=list)
    assumed: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # words and address, of what shows more

    def table_json(self) -> list[dict[str, Any]]:
        return [{"words": words, **number.as_json()} for words, number in self.table]


def answers(*acts: str) -> Callable[[Answerer], Answerer]:
    def register(answerer: Answerer) -> Answerer:
        ANSWERERS.update(dict.fromkeys(acts, answerer))
        return answerer

    return register


# What is told of several stores; everything else is asked of one at a time.
OVER_STORES: Final = frozenset({"value", "list", "moves", "share", "break", "top"})

# What takes conditions; everything else would leave them out.
TAKES_CONDITIONS: Final = frozenset(
    {"value", "list", "moves", "break", "top", "share", "change", "cohort", "why", "alike"}
)


# Of listings; what the source is held against counts items as well.
NOT_OF_THE_BRIDGE: Final = frozenset({"break", "top", "share", "why", "alike"})
OF_THE_BRIDGE: Final = (
    "What the source is held against is not broken down, nor set against listings."
)


def told(world: World, query: Query) -> Told:
    """The answer. Raises CannotTell."""
    worlds = world.of_stores(query.stores)
    if query.stores and len(worlds) == 1 and query.by != "store":
        [world], query = worlds, replace(query, stores="")
    if query.stores and query.act not in OVER_STORES:
        raise CannotTell("not_understood", "That is told of one store at a time.", "Name one.")
    if query.filters and query.act not in TAKES_CONDITIONS:
        raise CannotTell("not_kept", "That is told without conditions.", "Leave them out.")
    if query.act in NOT_OF_THE_BRIDGE and set(re.split("[/,]", query.subject)) & {*ON_THE_BRIDGE}:
        raise CannotTell("not_kept", OF_THE_BRIDGE, "Ask how many there are, or for their list.")
    found = ANSWERERS[query.act](world, query)
    found.sentences[:0] = [
        *(warning for each in worlds for warning in warnings_of(each, query, of=len(worlds))),
        *contradicted(world, query),
    ]
    return found


_OF_NO_NUMBER: Final = {"define", "help", "alerts", "marks", "fresh", "attempt"}


def warnings_of(world: World, query: Query, *, of: int = 1) -> Iterable[Said]:
    """What is to be said before any number: that it is out of date, disputed, or that the last
    attempt failed."""
    if query.act in _OF_NO_NUMBER or TOTAL not in world.cards:
        return []
    reading = world.total
    if reading.as_of is None:
        return []
    found: list[Said] = []
    name = f"{world.store.name}: " if of > 1 else ""
    attempt = reading.last_attempt
    if attempt is not None and attempt.error:
        said = "{name}The last refresh failed: {error}"
        found.append(say(said, name=name, error=attempt.error))
    if reading.stale:
        found.append(
            say(
                "{name}These numbers are out of date: they are as of {as_of}.",
                name=name,
                as_of=reading.as_of.astimezone(world.zone),
            )
        )
    if reading.verdict == "disputed":
        found.append(
            say(
                "{name}AliExpress contradicts itself about this store: the numbers are disputed.",
                name=name,
            )
        )
    return found


def shown(world: World, moment: datetime) -> datetime:
    """A moment as the sentences print it: in the reader's zone."""
    return moment.astimezone(world.zone)


def counted(number: Number) -> Counted:
    return Counted(number)


def stretch(seconds: float) -> str:
    days = timedelta(seconds=seconds) / timedelta(days=1)
    return f"{days:.1f} days"


__all__ = ["ANSWERERS", "CannotTell", "Told", "answers", "counted", "shown", "told"]
