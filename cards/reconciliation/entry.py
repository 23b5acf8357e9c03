"""What a person read in Seller Center: parsed once, one sentence for each mistake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.typed.moments import read_moment
from aliexpress.typed.text import can_be_kept

LARGEST_NUMBER = 2**31 - 1
LONGEST_CATEGORY = 200
LONGEST_NOTE = 2000


class BadEntry(Exception):
    """An entry that cannot be held against anything: `field` is wrong, the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Entry:
    entered: int
    observed_at: datetime
    states: frozenset[State] | None = None  # None: no state filter
    category: str = ""
    includes_drafts: bool = False
    note: str = ""


def entry_from(values: Mapping[str, Any], *, at: datetime) -> Entry:
    """From a form or a JSON body. Raises BadEntry."""
    return Entry(
        entered=_number(values.get("entered")),
        observed_at=_moment(values.get("observed_at"), at=at),
        states=_states(values.get("states")),
        category=_text("category", values.get("category"), LONGEST_CATEGORY),
        includes_drafts=_flag(values.get("includes_drafts", False)),
        note=note_from(values.get("note")),
    )


def note_from(value: Any) -> str:
    """Raises BadEntry."""
    return _text("note", value, LONGEST_NOTE)


def _number(value: Any) -> int:
    text = str(value).strip().replace(",", "") if isinstance(value, int | str) else ""
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        raise BadEntry("entered", "entered must be the whole number Seller Center shows.")
    if len(text) > len(str(LARGEST_NUMBER)) or int(text) > LARGEST_NUMBER:
        raise BadEntry("entered", f"entered must be at most {LARGEST_NUMBER:,}.")
    return int(text)


def _moment(value: Any, *, at: datetime) -> datetime:
    found = read_moment(value) if isinstance(value, str) else None
    if found is None:
        raise BadEntry(
            "observed_at", "observed_at must be an ISO 8601 moment such as 2026-03-14T09:00:00Z."
        )
    if found > at:
        raise BadEntry("observed_at", "observed_at lies in the future: give the moment you looked.")
    return found


def _states(value: Any) -> frozenset[State] | None:
    if value is None or value == []:
        return None
    if not isinstance(value, list) or not all(one in State.values for one in value):
        raise BadEntry(
            "states", f"states must be a list of {', '.join(State.values)}, or null for all."
        )
    return frozenset(State(one) for one in value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadEntry("includes_drafts", "includes_drafts must be true or false.")
    return value


def _text(name: str, value: Any, longest: int) -> str:
    text = "" if value is None else value
    if not isinstance(text, str) or len(text) > longest or not can_be_kept(text):
        raise BadEntry(name, f"{name} must be text of at most {longest:,} ordinary characters.")
    return text.strip()
