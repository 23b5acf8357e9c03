"""One subject, or one movement, out of the states and verbs a noun phrase says."""

from collections.abc import Sequence
from typing import Final

from cards.ask.grammar.things import COUNTED, TOTAL

# Metrics that are of active listings alone: "live and out of stock" says nothing more.
_OF_ACTIVE: Final = {"oos", "expiring", "source_oos", "drifting"}
_IN_GAP: Final = {"auditing", "rejected", "expired", "taken_down", "unmapped"}
# What two words make together.
_TOGETHER: Final = {
    frozenset({"active", "complete"}): "complete_active",
    frozenset({"active", "complete/total"}): "complete_active/active",
}


def subject_of(states: Sequence[str]) -> str | None:
    """None where the states do not make one; "" where there are none."""
    if len(states) > 1 and "active" in states and {*states} - {"active"} <= _OF_ACTIVE:
        states = [one for one in states if one != "active"]
    if len(states) == 2 and "gap" in states and {*states} - {"gap"} <= _IN_GAP:
        states = [one for one in states if one != "gap"]
    if len(states) > 1:
        return _TOGETHER.get(frozenset(states))
    return states[0] if states else ""


def was_in(states: Sequence[str], past_state: str) -> bool:
    """ "active listings were taken down": the state they had, and the one they got."""
    return len(states) == 2 and {*states} <= {*COUNTED} and past_state == states[1]


def move_of(moves: Sequence[str], subject: str, *, is_new: bool) -> str | None:
    """None where the verbs and the subject do not make one; "" where nothing moved."""
    if is_new and list(moves) == ["publish"]:
        moves = ["none>*"]
    if is_new and not moves and not subject:
        moves = ["none>*"]
    if len(moves) > 1:
        return None
    if not moves:
        return ""
    [move] = moves
    if subject in {"", TOTAL}:
        return move
    source, _, target = move.partition(">")
    if move == "publish" or subject not in COUNTED:
        return None
    if subject == source:
        return move
    return f"{subject}>{target}" if source == "*" and target != subject else None
