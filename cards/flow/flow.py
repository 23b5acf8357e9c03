"""The movements that join two readings: opening + in - out = closing, state by state."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from aliexpress.typed.bad_input import BadInput
from cards.flow.movements import whole_moves
from cards.formats import moment_text

DEFAULT_STRETCH: Final = timedelta(days=1)  # where no other is asked for

Moves = dict[tuple[State | None, State | None], int]


class NoFlow(BadInput):
    """There are no two readings to join, or they cannot be joined; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__("from", sentence)


@dataclass(frozen=True, slots=True)
class StateFlow:
    state: State
    opening: int
    appeared: int
    vanished: int
    moved_in: int
    moved_out: int
    closing: int

    @property
    def net(self) -> int:
        return self.closing - self.opening

    @property
    def touched(self) -> int:
        """Listings that came or went: a net of nothing may hide many."""
        return self.appeared + self.vanished + self.moved_in + self.moved_out


@dataclass(frozen=True, slots=True)
class Flow:
    opening: ListingSnapshot
    closing: ListingSnapshot
    states: list[StateFlow]  # those that ever held a listing, in the order of a lifecycle
    moves: Moves  # from state, to state; None: appeared, vanished. Nothing that stayed
    came_back: int  # listings that left their state in between and are in it again

    @property
    def moved(self) -> int:
        return sum(self.moves.values())

    @property
    def net(self) -> int:
        return self.closing.total_count - self.opening.total_count

    def as_json(self) -> dict[str, Any]:
        return {
            "from": _end(self.opening),
            "to": _end(self.closing),
            "states": {
                flow.state.value: {
                    "opening": flow.opening,
                    "appeared": flow.appeared,
                    "vanished": flow.vanished,
                    "moved_in": flow.moved_in,
                    "moved_out": flow.moved_out,
                    "closing": flow.closing,
                }
                for flow in self.states
            },
            "moves": [
                {"from": source and source.value, "to": to and to.value, "count": count}
                for (source, to), count in self.moves.items()
            ],
            "came_back": self.came_back,
        }


def flow_between(store: Store, *, start: datetime, end: datetime) -> Flow:
    """Between the readings given at two moments. Three statements. Raises NoFlow."""
    opening, closing = given_at_both(store, start=start, end=end)
    moves, back = _moves(store, opening, closing)
    states = [state_flow(state, opening, closing, moves) for state in State]
    for flow in states:
        _check(flow)
    return Flow(
        opening=opening,
        closing=closing,
        states=[flow for flow in states if is_shown(flow)],
        moves=moves,
        came_back=back,
    )


def given_at_both(
    store: Store, *, start: datetime, end: datetime
) -> tuple[ListingSnapshot, ListingSnapshot]:
    """Raises NoFlow where nothing complete was known at one of the moments."""
    return ends_of_flow(
        ListingSnapshot.objects.given_at(store, at=start),
        ListingSnapshot.objects.given_at(store, at=end),
    )


def ends_of_flow(
    opening: ListingSnapshot | None, closing: ListingSnapshot | None
) -> tuple[ListingSnapshot, ListingSnapshot]:
    """Raises NoFlow where one of them is missing."""
    if closing is None:
        raise NoFlow("No complete reading had been published by the later moment.")
    if opening is None:
        raise NoFlow(
            "No complete reading had been published by the earlier moment, so there is nothing "
            "to count movements from. Choose a later one."
        )
    return opening, closing


def moves_between(store: Store, opening: ListingSnapshot, closing: ListingSnapshot) -> Moves:
    """How many listings went from which state to which other, in one statement."""
    return _moves(store, opening, closing)[0]


def _moves(store: Store, opening: ListingSnapshot, closing: ListingSnapshot) -> tuple[Moves, int]:
    """The moves, and how many listings left their state and came back to it."""
    if opening == closing:
        return {}, 0
    rows = (
        whole_moves(store, after=opening, until=closing)
        .values("opened_in", "to_state", "left")
        .annotate(number=Count("pk"))
        .order_by()
    )
    counted = Counter[tuple[State | None, State | None]]()
    back = 0
    for row in rows:
        source, to = _state(row["opened_in"]), _state(row["to_state"])
        if source != to:
            counted[source, to] += row["number"]
        elif row["left"]:
            back += row["number"]
    return dict(counted.most_common()), back


def _state(text: str | None) -> State | None:
    return State(text) if text else None


def state_flow(
    state: State, opening: ListingSnapshot, closing: ListingSnapshot, moves: Moves
) -> StateFlow:
    came = {source: n for (source, to), n in moves.items() if to == state}
    went = {to: n for (source, to), n in moves.items() if source == state}
    appeared, vanished = came.pop(None, 0), went.pop(None, 0)
    return StateFlow(
        state=state,
        opening=opening.count_of(state),
        appeared=appeared,
        vanished=vanished,
        moved_in=sum(came.values()),
        moved_out=sum(went.values()),
        closing=closing.count_of(state),
    )


def _check(flow: StateFlow) -> None:
    joined = flow.opening + flow.appeared - flow.vanished + flow.moved_in - flow.moved_out
    if joined != flow.closing:
        raise NoFlow(
            f"The movements recorded for {flow.state.label} lead from {flow.opening:,} to "
            f"{joined:,}, and the reading says {flow.closing:,}. They are not shown, because one "
            "of them is wrong."
        )


def is_shown(flow: StateFlow) -> bool:
    """A row of drafts, or of what is pending, only where such were ever counted; unmapped
    always."""
    sometimes = flow.state in (State.DRAFT, State.PENDING)
    return not sometimes or bool(flow.opening or flow.closing or flow.touched)


def _end(snapshot: ListingSnapshot) -> dict[str, Any]:
    return {"snapshot": snapshot.pk, "as_of": moment_text(snapshot.as_of)}
