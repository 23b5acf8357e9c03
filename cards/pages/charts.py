"""The charts of a card: its own line, and what it is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from aliexpress.lifecycle import State
from cards.board.visible import Mark
from cards.formats import Number
from cards.history.card_history import CardHistory
from cards.history.history import History, Point
from cards.measures.measured import Measured
from cards.measures.unit_words import things_of
from cards.pages.chart_columns import Beside, Chart, Series

MOST_PARTS: Final = 6  # of what a card is made of, in one chart
WHOLE: Final = {"aex_total_listings", "aex_active_listings"}

OTHER_PARTS: Final = {"points": "Its components"}

Value = Callable[[int], Number | None]  # by the number of a point


def charts_of(
    card: CardHistory,
    marks: Iterable[Mark] = (),
    *,
    before: CardHistory | None = None,
    others: Mapping[str, CardHistory] | None = None,
) -> list[Chart]:
    """The card's own line first, and what it is made of below; none where nothing was known.
    `before`: the same stretch of time before, drawn faintly behind the first line. `others`: the
    same card in other stores, by their names."""
    if not card.history.points:
        return []
    shown = [(_seconds(mark.at), mark.text) for mark in marks]
    beside = [
        _beside(name, "other", other) for name, other in (others or {}).items() if other.values
    ]
    if before is not None and before.history.points:
        later = _seconds(card.history.start) - _seconds(before.history.start)
        beside.append(_beside("The period before", "before", before, later=later))
    first = _whole(card, shown) if card.key in WHOLE else _own(card, shown)
    return [replace(first, beside=beside), *_parts(card)]


def _beside(label: str, kind: str, card: CardHistory, *, later: int = 0) -> Beside:
    line = charts_of(card)[0]
    return Beside(label, kind, [second + later for second in line.x], line.series[0].values)


def _whole(card: CardHistory, marks: list[tuple[int, str]]) -> Chart:
    points = card.history.points
    lines: list[tuple[str, str, Value]] = [
        ("Total", "total", lambda number: points[number].total),
        ("Active", "active", lambda number: points[number].active),
    ]
    if card.key != "aex_total_listings":
        lines.reverse()
    notes = [f"gap {point.gap:,}" for point in points]
    return _chart(card, "own", "Total and active", "count", lines, marks=marks, notes=notes)


def _own(card: CardHistory, marks: list[tuple[int, str]]) -> Chart:
    lines: list[tuple[str, str, Value]] = [
        (card.title, "value", lambda number: card.values[number].value)
    ]
    notes = [note_of(measured) for measured in card.values]
    return _chart(card, "own", card.title, card.unit, lines, marks=marks, notes=notes)


def note_of(measured: Measured) -> str:
    """What a value was made of then: both integers of a share, how much was known."""
    parts = []
    if ratio := measured.ratio:
        parts.append(f"{ratio.numerator.value:,} of {ratio.denominator.value:,}")
    if measured.coverage is not None and measured.coverage.is_short:
        parts.append(measured.coverage.sentence)
    return ", ".join(parts)


def _parts(card: CardHistory) -> list[Chart]:
    if card.key in WHOLE:
        return [chart for chart in [_states(card)] if chart.series]
    rows = {row.name: row for measured in card.values for row in measured.rows}
    units = dict.fromkeys(row.unit for row in rows.values())
    return [
        _chart(
            card,
            f"parts-{unit}",
            parts_title(card.key, unit),
            unit,
            [
                (row.words, f"part-{number + 1}", _part(card, name))
                for number, (name, row) in enumerate(
                    [(name, row) for name, row in rows.items() if row.unit == unit][:MOST_PARTS]
                )
            ],
        )
        for unit in units
    ]


def parts_title(key: str, unit: str) -> str:
    if unit == "count":
        return f"In {things_of(key, unit)}"
    return OTHER_PARTS.get(unit, "What it is made of")


def _part(card: CardHistory, name: str) -> Value:
    """Where a point tells of the card and not of the part, there was none of it."""
    found = [{row.name: row.value for row in measured.rows} for measured in card.values]

    def value(number: int) -> Number | None:
        none = None if card.values[number].value is None else 0
        return found[number].get(name, none)

    return value


def _states(card: CardHistory) -> Chart:
    points = card.history.points
    seen = [
        state
        for state in State
        if state != State.ACTIVE and any(point.count_of(state) for point in points)
    ]
    lines = [(str(state.label), state.value, count_of(points, state)) for state in seen]
    return _chart(card, "states", "The states outside Active", "count", lines)


def count_of(points: Sequence[Point], state: State) -> Value:
    return lambda number: points[number].count_of(state)


def _chart(
    card: CardHistory,
    name: str,
    title: str,
    unit: str,
    lines: Sequence[tuple[str, str, Value]],
    *,
    marks: Sequence[tuple[int, str]] = (),
    notes: Sequence[str] = (),
) -> Chart:
    steps = list(_steps(card.history))
    return Chart(
        name=name,
        title=title,
        unit=unit,
        x=[second for second, _ in steps],
        series=[
            Series(label, kind, [None if number is None else value(number) for _, number in steps])
            for label, kind, value in lines
        ],
        unknown=[(_seconds(gap.start), _seconds(gap.end)) for gap in card.history.gaps],
        marks=list(marks),
        start=_seconds(card.history.start),
        end=_seconds(card.history.end),
        notes=["" if number is None else notes[number] for _, number in steps]
        if any(notes)
        else None,
    )


def _steps(history: History) -> Iterable[tuple[int, int | None]]:
    """Moments and the number of the point that holds from there on; None where from there on
    nothing is known."""
    breaks = {gap.start for gap in history.gaps}
    stop: datetime | None = None
    last = 0
    for number, point in enumerate(history.points):
        for begin, end in point.known:
            if stop is not None and max(stop, history.start) in breaks:
                yield _seconds(stop), last
                yield _seconds(stop) + 1, None
            yield _seconds(max(begin, history.start)), number
            stop, last = end, number
    if stop is not None:
        followed_at = history.points[-1].followed_at
        if followed_at is not None and max(stop, history.start) not in breaks:
            # What a stretch of the past ends in held beyond it, until the next was true.
            stop = max(stop, min(followed_at, history.end))
        yield _seconds(stop), last


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
