"""Why two numbers differ: the smallest explanation first, and what is left said as a number."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from tests.cards.reconciliation.explanations import answer_to, kinds
from tests.moments import NOON


def test_the_same_number_is_agreed():
    answer = answer_to(4820)

    assert (answer.status, answer.difference, kinds(answer)) == ("agreed", 0, ["equal"])


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        (4310, "4,310 is Active only."),
        (4770, "4,770 is all but Expired."),
        (120, "120 is Rejected only."),
        (4700, "4,700 is all but Rejected."),
        (460, "460 is In auditing and Rejected."),
        (4650, "4,650 is Active and In auditing."),
    ],
)
def test_a_view_of_some_states_is_named(entered, words):
    answer = answer_to(entered)

    assert answer.status == "explained"
    assert answer.unexplained == 0
    assert words in answer.explanations[0].sentence
    assert answer.explanations[0].direction == "Variable"
    assert "Clear all state filters" in answer.explanations[0].what_to_do


def test_views_that_fit_equally_well_are_all_said():
    counts = {State.ACTIVE: 100, State.AUDITING: 20, State.REJECTED: 20}

    answer = answer_to(120, counts=counts)

    sentence = answer.explanations[0].sentence
    assert "could be any of: all but Rejected; or all but In auditing" in sentence


def test_too_many_views_that_fit_tell_nothing():
    states = [state for state in State if state not in (State.DRAFT, State.PENDING)]
    counts: dict[State, int] = dict.fromkeys(states, 10)

    answer = answer_to(10, counts=counts)

    assert "6 different filters show 10, so it tells nothing" in answer.explanations[0].sentence


def test_a_number_nothing_explains_is_left_as_a_number_beside_the_nearest_filter():
    answer = answer_to(4000)

    assert (answer.status, answer.unexplained, kinds(answer)) == ("open", -820, ["none"])
    assert answer.explanations[0].sentence == (
        "No filter of states shows 4,000; the nearest is Active only with 4,310."
    )


def test_no_filter_is_called_near_that_is_further_away_than_ours():
    assert answer_to(4900).explanations[-1].sentence == "No filter of states shows 4,900."


def test_nothing_at_all_is_what_an_empty_state_shows():
    answer = answer_to(0)

    assert answer.status == "explained"
    assert "0 is Taken down or Unmapped, where there is nothing" in answer.explanations[0].sentence


def test_more_than_the_tabs_named_is_what_other_tabs_show():
    answer = answer_to(4820, states=frozenset({State.ACTIVE}))

    [tabs] = answer.explanations
    assert tabs.sentence == ("Other state tabs are in view in Seller Center: 4,820 is every state.")
    assert "Tick here the tabs" in tabs.what_to_do


def test_the_states_in_view_are_what_is_computed():
    assert answer_to(120, states=frozenset({State.REJECTED})).status == "agreed"


def test_listings_that_changed_in_between_account_for_what_they_can():
    moves = {(None, State.AUDITING): 12, (State.ACTIVE, None): 5}

    within = answer_to(4827, moves=moves)
    beyond = answer_to(4840, moves=moves)

    assert (kinds(within), within.unexplained) == (["movement"], 0)
    assert "12 listings came into view and 5 left it: 7 of them" in within.explanations[0].sentence
    assert (beyond.status, beyond.unexplained, kinds(beyond)) == (
        "open",
        8,
        ["movement", "drafts", "none"],
    )
    assert beyond.explanations[0].accounts_for == 12


def test_listings_that_changed_state_inside_the_view_explain_nothing():
    answer = answer_to(4825, moves={(State.AUDITING, State.ACTIVE): 40})

    assert (answer.status, answer.unexplained) == ("open", 5)


def test_a_reading_that_lags_behind_says_refresh_and_recount():
    answer = answer_to(4900, is_behind=True)

    lag = answer.explanations[0]
    assert (lag.kind, lag.direction, answer.unexplained) == ("refresh_lag", "Marginal", 80)
    assert "confirmed at 14 March 2026, 12:00:00 UTC" in lag.sentence
    assert "before you looked at 14 March 2026, 12:20:00 UTC" in lag.sentence
    assert "Refresh by hand here, and count again" in lag.what_to_do


def test_a_category_in_view_is_named_and_cannot_be_counted():
    answer = answer_to(700, category="Curtains")

    assert kinds(answer) == ["category", "none"]
    assert (answer.status, answer.unexplained) == ("open", -4120)


def test_a_number_another_reading_showed_is_said_with_its_moment():
    answer = answer_to(4815, same_at=NOON - timedelta(hours=1))

    assert (kinds(answer), answer.status) == (["other_moment"], "explained")
    assert "what we read as of 14 March 2026, 11:00:00 UTC" in answer.explanations[0].sentence


def test_a_filter_and_listings_that_moved_besides_are_recognised_together():
    moves = {(State.AUDITING, State.ACTIVE): 3}

    answer = answer_to(4312, moves=moves)

    assert (kinds(answer), answer.unexplained) == (["state_filter"], 0)
    assert "4,312 is Active only, with listings that came or left" in (
        answer.explanations[0].sentence
    )


def test_what_hits_the_number_comes_before_what_only_may():
    answer = answer_to(4770, moves={(State.ACTIVE, None): 60})

    assert kinds(answer) == ["state_filter", "movement"]
    assert [one.accounts_for for one in answer.explanations] == [-50, -50]


@given(
    counts=st.dictionaries(st.sampled_from(list(State)), st.integers(0, 40), max_size=7),
    entered=st.integers(0, 200),
    came=st.integers(0, 5),
    went=st.integers(0, 5),
)
def test_what_is_explained_is_never_more_than_can_be(counts, entered, came, went):
    answer = answer_to(
        entered,
        counts=counts,
        drafts_are_counted=True,
        moves={(None, State.ACTIVE): came, (State.ACTIVE, None): went},
    )

    assert answer.difference == entered - answer.computed
    if answer.status == "explained":
        sums = {
            sum(counts.get(state, 0) for state in some)
            for size in range(len(counts) + 1)
            for some in combinations(counts, size)
        }
        assert any(-went <= entered - one <= came for one in sums)
    if answer.status == "open":
        assert abs(answer.unexplained) <= abs(answer.difference)
        assert answer.unexplained
