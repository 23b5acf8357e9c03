"""The notation of closed queries, read back to be compared: the order of parts does not matter."""

from pathlib import Path
from typing import NamedTuple

from cards.ask.queries.closed_query import Understood

HERE = Path(__file__).parent


class Row(NamedTuple):
    number: str
    group: str
    thread: str
    question: str
    expected: str


def rows_of(name: str) -> list[Row]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and line[0] != "#"]
    return [Row(one[0], *one[2:6]) for one in cells]


def same(text: str) -> object:
    """What two notations have in common where they mean the same."""
    if text.startswith("ask("):
        return frozenset(same(one) for one in text[4:-1].split(" | "))
    if text.startswith("cannot("):
        return text[7:-1].partition(":")[0]
    act, _, rest = text[:-1].partition("(")
    act = "value" if act == "list" else act
    return act, frozenset(one.strip() for one in rest.split(";"))


def notation_of(understood: Understood | None) -> str:
    return understood.notation if understood else "cannot(not_understood)"
