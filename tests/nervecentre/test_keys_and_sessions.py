"""A key of the API and a session of a browser never make up for each other."""

import pytest
from django.test import Client
from django.utils import timezone

from cards.models import ApiKey
from tests.factories import UserFactory

API = "/api/v1"
STORE = f"{API}/stores/harbour-home"
READING = f"{STORE}/cards/aex_total_listings/"
MACHINE = {"content_type": "application/json"}


@pytest.fixture
def signed_in(owner):
    """A browser whose writes need the CSRF token they do not bring."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    return browser


@pytest.mark.parametrize("header", ["Bearer no-such-key", "bearer", "BEARER a b", "Bearer ÿ"])
def test_a_bad_key_is_never_made_up_for_by_a_session(signed_in, header):
    read = signed_in.get(READING, headers={"authorization": header})
    written = signed_in.post(f"{STORE}/syncs/", {}, headers={"authorization": header}, **MACHINE)

    assert (read.status_code, written.status_code) == (401, 401)


def test_a_revoked_key_stops_at_the_next_request_whatever_the_session(signed_in, key):
    before = signed_in.get(READING, headers={"authorization": key})
    ApiKey.objects.update(revoked_at=timezone.now())

    after = signed_in.get(READING, headers={"authorization": key})

    assert (before.status_code, after.status_code) == (200, 401)


def test_a_key_acts_as_its_own_user_whoever_is_signed_in(key):
    stranger = Client()
    stranger.force_login(UserFactory(is_superuser=True, is_staff=True))

    stores = stranger.get(f"{API}/stores/", headers={"authorization": key}).json()

    assert [store["slug"] for store in stores] == ["harbour-home"]


def test_a_session_is_not_even_looked_up(signed_in, key, django_assert_num_queries):
    """The reading, and whose key it is."""
    headers = {"authorization": key}
    signed_in.get(READING, headers=headers)

    with django_assert_num_queries(1):
        signed_in.get(READING, headers=headers)


def test_a_write_with_a_key_needs_no_csrf_token(signed_in, key):
    """No browser sends a key for a stranger's page."""
    answer = signed_in.post(f"{STORE}/syncs/", {}, headers={"authorization": key}, **MACHINE)

    assert answer.status_code == 202


@pytest.mark.parametrize("header", ["", "Basic eDp5", "Bearers x", "Token Bearer", "x Bearer y"])
def test_a_session_without_a_key_needs_its_csrf_token(signed_in, header):
    answer = signed_in.post(f"{STORE}/syncs/", {}, headers={"authorization": header}, **MACHINE)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/logout/",
        "/stores/harbour-home/cards/aex_total_listings/refresh/",
        "/admin/logout/",
        "/api/v1/../../accounts/logout/",
        "//api/v1/accounts/logout/",
    ],
)
def test_outside_the_api_a_key_opens_nothing(signed_in, key, address):
    answer = signed_in.post(address, {}, headers={"authorization": key})

    assert answer.status_code in {403, 404}
    assert "_auth_user_id" in signed_in.session


def test_a_page_is_not_shown_for_a_key(key):
    answer = Client(headers={"authorization": key}).get("/")

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_form_that_is_refused_is_a_line_of_the_log_too(signed_in, lines):
    answer = signed_in.post("/accounts/logout/")

    (line,) = [line for line in lines() if line["event"] == "request_finished"]
    assert (answer.status_code, line["code"]) == (403, 403)
