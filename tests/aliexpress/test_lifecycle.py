"""One table of AliExpress's words: the state, our words and the cause, for pages and admin."""

import pytest

from aliexpress.admin import display as of_the_admin
from aliexpress.lifecycle import MEANINGS, OFFLINE, STATUSES, State, meaning_of, state_of
from aliexpress.words import reason_words, status_words


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_of_the_lists_has_words_in_pages_and_admin_alike(status):
    assert status_words(status) != status
    assert of_the_admin.status_words(status) == f"{status_words(status)} ({status})"


def test_every_reason_has_words_and_a_cause():
    reasons = [reason for _, status, reason in MEANINGS if status == OFFLINE and reason]

    meanings = [meaning_of(OFFLINE, reason) for reason in reasons]
    assert all(meaning is not None and meaning.cause for meaning in meanings)
    assert all(reason_words(reason) in of_the_admin.reason_words(reason) for reason in reasons)


@pytest.mark.parametrize(
    ("status", "reason", "state"),
    [
        ("onSelling", "expire_offline", State.ACTIVE),
        ("offline", "expire_offline", State.EXPIRED),
        ("offline", "", State.UNMAPPED),
        ("offline", "moon_offline", State.UNMAPPED),
        ("moon", "", State.UNMAPPED),
    ],
)
def test_a_reason_counts_for_what_is_offline_and_an_unknown_word_is_unmapped(status, reason, state):
    assert state_of(status, reason) == state


def test_another_family_has_words_of_its_own():
    assert state_of("onSelling", "", family="choice") == State.UNMAPPED
