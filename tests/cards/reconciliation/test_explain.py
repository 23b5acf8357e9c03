"""Why two numbers differ: the smallest explanation first, and what is left said as a number."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from cards.reconciliation.advice import advice_of
from cards.reconciliation.explain import explain
from cards.reconciliation.moment_facts import Disputed, Facts
from tests.moments import NOON

COUNTS = {State.ACTIVE: 4310, State.AUDITING: 340, State.REJECTED: 120, State.EXPIRED: 50}


def answer_to(entered, **known):
    usual = {
        "counts": COUNTS,
        "drafts_are_counted": False,
        "observed_at": NOON + timedelta(minutes=20),
        "confirmed_at": NOON,
    }
    return explain(Facts(entered=entered, **{**usual, **known}), advice_of(None))


def kinds(answer):
    return [one.kind for one in answer.explanations]


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


def test_drafts_in_their_view_and_not_in_ours():
    counts = {**COUNTS, State.DRAFT: 30}

    answer = answer_to(4850, counts=counts, drafts_are_counted=True)

    assert (kinds(answer), answer.status) == (["drafts"], "explained")
    assert "30 unpublished drafts are in Seller Center's number" in answer.explanations[0].sentence


def test_drafts_we_do_not_count_may_be_part_of_it():
    answer = answer_to(4900, includes_drafts=True)

    assert (kinds(answer), answer.unexplained) == (["drafts", "none"], 80)
    assert answer.explanations[0].accounts_for is None


def test_drafts_nobody_ticked_may_be_part_of_more_than_we_count():
    more, less = answer_to(4900), answer_to(4000)

    assert kinds(more) == ["drafts", "none"]
    assert (
        "may be in your view, and this store does not count them" in more.explanations[0].sentence
    )
    assert kinds(less) == ["none"]


def test_a_category_in_view_is_named_and_cannot_be_counted():
    answer = answer_to(700, category="Curtains")

    assert kinds(answer) == ["category", "none"]
    assert (answer.status, answer.unexplained) == ("open", -4120)


def test_drafts_counted_in_that_are_not_in_their_number():
    counts = {**COUNTS, State.DRAFT: 30}

    answer = answer_to(4820, counts=counts, drafts_are_counted=True, includes_drafts=True)

    assert (kinds(answer), answer.difference) == (["drafts"], -30)
    assert "not in Seller Center's number, and you counted them in" in (
        answer.explanations[0].sentence
    )


def test_drafts_named_as_a_tab_are_in_view():
    counts = {**COUNTS, State.DRAFT: 30}

    answer = answer_to(30, counts=counts, drafts_are_counted=True, states=frozenset({State.DRAFT}))

    assert (answer.status, answer.explanations[0].sentence) == ("agreed", "Equal: Draft only.")


@pytest.mark.parametrize(
    ("disputed", "words"),
    [
        (Disputed("onSelling", declared=4312, listed=4310), "4,312 Active, and lists 4,310"),
        (Disputed("offline", declared=52, listed=50), "52 Offline, and lists 50"),
    ],
)
def test_where_aliexpress_disagrees_with_itself_its_own_number_is_recognised(disputed, words):
    answer = answer_to(4822, disputed=(disputed,))

    assert kinds(answer) == ["dispute"]
    assert f"disagrees with itself: it declares {words}." in answer.explanations[0].sentence


def test_a_dispute_outside_the_tabs_in_view_explains_nothing():
    disputed = (Disputed("auditing", declared=342, listed=340),)

    answer = answer_to(4312, disputed=disputed, states=frozenset({State.ACTIVE}))

    assert kinds(answer) == ["none"]


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


def test_what_is_disputed_of_a_managed_shop_is_told_in_the_states_of_its_family():
    disputed = Disputed("ONLINE", 47, 45, "choice")

    assert disputed.states == {State.ACTIVE}
    assert disputed.words == "47 Active, and lists 45"
