"""What a note says of one store: the number and its exact movement, what moved it, one thing to
do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aliexpress.lifecycle import State
from aliexpress.models import Store
from cards.flow.flow import Flow, NoFlow, flow_between
from cards.formats import signed

# Fewer than these move on any day, and nobody has to hear of it.
LEAST_MOVED: Final = 5
LEAST_SHARE: Final = 0.005  # of the listings there are
MOVES_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class StoreLines:
    store: Store
    number: str
    movement: str
    is_material: bool
    read_at: datetime  # when the number was last found true


def lines_of(store: Store, *, since: datetime, until: datetime) -> StoreLines | None:
    """None where there is no reading at one of the moments, or they cannot be joined."""
    try:
        flow = flow_between(store, start=since, end=until)
    except NoFlow:
        return None
    moved = flow.moved
    return StoreLines(
        store=store,
        number=_number(store, flow),
        movement=_movement(flow),
        is_material=moved >= max(LEAST_MOVED, flow.closing.total_count * LEAST_SHARE),
        read_at=flow.closing.confirmed_at,
    )


def _number(store: Store, flow: Flow) -> str:
    opening, closing = flow.opening.total_count, flow.closing.total_count
    appeared = sum(state.appeared for state in flow.states)
    vanished = sum(state.vanished for state in flow.states)
    active = flow.closing.count_of(State.ACTIVE)
    change = active - flow.opening.count_of(State.ACTIVE)
    changed = signed(change) if change else "no change"
    return (
        f"{store.name}: {closing:,} listings = {opening:,} + {appeared:,} that appeared "
        f"\N{MINUS SIGN} {vanished:,} that vanished; {active:,} active ({changed})."
    )


def _movement(flow: Flow) -> str:
    """The largest moves, in words."""
    named = list(flow.moves.items())[:MOVES_NAMED]
    if not named:
        return "No listing changed its state."
    told = "; ".join(_move(source, to, count) for (source, to), count in named)
    others = flow.moved - sum(count for _, count in named)
    return f"{told}{f'; {others:,} others moved' if others else ''}."


def _move(source: State | None, to: State | None, count: int) -> str:
    if source is None and to is not None:
        return f"{count:,} appeared, {to.label.lower()}"
    if to is None and source is not None:
        return f"{count:,} vanished, {source.label.lower()}"
    ends = [state.label.lower() for state in (source, to) if state is not None]
    return f"{count:,} went from {' to '.join(ends)}"
