"""Why two numbers differ: the smallest explanation first, and what is left said as a number."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from cards.reconciling.explaining import Facts, explain

COUNTS = {State.ACTIVE: 4310, State.AUDITING: 340, State.REJECTED: 120, State.EXPIRED: 50}


def answer_to(entered, **known):
    return explain(
        Facts(
            **{"counts": COUNTS, "drafts_are_counted": False, "entered": entered, **known},
        )
    )


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

    answer = explain(Facts(entered=120, counts=counts, drafts_are_counted=False))

    sentence = answer.explanations[0].sentence
    assert "could be any of: all but Rejected; or all but In auditing" in sentence


def test_too_many_views_that_fit_tell_nothing():
    counts: dict[State, int] = dict.fromkeys([s for s in State if s != State.DRAFT], 10)

    answer = explain(Facts(entered=10, counts=counts, drafts_are_counted=False))

    assert "6 different views would show 10, so it tells nothing" in (
        answer.explanations[0].sentence
    )


def test_a_number_nothing_explains_is_left_as_a_number():
    answer = answer_to(4000)

    assert (answer.status, answer.unexplained, answer.explanations) == ("open", -820, [])


def test_the_states_in_view_are_what_is_computed():
    assert answer_to(120, states=frozenset({State.REJECTED})).status == "agreed"


def test_listings_that_changed_in_between_account_for_what_they_can():
    moves = {(None, State.AUDITING): 12, (State.ACTIVE, None): 5}

    within = answer_to(4827, moves=moves)
    beyond = answer_to(4840, moves=moves)

    assert (kinds(within), within.unexplained) == (["movement"], 0)
    assert (beyond.status, beyond.unexplained) == ("open", 8)


def test_listings_that_changed_state_inside_the_view_explain_nothing():
    answer = answer_to(4825, moves={(State.AUDITING, State.ACTIVE): 40})

    assert (answer.status, answer.unexplained) == ("open", 5)


def test_a_reading_that_lags_behind_says_refresh_and_recount():
    answer = answer_to(4900, is_behind=True)

    [lag] = answer.explanations
    assert (lag.kind, lag.direction, answer.unexplained) == ("refresh_lag", "Marginal", 80)
    assert "Refresh here and count again" in lag.what_to_do


def test_drafts_in_their_view_and_not_in_ours():
    counts = {**COUNTS, State.DRAFT: 30}

    answer = answer_to(4850, counts=counts, drafts_are_counted=True)

    assert (kinds(answer), answer.status) == (["drafts"], "explained")
    assert "30 unpublished drafts are in Seller Center's number" in answer.explanations[0].sentence


def test_drafts_we_do_not_count_may_be_part_of_it():
    answer = answer_to(4900, includes_drafts=True)

    assert (kinds(answer), answer.unexplained) == (["drafts"], 80)
    assert answer.explanations[0].accounts_for is None


def test_a_category_in_view_is_named_and_cannot_be_counted():
    answer = answer_to(700, category="Curtains")

    assert kinds(answer) == ["category"]
    assert (answer.status, answer.unexplained) == ("open", -4120)


def test_where_aliexpress_disagrees_with_itself_its_own_number_is_recognised():
    answer = answer_to(4822, declared={State.ACTIVE: 4312})

    assert kinds(answer) == ["dispute"]
    assert "declares 4,312 Active, and lists 4,310" in answer.explanations[0].sentence


@given(
    counts=st.dictionaries(st.sampled_from(list(State)), st.integers(0, 40), max_size=7),
    entered=st.integers(0, 200),
    came=st.integers(0, 5),
    went=st.integers(0, 5),
)
def test_what_is_explained_is_never_more_than_can_be(counts, entered, came, went):
    answer = explain(
        Facts(
            entered=entered,
            counts=counts,
            drafts_are_counted=True,
            moves={(None, State.ACTIVE): came, (State.ACTIVE, None): went},
        )
    )

    assert answer.difference == entered - answer.computed
    if answer.status == "explained":
        sums = {
            sum(counts.get(state, 0) for state in some)
            for size in range(len(counts) + 1)
            for some in combinations(counts, size)
        }
        assert entered in sums or -went <= answer.difference <= came
    if answer.status == "open":
        assert abs(answer.unexplained) <= abs(answer.difference)
        assert answer.unexplained
