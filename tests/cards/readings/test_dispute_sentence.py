"""Why a reading is disputed: the sentence names the reason that is the reason."""

import pytest

from cards.readings.dispute_sentence import why_disputed

DIFFERS = {"status": "onSelling", "declared": 41, "listed": 40}
AGREES = {"status": "auditing", "declared": 3, "listed": 3}
REPEATED = {**AGREES, "elsewhere": [1001, 1002]}
NO_LIST = {"status": "odd", "declared": None, "listed": 2}


@pytest.mark.parametrize(
    ("evidence", "said", "said_then"),
    [
        (
            [DIFFERS, AGREES, NO_LIST],
            "AliExpress declares another number than it lists; both are in the proof.",
            "AliExpress declared another number than it listed; both are in the proof.",
        ),
        (
            [AGREES, {**AGREES, "elsewhere": [1001]}],
            "AliExpress names 1 listing in two of its lists; each is counted once.",
            "AliExpress named 1 listing in two of its lists; each was counted once.",
        ),
        (
            [DIFFERS, REPEATED, {**REPEATED, "elsewhere": [1002]}],
            "AliExpress declares another number than it lists and names 2 listings in two of its "
            "lists; both numbers are in the proof, and each listing is counted once.",
            "AliExpress declared another number than it listed and named 2 listings in two of its "
            "lists; both numbers are in the proof, and each listing was counted once.",
        ),
    ],
)
def test_the_reason_is_said_where_it_is_the_reason(evidence, said, said_then):
    assert why_disputed(evidence) == said
    assert why_disputed(evidence, is_past=True) == said_then


def test_what_is_called_semi_managed_and_is_in_no_list_is_a_reason_of_its_own():
    row = {"declared": None, "listed": 0, "in_no_list_count": 2}

    assert why_disputed([row]) == (
        "AliExpress names 2 listings as semi-managed that none of its other lists has; none of "
        "them is counted."
    )
    assert why_disputed([row, {"declared": 5, "listed": 4}], is_past=True).startswith(
        "AliExpress declared another number than it listed; both are in the proof. AliExpress "
    )
