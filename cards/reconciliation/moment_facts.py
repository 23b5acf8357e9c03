"""What is known of the moment Seller Center was read: the ground every explanation stands on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from aliexpress.lifecycle import POP, State, state_of
from cards.flow.flow import Moves

OFFLINE = "offline"
OFFLINE_STATES = frozenset({State.EXPIRED, State.TAKEN_DOWN, State.UNMAPPED})


@dataclass(frozen=True, slots=True)
class Disputed:
    """A status of which AliExpress declares another number than it lists."""

    status: str
    declared: int
    listed: int
    family: str = POP  # of the shop, whose words they are

    @property
    def states(self) -> frozenset[State]:
        return states_of(self.status, family=self.family)

    @property
    def words(self) -> str:
        label = state_of(self.status, "", family=self.family).label
        label = "Offline" if self.status == OFFLINE else label
        return f"{self.declared:,} {label}, and lists {self.listed:,}"


@dataclass(frozen=True, slots=True)
class Passed:
    """A view whose number was as low and as high as this within a day of the moment."""

    view: frozenset[State]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`counts` are those of our newest reading that was true by `observed_at`."""

    entered: int
    counts: dict[State, int]  # drafts among them where they are counted
    drafts_are_counted: bool
    observed_at: datetime
    confirmed_at: datetime  # until then our reading was true for certain
    states: frozenset[State] | None = None  # the tabs in view; None: no state filter, they say
    includes_drafts: bool = False
    category: str = ""
    # Where `observed_at` lies between two readings of ours: from state, to state → listings
    # that moved so in between, and when the later reading was true. None is nowhere.
    moves: Moves = field(default_factory=dict)
    next_as_of: datetime | None = None
    is_behind: bool = False  # no reading of ours is as late as that moment yet
    disputed: tuple[Disputed, ...] = ()
    # Another reading of about that day that shows the entered number.
    same_at: datetime | None = None
    # Where they say no tab is chosen: the nearest other reading of which a filter shows it.
    filtered_at: tuple[datetime, frozenset[State]] | None = None
    passed: tuple["Passed", ...] = ()

    @property
    def in_view(self) -> frozenset[State]:
        """The states the person compares with. Drafts have no tab among the states: they are in
        view where the person says so."""
        whole = frozenset(State) - {State.DRAFT} if self.states is None else self.states
        return whole | {State.DRAFT} if self.includes_drafts else whole

    @property
    def present(self) -> list[State]:
        """The states in which there is a listing, in the order of a lifecycle."""
        return [state for state in State if self.counts.get(state)]

    def count_of(self, states: Iterable[State]) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    def moved(self, states: frozenset[State]) -> tuple[int, int]:
        """How many listings came into these states around that moment, and how many left."""
        came = sum(
            n for (source, to), n in self.moves.items() if to in states and source not in states
        )
        went = sum(
            n for (source, to), n in self.moves.items() if source in states and to not in states
        )
        return came, went

    def may_show(self, number: int, *, states: frozenset[State]) -> bool:
        """Whether a view of these states may have shown this number at that moment."""
        came, went = self.moved(states)
        return -went <= number - self.count_of(states) <= came


def states_of(status: str, *, family: str = POP) -> frozenset[State]:
    """Every state a listing of this status can be in."""
    one = frozenset({state_of(status, "", family=family)})
    return OFFLINE_STATES if status == OFFLINE else one
