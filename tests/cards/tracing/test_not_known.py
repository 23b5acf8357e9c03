"""What cannot be answered, and what was not counted, is said, and nothing of it is kept."""

import pytest

from aliexpress.typed.bad_input import BadInput
from cards.models import Tracing
from cards.tracing.answer_lines import lines_of
from cards.tracing.archive import asked_from
from tests.cards.tracing.answers import AT, address_of, traced
from tests.cards.tracing.reviewed_store import reviewed_store
from tests.moments import NOON

LONG = ("search", "owner", "brand", "source", "product_type", "reason")


def test_few_listings_are_shown_and_not_traced(store):
    reviewed_store(store, share=0.0, usual=0.005)

    assert traced(store).answer["status"] == "too_few"


@pytest.mark.parametrize(
    "values",
    [
        {"subject": ""},
        {"subject": None},
        {"subject": "the moon"},
        {"subject": "rejected", "kind": "because"},
        {"subject": "rejected", "from": "soon"},
        {"subject": "rejected", "from": "2026-03-14T12:00:00Z", "to": "2026-03-14T11:00:00Z"},
        {"subject": "rejected", "said": "sideways"},
        {"subject": "&".join(f"{name}={name[0] * 190}" for name in LONG)},
    ],
)
def test_a_question_that_means_nothing_is_refused(values):
    with pytest.raises(BadInput):
        asked_from(values, at=AT)


BEFORE = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": BEFORE, "to": NOON.isoformat()}, "No complete reading had been published"),
        ({"kind": "alike", "to": BEFORE}, "No complete reading had been published"),
        ({"subject": "expiring"}, "The ends of validity were not counted then."),
    ],
)
def test_what_was_not_counted_is_not_known_and_nothing_of_it_is_kept(store, asked, sentence):
    reviewed_store(store, share=0.5, size=20)

    tracing = traced(store, **asked)

    answer = tracing.answer or {}
    assert answer["status"] == "not_known"
    assert sentence in "\n".join(lines_of(answer))
    assert {*answer} >= {*traced(store).answer} - {"together"}
    assert tracing.pk is None
    assert [one.status for one in Tracing.objects.all()] == ["done"]


def test_a_list_between_moments_of_which_one_was_not_counted_is_not_known(store):
    *_, last = reviewed_store(store, share=0.5, size=20)

    moved = f"moved=auditing-rejected&from={BEFORE}&to={address_of(last)}"
    answer = traced(store, subject=moved).answer

    assert answer["status"] == "not_known"
    assert "Choose a later one" in answer["why_not"]
    assert answer["to"]["snapshot"] == last.pk
