"""Geometry of the bar of states. No markup here."""

from dataclasses import dataclass

from aliexpress.lifecycle import State

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
                share=f"{100 * present[state] / total:.1f} %",
            )
        )
        x += width
    return drawn
