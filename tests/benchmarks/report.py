"""What a benchmark found: a small table for people, and the same as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Goal:
    words: str
    seen: str
    met: bool


@dataclass(slots=True)
class Report:
    """`rows` are cells under `columns`; `figures` the bare numbers, for JSON."""

    name: str
    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def goal(self, words: str, *, seen: str, met: bool) -> None:
        self.goals.append(Goal(words, seen, met))

    def as_text(self) -> str:
        table = [self.columns, *self.rows]
        widths = [max(len(row[i]) for row in table) for i in range(len(self.columns))]
        lines = [f"{self.name.upper()}  {self.title}", ""]
        for row in table:
            first, *others = zip(row, widths, strict=True)
            cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
            lines.append("    " + "  ".join(cells).rstrip())
        lines.append("")
        for goal in self.goals:
            mark = "met" if goal.met else "NOT MET"
            lines.append(f"    {mark}: {goal.words} (seen: {goal.seen})")
        lines += [f"    {note}" for note in self.notes]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def seconds(number: float) -> str:
    if number < 0.001:
        return f"{number * 1e6:,.0f} µs"
    return f"{number * 1000:,.1f} ms" if number < 1 else f"{number:,.2f} s"


def times(number: float) -> str:
    return f"{number:.2f}x"
