"""The table behind the charts of a card: the figures they are drawn from."""

from dataclasses import dataclass

from aliexpress.lifecycle import State
from cards.formats import figure
from cards.history.card_history import CardHistory
from cards.history.history import Point
from cards.measures.measured import Measured
from cards.pages.charts import MOST_PARTS, WHOLE, note_of


@dataclass(frozen=True, slots=True)
class TableRow:
    point: Point
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures a chart is drawn from, newest first."""

    columns: list[str]
    rows: list[TableRow]


def table_of(card: CardHistory) -> Table:
    """The card's own figures; of the whole, its states as well."""
    points = card.history.points
    if card.key in WHOLE:
        states = [state for state in State if any(point.count_of(state) for point in points)]
        others = [state for state in states if state != State.ACTIVE]
        return Table(
            ["Total", "Active", "Gap", *(str(state.label) for state in others)],
            [
                TableRow(
                    point,
                    [
                        f"{number:,}"
                        for number in (
                            point.total,
                            point.active,
                            point.gap,
                            *(point.count_of(state) for state in others),
                        )
                    ],
                )
                for point in reversed(points)
            ],
        )
    rows = {row.name: row for measured in card.values for row in measured.rows}
    parts = list(rows.values())[: 2 * MOST_PARTS]
    has_notes = any(note_of(measured) for measured in card.values)
    return Table(
        [card.title, *(["Made of"] if has_notes else []), *(row.words for row in parts)],
        [
            TableRow(point, _cells(card, measured, [row.name for row in parts], has_notes))
            for point, measured in reversed(list(zip(points, card.values, strict=True)))
        ],
    )


def _cells(card: CardHistory, measured: Measured, names: list[str], has_notes: bool) -> list[str]:
    rows = {row.name: figure(row.value, row.unit) for row in measured.rows}
    return [
        figure(measured.value, card.unit),
        *([note_of(measured)] if has_notes else []),
        *(rows.get(name, "unknown" if measured.value is None else "0") for name in names),
    ]
