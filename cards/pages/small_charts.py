"""Geometry of small charts: the bar of states, and the line of a month. No markup here."""

from collections.abc import Sequence
from dataclasses import dataclass

from aliexpress.lifecycle import State
from cards.formats import Number, share_text

LEAST_WIDTH = 0.8  # percent of the bar: a state with one listing can still be seen


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
                share=share_text(present[state] / total),
            )
        )
        x += width
    return drawn


def month_path(values: Sequence[Number | None]) -> str:
    """Steps from left to right in a box of 100 by 20, broken where nothing is known; "" where
    fewer than three values are: two make a stroke that tells of no month."""
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return ""
    low, high = min(known), max(known)
    parts: list[str] = []
    is_open = False
    for number, value in enumerate(values):
        if value is None:
            is_open = False
            continue
        x = round(100 * number / (len(values) - 1))
        y = round(18 - 16 * (value - low) / (high - low)) if high > low else 10
        parts.append(f"{'L' if is_open else 'M'}{x} {y}")
        is_open = True
    return "".join(parts)
