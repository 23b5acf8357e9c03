"""What a question asks about: a state, a metric, a share or a movement, narrowed by filters."""

from dataclasses import dataclass
from typing import Final

from cards.ask.queries.closed_query import Filter
from cards.ask.times.time_words import Time

TOTAL: Final = "total"
# The states a question names, in the order in which they are told.
COUNTED: Final = ("active", "auditing", "rejected", "expired", "taken_down", "unmapped", "draft")


@dataclass(frozen=True, slots=True)
class Thing:
    """`subject`: "" where only times or filters were said. `move`: a>b, "publish" for the word
    with two meanings. `is_verb`: the state was said by a verb that may be a movement too;
    `is_past`: with "were", "got", "did"; `is_adjective`: before its noun."""

    subject: str = ""
    move: str = ""
    filters: tuple[Filter, ...] = ()
    times: tuple[Time, ...] = ()
    stores: tuple[str, ...] = ()
    is_verb: bool = False
    is_past: bool = False
    is_adjective: bool = False
    is_new: bool = False
    is_event: bool = False
    is_share: bool = False
    names_listings: bool = False
    no_reason: str = ""
    waits: bool = False

    @property
    def days(self) -> bool:
        return any(one.name == "days" for one in self.filters)

    @property
    def is_bare_time(self) -> bool:
        return bool(self.times) and not (self.subject or self.move or self.names_listings)
