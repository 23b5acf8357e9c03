"""What a narrowed list shares is never what it was narrowed to."""

import pytest

from cards.tracing.archive import asked_from, traced_at_once
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store


@pytest.fixture
def reviewed(store):
    reviewed_store(store, share=0.8, size=240)
    return store


def answer_of(store, subject):
    asked = asked_from({"subject": subject, "kind": "alike"}, at=CLOSING)
    return traced_at_once(store, asked, by=None, at=CLOSING).answer or {}


WINDOW = "from=2026-03-21T12:00:00Z&to=2026-03-28T12:00:00Z"


@pytest.mark.parametrize(
    "subject",
    [
        f"state=rejected&owner={ASSISTANT}",
        f"owner={ASSISTANT}",
        f"reviewed=rejected&owner={ASSISTANT}&{WINDOW}",
    ],
)
def test_what_it_was_narrowed_to_is_not_what_it_shares(reviewed, subject):
    answer = answer_of(reviewed, subject)

    assert not any("owner" in one["where"] and "batch" not in one["where"]
                   for one in answer["findings"])  # fmt: skip
    assert "owner" not in {one["dimension"] for one in answer["looked_at"]}


def test_the_rejected_of_one_kind_are_held_against_that_kind_on_sale(reviewed):
    answer = answer_of(reviewed, f"state=rejected&owner={ASSISTANT}")

    assert answer["counts"]["population"] == "of the same kind on sale"
    assert f"owner={ASSISTANT}" in answer["counts"]["others"]
    assert answer["status"] == "nothing_stands_out"
