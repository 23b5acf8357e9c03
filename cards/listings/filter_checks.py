"""The values single filters of a list may have, read from text with a sentence for each mistake."""

from collections.abc import Callable
from dataclasses import dataclass

from aliexpress.lifecycle import State
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.numbers import id_of, is_id, whole_number
from cards.flow.movements import ANYWHERE, ELSEWHERE

MOST_IDS = 50  # a page of a list
MOST_DAYS = 36_500
NOWHERE = "nowhere"
CAME_BACK = "back"


@dataclass(frozen=True, slots=True)
class Movement:
    """A cell of a flow: set out from, arrived at. None is nowhere."""

    set_out: str | None
    arrived: str | None


def state_from(name: str, text: str) -> str:
    if not set(text.split(",")) <= set(State.values):
        raise BadInput(name, f"state must be one of {', '.join(State.values)}; it is {text!r}.")
    return text


def ids_from(name: str, text: str) -> tuple[int, ...]:
    ids = text.split(",")
    if len(ids) > MOST_IDS or not all(map(is_id, ids)):
        raise BadInput(name, f"{name} must be at most {MOST_IDS} product ids with commas between.")
    return tuple(map(id_of, ids))


def one_of(*words: str) -> Callable[[str, str], str]:
    def read(name: str, text: str) -> str:
        if text not in words:
            raise BadInput(name, f"{name} must be one of {', '.join(words)}; it is {text!r}.")
        return text

    return read


def days_from(name: str, text: str) -> int:
    return min(whole_number(name, text), MOST_DAYS)


def movement_from(name: str, text: str) -> Movement | str:
    if text == CAME_BACK:
        return text
    set_out, found, arrived = text.partition("-")
    ends = {*State.values, NOWHERE, ELSEWHERE, ANYWHERE}
    several = {set_out, arrived} <= {NOWHERE, ELSEWHERE} or (
        {set_out, arrived} <= {ANYWHERE, ELSEWHERE}
    )
    if not found or not {set_out, arrived} <= ends or several:
        raise BadInput(
            name,
            f"moved must name where from and where to, such as auditing-active, "
            f"{NOWHERE}-auditing or active-{ELSEWHERE}, or be {CAME_BACK}; it is {text!r}.",
        )
    return Movement(*(None if end == NOWHERE else end for end in (set_out, arrived)))
