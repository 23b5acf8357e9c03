"""Why a number moved and what listings share: tracing's answer, with a receipt a number."""

import re

import pytest

from aliexpress.models import Store
from cards.tracing.wording import LAST_LINE
from tests.cards.ask.world import answered, receipts, refused, texts
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store
from tests.factories import StoreFactory

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="module")
def reviewed(module_db) -> Store:
    store = StoreFactory(slug="harbour-home")
    reviewed_store(store, share=0.5)
    return store


@pytest.fixture
def store(db, reviewed) -> Store:
    return Store.objects.get(pk=reviewed.pk)


def test_why_rejected_rose_is_told_by_tracing(store):
    told = answered(
        store,
        CLOSING,
        "Why did rejected rise this week?",
    )

    text = " ".join(texts(told))
    assert ASSISTANT in text
    assert "AliExpress says: " in text
    assert texts(told)[-1] == LAST_LINE
    assert told["links"][0]["address"] == "/stores/harbour-home/why/aex_rejected_listings/"


def test_every_integer_of_a_finding_has_a_receipt(store):
    told = answered(store, CLOSING, act="why", subject="rejected", over="7d")

    for one in told["sentences"]:
        said = re.sub(r"(of account|handed in|cannot be told from)[^,;.]*", "", one["text"])
        written = {float(text.replace(",", "")) for text in NUMBER.findall(said)}
        assert written <= {float(number["said"]) for number in one["numbers"]}, one
    assert all(number["snapshot"] for number in receipts(told))


def test_a_false_premise_is_contradicted_and_nothing_is_looked_for(store):
    told = answered(store, CLOSING, act="why", subject="rejected", over="7d", claim="down")

    assert texts(told)[0].startswith("It did not fall. Rejected rose: ")
    assert len(told["sentences"]) == 1


def test_a_standstill_that_is_none_is_contradicted(store):
    told = answered(store, CLOSING, act="why", subject="rejected", over="7d", claim="flat")

    assert texts(told)[0].startswith("It did not stand still. ")


def test_why_the_gap_moved_is_asked_of_the_state_that_moved_most(store):
    told = answered(store, CLOSING, act="why", subject="gap", over="7d")

    assert texts(told)[0].startswith("The gap fell: ")
    assert texts(told)[1].startswith("Auditing fell: 400 then, 0 now")


def test_what_the_rejected_have_in_common(store):
    told = answered(store, CLOSING, "What do the rejected listings have in common?")

    assert f"of account {ASSISTANT}" in " ".join(texts(told))


def test_what_listings_rejected_in_a_window_have_in_common(store):
    told = answered(store, CLOSING, act="alike", subject="*>rejected", over="7d")

    assert ASSISTANT in " ".join(texts(told))


def test_what_listings_of_one_reason_have_in_common(store):
    told = answered(
        store,
        CLOSING,
        "what's different about the listings rejected for a wrong category",
    )

    assert told["query"]["act"] == "alike"


def test_whether_it_is_one_batch_says_that_batches_are_not_compared(store):
    told = answered(store, CLOSING, "Is it one batch that got rejected?")

    assert texts(told)[0].startswith("By upload they were not compared")


def test_a_part_is_refused_by_name(store):
    told = refused(
        store,
        CLOSING,
        act="why",
        subject="rejected",
        over="7d",
        filters=[{"name": "group", "sign": "=", "value": "1"}],
    )

    assert told["kind"] == "not_kept"


def test_a_window_before_the_first_reading_is_refused(store):
    assert refused(store, CLOSING, act="why", subject="rejected", over="90d")["kind"] == (
        "before_known"
    )


def test_a_large_store_is_left_to_a_worker(store, monkeypatch):
    left: list[object] = []
    monkeypatch.setattr("cards.tracing.archive.AT_ONCE", 10)
    monkeypatch.setattr("cards.ask.answers.why.leave_to_a_worker", left.append)

    told = answered(store, CLOSING, act="why", subject="rejected", over="7d")

    assert len(left) == 1
    assert "Ask again in a minute" in texts(told)[0]


def test_the_same_question_says_the_same_again(store):
    asked = {"act": "why", "subject": "rejected", "over": "7d"}

    assert answered(store, CLOSING, **asked) == answered(store, CLOSING, **asked)
