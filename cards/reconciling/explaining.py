"""Why a number from Seller Center differs from ours. Pure: facts in, explanations out."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from aliexpress.lifecycle import State
from cards.board.flow import Moves

MOST_NAMED = 4  # of explanations that fit equally well

CLEAR_STATES = "Clear all state filters in Product Management, then compare."
CLEAR_CATEGORY = "Clear the category filter in Product Management, then compare."
RECOUNT = "Refresh here and count again; a few minutes after a bulk upload both agree."
SETTLE_DRAFTS = "Settle whether drafts belong in your comparison."


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know of the moment Seller Center was read."""

    entered: int
    counts: dict[State, int]  # by our reading, drafts among them where they are counted
    drafts_are_counted: bool
    states: frozenset[State] | None = None  # the tabs in view; None: no state filter, they say
    includes_drafts: bool = False
    category: str = ""
    # From state, to state → listings that moved so around that moment; None is nowhere.
    moves: Moves = field(default_factory=dict)
    is_behind: bool = False  # no reading of ours is as late as that moment yet
    # What AliExpress declared where it lists another number: state → declared.
    declared: dict[State, int] = field(default_factory=dict)

    @property
    def in_view(self) -> frozenset[State]:
        """The states the person compares with."""
        whole = frozenset(self.counts) if self.states is None else self.states
        return whole | {State.DRAFT} if self.includes_drafts else whole - {State.DRAFT}

    def count_of(self, states: Iterable[State]) -> int:
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason, how much of the difference it accounts for, and what to do."""

    kind: str  # equal, state_filter, movement, refresh_lag, drafts, category or dispute
    sentence: str
    accounts_for: int | None  # None: cannot be told
    direction: str = ""  # Variable, Marginal
    what_to_do: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    computed: int
    difference: int  # entered - computed
    explanations: list[Explanation]
    unexplained: int

    @property
    def status(self) -> str:
        if self.difference == 0:
            return "agreed"
        return "open" if self.unexplained else "explained"


def explain(facts: Facts) -> Answer:
    """The smallest explanation first. What none accounts for is left as a number."""
    computed = facts.count_of(facts.in_view)
    difference = facts.entered - computed
    if difference == 0:
        equal = Explanation("equal", f"Equal: {_names(facts.in_view, facts)}.", 0)
        return Answer(computed, 0, [equal], 0)
    whole = _drafts(facts, difference) or _dispute(facts, difference)
    whole = whole or _movement(facts, difference) or _subsets(facts, difference)
    hints = [*_lag(facts), *_category(facts, difference), *_drafts_unknown(facts, difference)]
    unexplained = 0 if whole else _left_over(facts, difference)
    return Answer(computed, difference, [*whole, *hints], unexplained)


def _drafts(facts: Facts, difference: int) -> list[Explanation]:
    drafts = facts.counts.get(State.DRAFT, 0)
    if not drafts or abs(difference) != drafts or (difference > 0) == facts.includes_drafts:
        return []
    where = "are in Seller Center's number" if difference > 0 else "are not in Seller Center's"
    return [
        Explanation(
            "drafts",
            f"The {drafts:,} unpublished drafts {where}, and {_theirs(facts)}.",
            difference,
            direction="Variable",
            what_to_do=SETTLE_DRAFTS,
        )
    ]


def _theirs(facts: Facts) -> str:
    return "you left them out" if not facts.includes_drafts else "you counted them in"


def _drafts_unknown(facts: Facts, difference: int) -> list[Explanation]:
    """Drafts in view that this store does not count: how many there are is not known here."""
    if not facts.includes_drafts or facts.drafts_are_counted or difference < 0:
        return []
    return [
        Explanation(
            "drafts",
            "Drafts are in your view, and this store does not count them: they may be part of "
            "the difference.",
            None,
            direction="Variable",
            what_to_do=SETTLE_DRAFTS,
        )
    ]


def _dispute(facts: Facts, difference: int) -> list[Explanation]:
    off = {
        state: declared - facts.counts.get(state, 0)
        for state, declared in facts.declared.items()
        if state in facts.in_view
    }
    if not off or sum(off.values()) != difference:
        return []
    told = ", ".join(
        f"{facts.declared[state]:,} {state.label}, and lists {facts.counts.get(state, 0):,}"
        for state in off
    )
    return [
        Explanation("dispute", f"AliExpress disagrees with itself: it declares {told}.", difference)
    ]


def _movement(facts: Facts, difference: int) -> list[Explanation]:
    came, went = _moved(facts, facts.in_view)
    if not -went <= difference <= came:
        return []
    return [
        Explanation(
            "movement",
            f"Between the two moments up to {came:,} listings came into view and {went:,} left "
            f"it: {abs(difference):,} of them are the difference.",
            difference,
            direction="Marginal",
            what_to_do=RECOUNT if facts.is_behind else "",
        )
    ]


def _subsets(facts: Facts, difference: int) -> list[Explanation]:
    """Named subsets of the states that give the number, those simplest to say."""
    present = sorted((s for s, n in facts.counts.items() if n), key=list(State).index)
    found: list[frozenset[State]] = []
    for size in range(1, len(present) + 1):
        found += [
            frozenset(some)
            for some in combinations(present, size)
            if facts.count_of(some) == facts.entered and frozenset(some) != facts.in_view
        ]
    if not found:
        return []
    simplest = min(_words(one, present) for one in found)
    fitting = [one for one in found if _words(one, present) == simplest]
    if len(fitting) > MOST_NAMED:
        said = f"{len(fitting):,} different views would show {facts.entered:,}, so it tells nothing"
    elif len(fitting) > 1:
        names = "; or ".join(_names(one, facts) for one in fitting)
        said = f"{facts.entered:,} could be any of: {names}"
    else:
        said = f"{facts.entered:,} is {_names(fitting[0], facts)}"
    return [
        Explanation(
            "state_filter",
            f"A state filter is on in Seller Center: {said}.",
            difference,
            direction="Variable",
            what_to_do=CLEAR_STATES,
        )
    ]


def _words(states: frozenset[State], present: list[State]) -> int:
    """How many states a person has to be told: those in it, or those left out."""
    return min(len(states), len(present) - len(states) + 1)


def _lag(facts: Facts) -> list[Explanation]:
    if not facts.is_behind:
        return []
    return [
        Explanation(
            "refresh_lag",
            "Our newest reading is from before you looked, so what changed since is not in it.",
            None,
            direction="Marginal",
            what_to_do=RECOUNT,
        )
    ]


def _category(facts: Facts, difference: int) -> list[Explanation]:
    if not facts.category or difference > 0:
        return []
    return [
        Explanation(
            "category",
            f"The category {facts.category!r} is in view: Seller Center counts only what is in it.",
            None,
            direction="Variable",
            what_to_do=CLEAR_CATEGORY,
        )
    ]


def _left_over(facts: Facts, difference: int) -> int:
    """What movements cannot account for, however they went."""
    came, went = _moved(facts, facts.in_view)
    return difference - came if difference > 0 else difference + went


def _moved(facts: Facts, states: frozenset[State]) -> tuple[int, int]:
    """How many listings came into these states, and how many left them."""
    came = sum(
        n for (source, to), n in facts.moves.items() if to in states and source not in states
    )
    went = sum(
        n for (source, to), n in facts.moves.items() if source in states and to not in states
    )
    return came, went


def _names(states: frozenset[State], facts: Facts) -> str:
    """'Active only', 'all but Expired', 'Active and Rejected'; 'every state'."""
    present = [state for state in State if facts.counts.get(state)]
    inside = [state for state in present if state in states]
    outside = [state for state in present if state not in states]
    if not outside:
        return "every state"
    if len(inside) == 1:
        return f"{inside[0].label} only"
    if len(outside) < len(inside):
        return f"all but {_listed(outside)}"
    return _listed(inside) or "nothing"


def _listed(states: list[State]) -> str:
    labels = [str(state.label) for state in states]
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
