"""One table of the reasons for a rejection: our words, alone and beside AliExpress's own."""

import pytest

from aliexpress.rejection_reasons import both_rejection_words, rejection_words
from aliexpress.sandbox.aliexpress_words import AUDIT_REASONS
from cards.work.reason_words import DELIVERED


@pytest.mark.parametrize("reason", AUDIT_REASONS)
def test_every_reason_has_words_and_what_to_do(reason):
    assert rejection_words(reason) != reason
    assert both_rejection_words(reason) == f"{rejection_words(reason)} ({reason})"
    assert DELIVERED[reason]


def test_a_reason_never_seen_is_told_as_aliexpress_has_it():
    assert rejection_words("moon_audit_fail") == "moon_audit_fail"
    assert both_rejection_words("moon_audit_fail") == "moon_audit_fail"


def test_that_aliexpress_gave_no_reason_is_said():
    assert rejection_words("") == "AliExpress gave no reason"
    assert both_rejection_words("") == "AliExpress gave no reason"
