"""Geometry of the pictures of a card: the bar of states, the trend, and the trend of the states
outside Active. No markup here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from aliexpress.lifecycle import State
from cards.board.visible import Mark
from cards.history.history import History, Point

LEAST_WIDTH = 0.8  # percent of the bar: a state with one listing can still be seen
WIDTH, HEIGHT = 1000.0, 300.0  # of the trend, in its own units


@dataclass(frozen=True, slots=True)
class Segment:
    state: str
    label: str
    count: int
    x: float  # percent
    width: float
    share: str  # "89.4 %", of the whole


def segments(breakdown: dict[str, int]) -> list[Segment]:
    """The bar, left to right; widths honest but for a minimum sliver."""
    total = sum(breakdown.values())
    present = {state: count for state, count in breakdown.items() if count}
    if not total:
        return []
    widths = {state: max(LEAST_WIDTH, 100 * count / total) for state, count in present.items()}
    # What the slivers take too much comes off the widest.
    widest = max(widths, key=lambda state: widths[state])
    widths[widest] -= sum(widths.values()) - 100
    drawn = []
    x = 0.0
    for state, width in widths.items():
        drawn.append(
            Segment(
                state=state,
                label=State(state).label,
                count=present[state],
                x=round(x, 3),
                width=round(width, 3),
                share=f"{100 * present[state] / total:.1f} %",
            )
        )
        x += width
    return drawn


@dataclass(frozen=True, slots=True)
class Trend:
    """Paths in a box of 1000 by 300. Stretches nobody knows are left out of every path."""

    total_path: str
    active_path: str
    gap_path: str  # the area between the two
    unknown: list[tuple[float, float]]  # stretches nobody knows: x and width, in percent
    marks: list[tuple[float, Mark]]  # x of what people know of a moment
    highest: int
    lowest: int
    start: datetime
    end: datetime
    points: list[Point]


def trend(history: History, marks: Iterable[Mark] = ()) -> Trend | None:
    """None where nothing was known in the whole period."""
    if not history.points:
        return None
    values = [value for point in history.points for value in (point.total, point.active)]
    lowest, highest = min(values), max(values)
    room = max(1, round((highest - lowest) * 0.08))
    lowest, highest = max(0, lowest - room), highest + room
    plot = _Plot(history, lowest=lowest, highest=highest)
    return Trend(
        total_path=plot.path(lambda p: p.total),
        active_path=plot.path(lambda p: p.active),
        gap_path=" ".join(plot.area(run) for run in plot.runs()),
        marks=[(plot.x(mark.at), mark) for mark in marks],
        unknown=[plot.stretch(gap.start, gap.end) for gap in history.gaps],
        highest=highest,
        lowest=lowest,
        start=history.start,
        end=history.end,
        points=history.points,
    )


@dataclass(frozen=True, slots=True)
class Line:
    state: str
    label: str
    path: str
    last: int  # the newest count


@dataclass(frozen=True, slots=True)
class StateTrend:
    """A line for each state outside Active that ever held a listing, from zero up."""

    lines: list[Line]
    highest: int


def state_trend(history: History) -> StateTrend | None:
    """None where no listing was outside Active in the whole period."""
    seen = [
        state
        for state in State
        if state != State.ACTIVE and any(point.count_of(state) for point in history.points)
    ]
    if not seen:
        return None
    most = max(point.count_of(state) for point in history.points for state in seen)
    highest = most + max(1, round(most * 0.08))
    plot = _Plot(history, lowest=0, highest=highest)
    return StateTrend(lines=[_line(plot, history, state) for state in seen], highest=highest)


def _line(plot: "_Plot", history: History, state: State) -> Line:
    return Line(
        state=state.value,
        label=str(state.label),
        path=plot.path(lambda point: point.count_of(state)),
        last=history.points[-1].count_of(state),
    )


Run = list[tuple[float, Point]]  # x, and the reading that holds from there on


class _Plot:
    def __init__(self, history: History, *, lowest: int, highest: int) -> None:
        self._history = history
        self._lowest = lowest
        self._scale = HEIGHT / (highest - lowest)
        self._seconds = (history.end - history.start).total_seconds()

    def runs(self) -> list[Run]:
        """Stretches of unbroken knowledge, as steps: a count holds until the next is known."""
        breaks = {gap.start for gap in self._history.gaps}
        known = [(pair, point) for point in self._history.points for pair in point.known]
        runs: list[Run] = []
        stop: datetime | None = None
        for (begin, end), point in known:
            if stop is None or max(stop, self._history.start) in breaks:
                runs.append([])
            else:
                runs[-1].pop()  # the end of the stretch before: the line goes on
            runs[-1] += [(self.x(begin), point), (self.x(end), point)]
            stop = end
        return runs

    def x(self, moment: datetime) -> float:
        share = (moment - self._history.start).total_seconds() / self._seconds
        return round(min(1.0, max(0.0, share)) * WIDTH, 1)

    def y(self, value: int) -> float:
        return round(HEIGHT - (value - self._lowest) * self._scale, 1)

    def path(self, value: Callable[[Point], int]) -> str:
        return " ".join(self.line(run, value) for run in self.runs())

    def line(self, run: Run, value: Callable[[Point], int]) -> str:
        steps = [f"M{run[0][0]} {self.y(value(run[0][1]))}"]
        steps += [f"H{x} V{self.y(value(point))}" for x, point in run[1:]]
        return " ".join(steps)

    def area(self, run: Run) -> str:
        there = self.line(run, lambda p: p.total)
        back = [f"V{self.y(run[-1][1].active)}"]
        # Each count holds from its own moment on: on the way back it is taken up before its step.
        back += [f"V{self.y(point.active)} H{x}" for x, point in reversed(run[:-1])]
        return f"{there} {' '.join(back)} Z"

    def stretch(self, start: datetime, end: datetime) -> tuple[float, float]:
        """In percent: what is hatched must not be stretched with the paths."""
        x, to = (100 * self.x(moment) / WIDTH for moment in (start, end))
        return round(x, 2), round(to - x, 2)
