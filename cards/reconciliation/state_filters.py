"""Which state filters of Seller Center would show a number, and how a person names them."""

from itertools import combinations

from aliexpress.lifecycle import State
from cards.reconciliation.moment_facts import Facts

View = frozenset[State]


def views_that_show(facts: Facts) -> list[View]:
    """The filters that show exactly the entered number, those simplest to say."""
    return _simplest([v for v in _views(facts) if facts.count_of(v) == facts.entered], facts)


def views_that_may_show(facts: Facts) -> list[View]:
    """Those that may have shown it, given what moved around that moment."""
    moving = [v for v in _views(facts) if v and facts.may_show(facts.entered, states=v)]
    return _simplest(moving, facts)


def nearest_view(facts: Facts) -> View | None:
    """The filter that shows the number closest to the entered one; None where no filter is
    closer than what was compared."""

    def off(view: View) -> int:
        return abs(facts.count_of(view) - facts.entered)

    nearest = min((v for v in _views(facts) if v), key=off, default=None)
    return nearest if nearest is not None and off(nearest) < off(facts.in_view) else None


def name_of(view: View, facts: Facts) -> str:
    """'Active only', 'all but Expired', 'Active and Rejected', 'every state'."""
    inside = [state for state in facts.present if state in view]
    outside = [state for state in facts.present if state not in view]
    if not inside:
        empty = [state for state in State if state in view] or _empty(facts)
        return f"{listed(empty, word='or')}, where there is nothing" if empty else "nothing"
    if not outside:
        return "every state"
    if len(inside) == 1:
        return f"{inside[0].label} only"
    return f"all but {listed(outside)}" if len(outside) < len(inside) else listed(inside)


def listed(states: list[State], *, word: str = "and") -> str:
    """'Active, Rejected and Expired'."""
    labels = [str(state.label) for state in states]
    return f" {word} ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def _views(facts: Facts) -> list[View]:
    """Every filter, small ones first, but what was compared. Drafts beside it are a reason of
    their own."""
    compared = (facts.in_view & set(facts.present)) - {State.DRAFT}
    return [
        frozenset(some)
        for size in range(len(facts.present) + 1)
        for some in combinations(facts.present, size)
        if frozenset(some) - {State.DRAFT} != compared
    ]


def _simplest(views: list[View], facts: Facts) -> list[View]:
    fewest = min((_words(view, facts) for view in views), default=0)
    return [view for view in views if _words(view, facts) == fewest]


def _words(view: View, facts: Facts) -> int:
    """How many states a person has to be told: those in it, or those left out."""
    return min(len(view), len(facts.present) - len(view) + 1)


def _empty(facts: Facts) -> list[State]:
    sometimes = (State.DRAFT, State.PENDING)  # there is no tab for them where there are none
    return [s for s in State if s not in sometimes and not facts.counts.get(s)]
