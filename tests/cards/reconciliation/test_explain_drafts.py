"""Drafts, and what AliExpress itself does not agree on, as reasons why two numbers differ."""

import pytest

from aliexpress.lifecycle import State
from cards.reconciliation.moment_facts import Disputed
from tests.cards.reconciliation.explanations import COUNTS, answer_to, kinds


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


def test_what_is_disputed_of_a_managed_shop_is_told_in_the_states_of_its_family():
    disputed = Disputed("ONLINE", 47, 45, "choice")

    assert disputed.states == {State.ACTIVE}
    assert disputed.words == "47 Active, and lists 45"
