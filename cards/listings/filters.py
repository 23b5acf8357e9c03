"""What a list of listings was narrowed to: parsed once, one sentence for each mistake."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import moment_from
from aliexpress.typed.numbers import price, whole_number
from aliexpress.typed.text import text_from
from cards.listings.filter_checks import (
    MOST_IDS,
    Movement,
    days_from,
    ids_from,
    movement_from,
    one_of,
    state_from,
)
from cards.listings.properties import PROPERTIES, checked
from cards.listings.property import moments_between
from cards.listings.review_outcomes import ANY, OUTCOMES, SUBMITTED
from cards.listings.seller_facts import BEYOND

LONGEST_TEXT = 200
# The longest text of a filter that holds more than one.
LONGEST = {"ids": 17 * MOST_IDS, "apart_from": 600, "other_than": 600}
OR = "|"  # between the lists of other_than
OTHER = "!"  # before the reason of a movement: any but this one


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the list to; empty is not narrowed."""

    state: str = ""
    status: str = ""
    offline_reason: str = ""
    search: str = ""
    group: int | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    min_days: int | None = None  # at least so many whole days in its state
    since_after: datetime | None = None  # in its state since after this moment
    since_by: datetime | None = None  # and by this one
    as_of: datetime | None = None  # as it was given then
    moved: Movement | str | None = None  # between `start` and `end`; CAME_BACK is a word
    # AliExpress's offline reason where they arrived; NONE: it gave none, OTHER before it: any other
    moved_reason: str = ""
    stayed: str = ""  # in this state at `start` and at `end`
    renewed: str = ""  # "yes": with an end of validity in the window that was put off in it
    reviewed: str = ""  # what the first review between `start` and `end` came to
    reason: str = ""  # AliExpress's word for why it was turned down
    batch: tuple[datetime | None, datetime | None] | None = None  # handed in for review between
    submitted: str = ""  # how it came into its review
    start: datetime | None = None
    end: datetime | None = None
    card: str = ""  # the listings this card counts,
    part: str = ""  # or one row of it,
    until: datetime | None = None  # in the window that ends then
    ids: tuple[int, ...] = ()  # these products alone
    apart_from: "Filters | None" = None  # without those of this list, and known to be none of it
    other_than: "tuple[Filters, ...]" = ()  # without those of any of these lists
    # Of properties.py, by name; texts that mean something to their property.
    properties: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Q] = field(default_factory=dict)  # of seller_facts.py, by name
    # As they were given, for links, file names and the form.
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def one_state(self) -> str:
        """The state all that it finds are in; "" where they may be in several."""
        return "" if "," in self.state else self.state

    @property
    def cards(self) -> set[str]:
        """Whose lists it names: its own card's, and those of lists it is held apart from."""
        others = (self, self.apart_from, *self.other_than)
        return {one.card for one in others if one is not None and one.card}

    @property
    def is_between(self) -> bool:
        """Whether it asks for what happened between two moments."""
        return bool(self.moved or self.stayed or self.reviewed)

    @property
    def words(self) -> dict[str, Any]:
        """AliExpress's words and ours that a listing has at one moment, as a query names them:
        several states are any of them."""
        several = self.state.split(",") if "," in self.state else []
        of_moment = {
            "state__in": several,
            "state": "" if several else self.state,
            "status": self.status,
            "offline_reason": self.offline_reason,
        }
        return {name: word for name, word in of_moment.items() if word}


NAMES = (
    *(
        {"start": "from", "end": "to"}.get(one.name, one.name)
        for one in fields(Filters)
        if one.name not in ("given", "properties", "facts")
    ),
    *(name for name in PROPERTIES if name != "group"),
    *BEYOND,
)


def filters_from(values: Any) -> Filters:
    """From a query's values. Raises BadInput."""
    given = {name: str(values.get(name, "")).strip() for name in NAMES}
    given = {name: text for name, text in given.items() if text}
    for name, text in given.items():
        text_from(name, text, longest=LONGEST.get(name, LONGEST_TEXT))
    read = {name: _READERS[name](name, text) for name, text in given.items()}
    properties = {name: read.pop(name) for name in PROPERTIES if name in read and name != "group"}
    filters = Filters(
        start=read.pop("from", None),
        end=read.pop("to", None),
        properties=properties,
        facts={name: read.pop(name) for name in BEYOND if name in read},
        given=given,
        **read,
    )
    check_together(filters)
    return filters


def check_together(filters: Filters) -> None:
    between = next((n for n in ("moved", "stayed", "reviewed") if getattr(filters, n)), "")
    if between and (filters.start is None or filters.end is None):
        raise BadInput(between, f"{between} needs the two moments in between: give from and to.")
    if filters.renewed and not filters.stayed:
        raise BadInput("renewed", "renewed needs stayed: say in which state they stayed.")
    if filters.moved_reason and not isinstance(filters.moved, Movement):
        raise BadInput("moved_reason", "moved_reason needs moved: say from where and where to.")
    if filters.start and filters.end and filters.start >= filters.end:
        raise BadInput("from", "from must lie before to.")
    if between and filters.as_of:
        raise BadInput("as_of", f"{between} looks between from and to: leave as_of out.")
    if between and filters.words:
        name = next(iter(filters.words)).removesuffix("__in")
        raise BadInput(name, f"{between} says by itself which states: leave {name} out.")
    if sum(map(bool, (filters.moved, filters.stayed, filters.reviewed))) > 1:
        raise BadInput(between, "Give one of moved, stayed and reviewed.")
    if filters.card and (between or filters.as_of):
        others = f"as_of and {between or 'moved'}"
        raise BadInput("card", f"card is a list of its own: leave {others} out.")
    of_now = ("min_days", "since_after", "since_by")
    if filters.as_of or between:
        for name in (name for name in of_now if getattr(filters, name) is not None):
            raise BadInput(
                name,
                "How long a listing was in its state is told of now only: leave "
                f"{'as_of' if filters.as_of else between} out.",
            )


def _text(_name: str, text: str) -> str:
    return text


def _list(name: str, text: str) -> Filters:
    """Another list, by its filters as in an address."""
    found = filters_from(dict(parse_qsl(text)))
    nested = found.apart_from or found.other_than
    if not found.given or nested or found.is_between or found.as_of:
        raise BadInput(
            name, f"{name} must be filters such as owner=ann&category=7, of no moment of their own."
        )
    return found


def _lists(name: str, text: str) -> tuple[Filters, ...]:
    return tuple(_list(name, one) for one in text.split(OR))


_READERS: dict[str, Callable[[str, str], Any]] = {
    "state": state_from,
    "status": _text,
    "offline_reason": _text,
    "search": _text,
    "group": whole_number,
    "min_price": price,
    "max_price": price,
    "min_days": days_from,
    "since_after": moment_from,
    "since_by": moment_from,
    "as_of": moment_from,
    "moved": movement_from,
    "from": moment_from,
    "to": moment_from,
    "card": _text,
    "part": _text,
    "until": moment_from,
    "moved_reason": _text,
    "stayed": one_of(*State.values),
    "renewed": one_of("yes"),
    "reviewed": one_of(*OUTCOMES, ANY),
    "reason": _text,
    "batch": moments_between,
    "submitted": one_of(*SUBMITTED),
    "ids": ids_from,
    "apart_from": _list,
    "other_than": _lists,
    **BEYOND,
    **{name: checked for name in PROPERTIES if name != "group"},
}
