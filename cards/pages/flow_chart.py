"""Geometry of the picture of a flow: which states fed which. No markup here."""

from dataclasses import dataclass

from aliexpress.lifecycle import State
from cards.flow.flow import Moves
from cards.listings.filter_checks import NOWHERE

# Heights in pixels; across, ribbons run in a box 100 wide that is stretched to the page.
HEIGHT = 240.0  # of all movements together
LEAST_NODE = 34.0  # room for its two lines of words
LEAST_RIBBON = 1.5  # a single listing can still be seen
SPACE = 10.0

ORDER = [None, *State]  # nowhere first


@dataclass(frozen=True, slots=True)
class Node:
    name: str  # of a state, or NOWHERE
    label: str
    count: int
    y: float
    height: float  # of its ribbons together

    @property
    def words_y(self) -> float:
        return self.y + 13

    @property
    def count_y(self) -> float:
        return self.y + 29


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One kind of move: a band from the left side to the right."""

    moved: str  # auditing-active, as the list of listings takes it
    label: str
    fill: str  # the state it is coloured as
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    sources: list[Node]
    targets: list[Node]
    ribbons: list[Ribbon]
    height: float


def flow_picture(moves: Moves) -> Picture | None:
    """None where nothing moved."""
    if not moves:
        return None
    total = sum(moves.values())
    thick = {move: max(LEAST_RIBBON, HEIGHT * n / total) for move, n in moves.items()}
    sources = column(moves, thick, side=0, nowhere="Appeared")
    targets = column(moves, thick, side=1, nowhere="Vanished")
    left = {node.name: node.y for node in sources}
    right = {node.name: node.y for node in targets}
    ribbons = []
    for move in sorted(moves, key=lambda move: (ORDER.index(move[0]), ORDER.index(move[1]))):
        source, target = _name(move[0]), _name(move[1])
        ribbons.append(
            Ribbon(
                moved=f"{source}-{target}",
                label=f"{_label(move[0], 'Appeared')} to {_label(move[1], 'vanished')}",
                fill=(move[0] or move[1] or State.UNMAPPED).value,
                count=moves[move],
                path=_band(left[source], right[target], thick[move]),
            )
        )
        left[source] += thick[move]
        right[target] += thick[move]
    height = max(node.y + max(node.height, LEAST_NODE) for node in [*sources, *targets])
    return Picture(sources, targets, ribbons, round(height, 1))


Ends = tuple[State | None, State | None]


def column(moves: Moves, thick: dict[Ends, float], *, side: int, nowhere: str) -> list[Node]:
    nodes = []
    y = 0.0
    for state in ORDER:
        mine = [move for move in moves if move[side] == state]
        if not mine:
            continue
        height = sum(thick[move] for move in mine)
        nodes.append(
            Node(
                name=_name(state),
                label=_label(state, nowhere),
                count=sum(moves[move] for move in mine),
                y=round(y, 1),
                height=round(height, 1),
            )
        )
        y += max(height, LEAST_NODE) + SPACE
    return nodes


def _band(left: float, right: float, thick: float) -> str:
    left, right, thick = round(left, 1), round(right, 1), round(thick, 1)
    lower_left, lower_right = round(left + thick, 1), round(right + thick, 1)
    return (
        f"M0 {left} C50 {left} 50 {right} 100 {right} V{lower_right}"
        f" C50 {lower_right} 50 {lower_left} 0 {lower_left} Z"
    )


def _name(state: State | None) -> str:
    return state.value if state else NOWHERE


def _label(state: State | None, nowhere: str) -> str:
    return str(state.label) if state else nowhere
