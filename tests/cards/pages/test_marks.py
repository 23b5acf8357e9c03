"""Who is shown the form that marks a moment: whoever sees the card."""

import pytest

CARD = "/stores/harbour-home/cards/aex_total_listings/"
FORM = "Mark a moment"


@pytest.mark.parametrize("role", ["owner", "operations"])
def test_whoever_sees_the_card_may_mark_a_moment(role, snapshot, member, as_user):
    browser = as_user(member(role))

    assert FORM in browser.get(CARD).content.decode()
    mark = {"at": "2026-03-14T12:00", "text": "Sale began"}
    assert browser.post(f"{CARD}marks/", mark).status_code == 302


def test_whoever_sees_no_card_marks_nothing(snapshot, member, as_user):
    mark = {"at": "2026-03-14T12:00", "text": "Sale began"}

    assert as_user(member(None)).post(f"{CARD}marks/", mark).status_code == 404
