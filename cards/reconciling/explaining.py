"""Why a number from Seller Center differs from ours. Pure: facts in, explanations out."""

from datetime import UTC, datetime

from aliexpress.lifecycle import State
from cards.reconciling.answer import Answer, Explanation
from cards.reconciling.facts import Facts
from cards.reconciling.filters import (
    View,
    name_of,
    nearest_view,
    views_that_may_show,
    views_that_show,
)

MOST_NAMED = 4  # of filters that fit equally well

CLEAR_STATES = "Clear all state filters in Product Management, then compare."
NAME_STATES = "Tick here the tabs that are in view there, then compare."
CLEAR_CATEGORY = "Clear the category filter in Product Management, then compare."
RECOUNT = "Refresh here and count again; a few minutes after a bulk upload both agree."
RELOAD = "Load the list in Seller Center anew, and count again."
SETTLE_DRAFTS = "Settle whether drafts belong in your comparison."
LOOK_AGAIN = "Look for a filter that is still on in Seller Center, and count again."


def explain(facts: Facts) -> Answer:
    """The smallest explanation first. What none accounts for is left as a number."""
    computed = facts.count_of(facts.in_view)
    difference = facts.entered - computed
    if difference == 0:
        equal = Explanation("equal", f"Equal: {name_of(facts.in_view, facts)}.", 0)
        return Answer(computed, 0, [equal], 0)
    whole = _whole(facts, difference)
    hints = [*_category(facts, difference), *_lag(facts), *_drafts_unknown(facts, difference)]
    if whole:
        return Answer(computed, difference, [*whole, *hints], 0)
    partly = _movement_partly(facts, difference)
    told = sum(one.accounts_for or 0 for one in partly)
    return Answer(computed, difference, [*partly, *hints, _none(facts)], difference - told)


def _whole(facts: Facts, difference: int) -> list[Explanation]:
    """Each accounts for the whole difference: what hits the number first, then what only may."""
    exact = [
        *_state_filter(facts, difference),
        *_drafts(facts, difference),
        *_dispute(facts, difference),
        *_other_moment(facts, difference),
    ]
    may = _movement(facts, difference)
    return exact + may or _state_filter_while_moving(facts, difference)


def _state_filter(facts: Facts, difference: int) -> list[Explanation]:
    views = views_that_show(facts)
    if len(views) > MOST_NAMED:
        said = f"{len(views):,} different filters show {facts.entered:,}, so it tells nothing"
        return [_of_filter(facts, said, difference)]
    return [_of_filter(facts, _is(views, facts), difference)] if views else []


def _state_filter_while_moving(facts: Facts, difference: int) -> list[Explanation]:
    """A filter, and listings that moved around that moment besides."""
    views = views_that_may_show(facts) if facts.moves else []
    if not 1 <= len(views) <= MOST_NAMED:
        return []
    said = f"{_is(views, facts)}, with listings that came or left around that moment"
    return [_of_filter(facts, said, difference)]


def _is(views: list[View], facts: Facts) -> str:
    names = [name_of(view, facts) for view in views]
    fits = "is" if len(names) == 1 else "could be any of:"
    return f"{facts.entered:,} {fits} {'; or '.join(names)}"


def _of_filter(facts: Facts, said: str, difference: int) -> Explanation:
    if facts.states is None:
        where, what_to_do = "A state filter is on in Seller Center", CLEAR_STATES
    else:
        where, what_to_do = "Other state tabs are in view in Seller Center", NAME_STATES
    return Explanation(
        "state_filter",
        f"{where}: {said}.",
        difference,
        direction="Variable",
        what_to_do=what_to_do,
    )


def _drafts(facts: Facts, difference: int) -> list[Explanation]:
    drafts = facts.counts.get(State.DRAFT, 0)
    # With the drafts counted the other way round Seller Center's number is ours.
    other_way = facts.in_view ^ {State.DRAFT}
    if not drafts or not facts.may_show(facts.entered, states=other_way):
        return []
    if State.DRAFT in facts.in_view:
        said = "are not in Seller Center's number, and you counted them in"
    else:
        said = "are in Seller Center's number, and you left them out"
    return [
        Explanation(
            "drafts",
            f"The {drafts:,} unpublished drafts {said}.",
            difference,
            direction="Variable",
            what_to_do=SETTLE_DRAFTS,
        )
    ]


def _dispute(facts: Facts, difference: int) -> list[Explanation]:
    seen = [one for one in facts.disputed if one.states & facts.in_view]
    if not seen or sum(one.declared - one.listed for one in seen) != difference:
        return []
    told = "; ".join(one.words for one in seen)
    sentence = f"AliExpress disagrees with itself: it declares {told}."
    return [Explanation("dispute", sentence, difference)]


def _other_moment(facts: Facts, difference: int) -> list[Explanation]:
    if facts.same_at is None:
        return []
    sentence = (
        f"{facts.entered:,} is what we read as of {_exact(facts.same_at)}: the list in Seller "
        "Center may be from then."
    )
    return [Explanation("other_moment", sentence, difference, "Marginal", RELOAD)]


def _movement(facts: Facts, difference: int) -> list[Explanation]:
    if not facts.may_show(facts.entered, states=facts.in_view):
        return []
    sentence = f"{_moved(facts)}: {abs(difference):,} of them are the difference."
    return [Explanation("movement", sentence, difference, "Marginal")]


def _movement_partly(facts: Facts, difference: int) -> list[Explanation]:
    came, went = facts.moved(facts.in_view)
    most = came if difference > 0 else -went
    if not most:
        return []
    sentence = f"{_moved(facts)}: they make {abs(most):,} of the difference at most."
    return [Explanation("movement", sentence, most, "Marginal")]


def _moved(facts: Facts) -> str:
    came, went = facts.moved(facts.in_view)
    until = f" and {_exact(facts.next_as_of)}" if facts.next_as_of else ""
    return (
        f"Between our readings of {_exact(facts.confirmed_at)}{until} {came:,} listings came "
        f"into view and {went:,} left it"
    )


def _category(facts: Facts, difference: int) -> list[Explanation]:
    if not facts.category or difference > 0:
        return []
    sentence = (
        f"The category {facts.category!r} is in view: Seller Center counts only what is in it, "
        "and we count every category."
    )
    return [Explanation("category", sentence, None, "Variable", CLEAR_CATEGORY)]


def _lag(facts: Facts) -> list[Explanation]:
    if not facts.is_behind:
        return []
    sentence = (
        f"Our newest reading, confirmed at {_exact(facts.confirmed_at)}, is from before you "
        f"looked at {_exact(facts.observed_at)}: what changed since is not in it."
    )
    return [Explanation("refresh_lag", sentence, None, "Marginal", RECOUNT)]


def _drafts_unknown(facts: Facts, difference: int) -> list[Explanation]:
    """Drafts in view that this store does not count: how many there are is not known here."""
    if State.DRAFT not in facts.in_view or facts.drafts_are_counted or difference < 0:
        return []
    sentence = (
        "Drafts are in your view, and this store does not count them: they may be part of the "
        "difference."
    )
    return [Explanation("drafts", sentence, None, "Variable", SETTLE_DRAFTS)]


def _none(facts: Facts) -> Explanation:
    sentence = f"No filter of states shows {facts.entered:,}"
    if (view := nearest_view(facts)) is not None:
        sentence += f"; the nearest is {name_of(view, facts)} with {facts.count_of(view):,}"
    return Explanation("none", f"{sentence}.", 0, what_to_do=LOOK_AGAIN)


def _exact(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"
