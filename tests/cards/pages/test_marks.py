"""Who is shown the form that marks a moment."""

import pytest

CARD = "/stores/harbour-home/cards/aex_total_listings/"
FORM = "Mark a moment"


def test_operations_are_shown_the_form_that_marks_a_moment(snapshot, member, as_user):
    assert FORM in as_user(member("operations")).get(CARD).content.decode()


@pytest.mark.parametrize("is_staff", [False, True])
def test_whoever_may_not_mark_a_moment_is_not_shown_its_form(snapshot, member, as_user, is_staff):
    browser = as_user(member("owner", is_staff=is_staff))

    assert FORM not in browser.get(CARD).content.decode()
    mark = {"at": "2026-03-14T12:00", "text": "Sale began"}
    assert browser.post(f"{CARD}marks/", mark).status_code == 403
