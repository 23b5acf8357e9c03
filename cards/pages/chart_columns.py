"""A chart in columns, as the script that draws it takes them."""

from dataclasses import dataclass, field
from typing import Any

from cards.formats import Number


@dataclass(frozen=True, slots=True)
class Series:
    """One line. `kind` names its colour and dash: total, active, a state, value or part-1 …"""

    label: str
    kind: str
    values: list[Number | None]


@dataclass(frozen=True, slots=True)
class Beside:
    """A line of other moments: the stretch before, or another store."""

    label: str
    kind: str
    x: list[int]
    values: list[Number | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Steps: each value holds until the next; null where nothing is known. `x` in seconds since
    1970. `notes`: by the values of the first line, what is said beside it on hover."""

    name: str
    title: str
    unit: str
    x: list[int]
    series: list[Series]
    unknown: list[tuple[int, int]]
    marks: list[tuple[int, str]]
    start: int
    end: int
    notes: list[str] | None = None
    beside: list[Beside] = field(default_factory=list)

    @property
    def element(self) -> str:
        return f"chart-{self.name}"

    @property
    def lines(self) -> list[Series | Beside]:
        return [*self.series, *self.beside]

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "unit": self.unit,
            "x": self.x,
            "series": [
                {"label": one.label, "kind": one.kind, "values": one.values} for one in self.series
            ],
            "unknown": self.unknown,
            "marks": self.marks,
            "start": self.start,
            "end": self.end,
            "notes": self.notes,
            "beside": [
                {"label": one.label, "kind": one.kind, "x": one.x, "values": one.values}
                for one in self.beside
            ],
        }
