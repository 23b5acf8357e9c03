"""What a person read in Seller Center: parsed once, one sentence for each mistake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import past_moment
from aliexpress.typed.text import text_from

LARGEST_NUMBER = 2**31 - 1
LONGEST_CATEGORY = 200
LONGEST_NOTE = 2000
WHEN_IT_WAS_READ = ": give the moment you looked."


@dataclass(frozen=True, slots=True)
class Entry:
    entered: int
    observed_at: datetime
    states: frozenset[State] | None = None  # None: no state filter
    category: str = ""
    includes_drafts: bool = False
    note: str = ""


def entry_from(values: Mapping[str, Any], *, at: datetime) -> Entry:
    """From a form or a JSON body. Raises BadInput."""
    return Entry(
        entered=_number(values.get("entered")),
        observed_at=past_moment(
            "observed_at", values.get("observed_at"), at=at, because=WHEN_IT_WAS_READ
        ),
        states=_states(values.get("states")),
        category=text_from("category", values.get("category"), longest=LONGEST_CATEGORY),
        includes_drafts=flag(values.get("includes_drafts", False)),
        note=note_from(values.get("note")),
    )


def note_from(value: Any) -> str:
    """Raises BadInput."""
    return text_from("note", value, longest=LONGEST_NOTE)


def _number(value: Any) -> int:
    text = str(value).strip().replace(",", "") if isinstance(value, int | str) else ""
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        raise BadInput("entered", "entered must be the whole number Seller Center shows.")
    if len(text) > len(str(LARGEST_NUMBER)) or int(text) > LARGEST_NUMBER:
        raise BadInput("entered", f"entered must be at most {LARGEST_NUMBER:,}.")
    return int(text)


def _states(value: Any) -> frozenset[State] | None:
    if value is None or value == []:
        return None
    if not isinstance(value, list) or not all(one in State.values for one in value):
        raise BadInput(
            "states", f"states must be a list of {', '.join(State.values)}, or null for all."
        )
    return frozenset(State(one) for one in value)


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadInput("includes_drafts", "includes_drafts must be true or false.")
    return value
