"""Signing in: after a wrong password, after too many, with a new one, and when a session ended."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories import UserFactory
from tests.page_text import text_of

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
CHANGE = "/accounts/password_change/"
CARD = "/stores/harbour-home/cards/aex_total_listings/"
OLD, NEW = "correct horse battery", "staple and a zebra"


@pytest.fixture
def ada():
    user = UserFactory(username="ada", role="owner")
    user.set_password(OLD)
    user.save()
    return user


def test_the_name_is_kept_after_a_wrong_password(ada):
    text = text_of(Client().post(SIGN_IN, {"username": 'ad"a', "password": "wrong"}))

    assert 'name="username"' in text
    assert 'value="ad&quot;a"' in text
    assert "wrong" not in text.replace('class="wrong"', "")


@pytest.fixture
def locked(ada, settings):
    settings.AXES_FAILURE_LIMIT = 2
    browser = Client()

    def last_try():
        for _ in range(2):
            answer = browser.post(SIGN_IN, {"username": "ada", "password": "no"})
        return answer

    return last_try


def test_who_is_locked_out_is_told_how_long_and_who_can_lift_it(locked, settings):
    settings.OPERATIONS_CONTACT = "+49 30 1234"

    answer = locked()

    assert answer.status_code == 429
    text = text_of(answer)
    for sentence in (
        "closed for 15 minutes after the last try",
        "Wait 15 minutes without trying, then sign in.",
        "ask operations, the people who gave you your name",
        "Reach them at +49 30 1234.",
    ):
        assert sentence in text


def test_without_a_known_contact_no_empty_one_is_told(locked):
    assert "Reach them" not in text_of(locked())


def test_an_owner_changes_the_password_and_stays_signed_in(ada):
    browser = Client()
    browser.force_login(ada)
    assert 'href="/accounts/"' in text_of(browser.get(CHANGE))
    assert f'href="{CHANGE}"' in text_of(browser.get("/accounts/"))

    answer = browser.post(
        CHANGE, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}, follow=True
    )

    assert "<h1>Your password is changed</h1>" in text_of(answer)
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_a_password_that_does_not_do_is_refused_with_the_reason(ada):
    browser = Client()
    browser.force_login(ada)

    answer = browser.post(CHANGE, {"old_password": OLD, "new_password1": "1", "new_password2": "1"})

    text = text_of(answer)
    assert "Your password was not changed" in text
    assert "This password is too short." in text
    ada.refresh_from_db()
    assert ada.check_password(OLD)


def test_nobody_changes_a_password_without_signing_in():
    assert Client().get(CHANGE).headers["Location"] == f"{SIGN_IN}?next={CHANGE}"


# --- When a session has ended


def next_of(address):
    assert urlsplit(address).path == SIGN_IN
    return parse_qs(urlsplit(address).query)["next"]


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", f"{CARD}standing/"), ("post", f"{CARD}refresh/"), ("get", "/"), ("get", CHANGE)],
)
def test_a_part_of_a_page_sends_the_whole_page_to_sign_in_and_back(method, address):
    page = f"{CARD}?period=7d"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}

    answer = getattr(Client(headers=headers), method)(address)

    assert answer.status_code == 200
    assert answer.content == b""
    assert next_of(answer.headers["HX-Redirect"]) == [page]


def test_a_page_elsewhere_is_never_where_signing_in_leads():
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"}

    answer = Client(headers=headers).get(f"{CARD}standing/")

    assert next_of(answer.headers["HX-Redirect"]) == ["/"]


def test_a_form_sent_without_a_session_leads_back_to_its_page():
    browser = Client(headers={"referer": f"http://testserver{CARD}?period=7d"})

    answer = browser.post(f"{CARD}refresh/")

    assert next_of(answer.headers["Location"]) == [f"{CARD}?period=7d"]
