"""Why a number from Seller Center differs from ours. Pure: facts in, explanations out."""

from collections.abc import Mapping
from dataclasses import replace

from aliexpress.lifecycle import State
from cards.formats import exact_moment
from cards.reconciliation.advice import Advice
from cards.reconciliation.answer import Answer, Explanation
from cards.reconciliation.moment_facts import Facts
from cards.reconciliation.state_filters import (
    View,
    name_of,
    nearest_view,
    views_that_may_show,
    views_that_show,
)

MOST_NAMED = 4  # of filters that fit equally well

NAME_STATES = "Tick here the tabs that are in view there, then compare."
CLEAR_CATEGORY = "Clear the category filter in Product Management, then compare."
RELOAD = "Load the list in Seller Center anew, and count again."
LOOK_AGAIN = "Look for a filter that is still on in Seller Center, and count again."


def explain(facts: Facts, advice: Mapping[str, Advice]) -> Answer:
    """The smallest explanation first. What none accounts for is left as a number."""
    computed = facts.count_of(facts.in_view)
    difference = facts.entered - computed
    if difference == 0:
        equal = Explanation("equal", f"Equal: {name_of(facts.in_view, facts)}.", 0)
        return Answer(computed, 0, [equal], 0)
    found = _whole(facts, difference)
    unexplained = 0
    if not found:
        found = _passed(facts, difference)
    if not found:
        found = movement_partly(facts, difference)
        unexplained = difference - sum(one.accounts_for or 0 for one in found)
    found += [*_category(facts, difference), *_lag(facts)]
    if unexplained:
        found += [*drafts_unknown(facts, difference), _none(facts)]
    advised = [_advised(one, advice.get(one.kind)) for one in found]
    return Answer(computed, difference, advised, unexplained)


def _advised(one: Explanation, advice: Advice | None) -> Explanation:
    """With what the card says of its kind, where the explanation says nothing by itself."""
    if advice is None:
        return one
    return replace(
        one,
        direction=one.direction or advice.direction,
        what_to_do=one.what_to_do or advice.what_to_do,
    )


def _whole(facts: Facts, difference: int) -> list[Explanation]:
    """Each accounts for the whole difference: what hits the number first, also in a list of another
    moment, then what only may."""
    exact = [
        *_state_filter(facts, difference),
        *_drafts(facts, difference),
        *_dispute(facts, difference),
        *_other_moment(facts, difference),
    ]
    found = exact + _movement(facts, difference)
    return (
        found or filter_of_then(facts, difference) or state_filter_while_moving(facts, difference)
    )


def filter_of_then(facts: Facts, difference: int) -> list[Explanation]:
    """A filter and an earlier list together: neither by itself shows the number."""
    if facts.filtered_at is None:
        return []
    moment, view = facts.filtered_at
    sentence = (
        f"A state filter is on in Seller Center, and its list is not of now: {facts.entered:,} was "
        f"{name_of(view, facts)} as of {exact_moment(moment)}."
    )
    return [Explanation("state_filter", sentence, difference)]


def _passed(facts: Facts, difference: int) -> list[Explanation]:
    """The number was never read, but went by between two readings of that day."""
    if not 1 <= len(facts.passed) <= MOST_NAMED:
        return []
    names = [
        f"{name_of(one.view, facts)} was between {one.low:,} and {one.high:,}"
        for one in facts.passed
    ]
    said = f"{facts.entered:,} was never read, but within a day of then {'; or '.join(names)}"
    if facts.passed[0].view == facts.in_view:
        sentence = f"{said}: the list in Seller Center may be from another moment than you say."
        return [Explanation("other_moment", sentence, difference, "Marginal", RELOAD)]
    sentence = f"A state filter is on in Seller Center: {said}."
    return [Explanation("state_filter", sentence, difference)]


def _state_filter(facts: Facts, difference: int) -> list[Explanation]:
    views = views_that_show(facts)
    if len(views) > MOST_NAMED:
        said = f"{len(views):,} different filters show {facts.entered:,}, so it tells nothing"
        return [of_filter(facts, said, difference)]
    return [of_filter(facts, _is(views, facts), difference)] if views else []


def state_filter_while_moving(facts: Facts, difference: int) -> list[Explanation]:
    """A filter, and listings that moved around that moment besides."""
    views = views_that_may_show(facts) if facts.moves else []
    if not 1 <= len(views) <= MOST_NAMED:
        return []
    said = f"{_is(views, facts)}, with listings that came or left around that moment"
    return [of_filter(facts, said, difference)]


def _is(views: list[View], facts: Facts) -> str:
    names = [name_of(view, facts) for view in views]
    fits = "is" if len(names) == 1 else "could be any of:"
    return f"{facts.entered:,} {fits} {'; or '.join(names)}"


def of_filter(facts: Facts, said: str, difference: int) -> Explanation:
    if facts.states is None:
        sentence = f"A state filter is on in Seller Center: {said}."
        return Explanation("state_filter", sentence, difference)
    sentence = f"Other state tabs are in view in Seller Center: {said}."
    return Explanation("state_filter", sentence, difference, what_to_do=NAME_STATES)


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
    return [Explanation("drafts", f"The {drafts:,} unpublished drafts {said}.", difference)]


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
        f"{facts.entered:,} is what we read as of {exact_moment(facts.same_at)}: the list in "
        "Seller Center may be from then."
    )
    return [Explanation("other_moment", sentence, difference, "Marginal", RELOAD)]


def _movement(facts: Facts, difference: int) -> list[Explanation]:
    if not facts.may_show(facts.entered, states=facts.in_view):
        return []
    sentence = f"{_moved(facts)}: {abs(difference):,} of them are the difference."
    return [Explanation("movement", sentence, difference, "Marginal")]


def movement_partly(facts: Facts, difference: int) -> list[Explanation]:
    came, went = facts.moved(facts.in_view)
    most = came if difference > 0 else -went
    if not most:
        return []
    sentence = f"{_moved(facts)}: they make {abs(most):,} of the difference at most."
    return [Explanation("movement", sentence, most, "Marginal")]


def _moved(facts: Facts) -> str:
    came, went = facts.moved(facts.in_view)
    until = f" and {exact_moment(facts.next_as_of)}" if facts.next_as_of else ""
    return (
        f"Between our readings of {exact_moment(facts.confirmed_at)}{until} {came:,} listings came "
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
        f"Our newest reading, confirmed at {exact_moment(facts.confirmed_at)}, is from before you "
        f"looked at {exact_moment(facts.observed_at)}: what changed since is not in it."
    )
    return [Explanation("refresh_lag", sentence, None)]


def drafts_unknown(facts: Facts, difference: int) -> list[Explanation]:
    """Drafts that this store does not count: how many there are is not known here."""
    ticked = State.DRAFT in facts.in_view
    if facts.drafts_are_counted or difference < 0 or not (ticked or facts.states is None):
        return []
    seen = "are in your view" if ticked else "may be in your view"
    sentence = (
        f"Unpublished drafts {seen}, and this store does not count them: they may be part of the "
        "difference."
    )
    return [Explanation("drafts", sentence, None)]


def _none(facts: Facts) -> Explanation:
    sentence = f"No filter of states shows {facts.entered:,}"
    if (view := nearest_view(facts)) is not None:
        sentence += f"; the nearest is {name_of(view, facts)} with {facts.count_of(view):,}"
    return Explanation("none", f"{sentence}.", 0, what_to_do=LOOK_AGAIN)
