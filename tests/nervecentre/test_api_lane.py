"""Who carries a key passes what is there for browsers, and is answered as if there were no lane."""

import time
from ipaddress import ip_network

import pytest
import structlog
from django.db import connection
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from cards.api_keys import issue_api_key
from cards.models import ApiKey
from nervecentre import urls
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory

LANE = "nervecentre.api_lane.short_lane"
API = "/api/v1"
STORE = f"{API}/stores/harbour-home"
READING = f"{STORE}/cards/aex_total_listings/"
MACHINE = {"content_type": "application/json"}


class Broken(APIView):
    def get(self, request):
        raise RuntimeError("a defect")


class Route(APIView):
    def get(self, request):
        return Response(request.resolver_match.route)


# Addresses of this module, where a test sets ROOT_URLCONF to it.
handler500 = urls.handler500
urlpatterns = [
    path("api/v1/broken/", Broken.as_view()),
    path("api/v1/route/", Route.as_view()),
    path("", include(urls)),
]


@pytest.fixture
def owner(db):
    store = SnapshotFactory(store=StoreFactory(slug="harbour-home")).store
    return MembershipFactory(user=UserFactory(role="owner"), store=store).user


@pytest.fixture
def key(owner):
    return f"Bearer {issue_api_key(owner, name='warehouse', at=timezone.now())}"


@pytest.fixture
def signed_in(owner):
    """A browser whose writes need the CSRF token they do not bring."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    return browser


ASKED = [
    ("get", f"{API}/cards/", {}),
    ("get", f"{API}/cards/aex_total_listings/", {}),
    ("get", f"{API}/stores/", {}),
    ("get", READING, {}),
    ("head", READING, {}),
    ("options", READING, {}),
    ("get", READING, {"headers": {"if-none-match": "*"}}),
    ("get", READING, {"headers": {"accept": "application/json; indent=4"}}),
    ("get", READING, {"headers": {"accept": "text/csv"}}),
    ("get", READING, {"secure": True}),
    ("get", f"{READING}?as_of=yesterday", {}),
    ("get", f"{READING}history/?from=2026-03-14&to=2026-03-15", {}),
    ("get", f"{STORE}/listings/?state=active", {}),
    ("get", f"{STORE}/listings", {}),
    ("post", f"{STORE}/listings/", MACHINE),
    ("post", f"{STORE}/syncs/", {"data": {}, **MACHINE}),
    ("post", f"{STORE}/syncs/", {"data": "{", **MACHINE}),
    ("get", f"{API}/no/such/thing/", {}),
    ("get", f"{API}/../../admin/", {}),
    ("get", f"{API}/schema/", {}),
    ("get", f"{API}/docs/", {}),
    ("get", API, {}),
]


@pytest.mark.parametrize("key_is", ["good", "bad"])
@pytest.mark.parametrize(("method", "address", "extra"), ASKED)
def test_the_answer_is_that_of_the_whole_way(key, settings, method, address, extra, key_is):
    """Status, headers and body."""
    key = key if key_is == "good" else "Bearer nobody-knows-it"
    headers = {"authorization": key, **extra.get("headers", {})}

    def asked():
        answer = getattr(Client(), method)(address, **{**extra, "headers": headers})
        return answer.status_code, dict(answer.headers), answer.content

    by_the_lane = asked()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != LANE]

    assert by_the_lane == asked()


def test_a_view_knows_by_which_address_it_was_reached(key, settings):
    settings.ROOT_URLCONF = __name__

    answer = Client(headers={"authorization": key}).get(f"{API}/route/")

    assert answer.json() == "api/v1/route/"


def test_every_answer_carries_what_protects_who_reads_it(key):
    answer = Client(headers={"authorization": key}).get(READING, secure=True)

    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Length"] == str(len(answer.content))


def test_plain_http_is_sent_on_to_https(key, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = Client(headers={"authorization": key}).get(READING)

    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{READING}")


def test_another_name_than_ours_is_refused_in_the_one_shape(key, settings):
    settings.ALLOWED_HOSTS = ["centre.example.com"]

    answer = Client(headers={"authorization": key, "host": "elsewhere.example.com"}).get(READING)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


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
    """The key with its user, and the reading."""
    headers = {"authorization": key}
    signed_in.get(READING, headers=headers)

    with django_assert_num_queries(2):
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


def test_a_request_is_one_line_that_says_who_asked_and_from_where(key, owner, lines, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    forwarded = {"authorization": key, "x-forwarded-for": "203.0.113.7", "user-agent": "warehouse"}

    Client().get(f"{READING}?as_of=2026-03-14T12:00:00Z", headers=forwarded)

    (line,) = lines()
    assert (line["event"], line["code"], line["level"]) == ("request_finished", 200, "info")
    assert (line["user_id"], line["ip"]) == (owner.pk, "203.0.113.7")
    assert line["request"] == f"GET {READING}"
    assert line["request_id"]


@pytest.mark.parametrize(("accept", "code"), [("*/*", 401), ("text/csv", 406)])
def test_a_line_of_who_was_not_let_in_names_nobody(owner, lines, accept, code):
    headers = {"authorization": "Bearer no-such-key", "accept": accept}

    Client().get(READING, headers=headers)

    (line,) = lines()
    assert (line["code"], line["user_id"]) == (code, None)


def test_a_defect_is_a_500_of_the_one_shape_and_one_line(key, settings, lines):
    settings.ROOT_URLCONF = __name__
    app = Client(raise_request_exception=False)

    answer = app.get(f"{API}/broken/", headers={"authorization": key})

    (line,) = [line for line in lines() if line["event"].startswith("request_")]
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "server_error")
    assert (line["event"], line["code"]) == ("request_failed", 500)
    assert "RuntimeError: a defect" in line["exception"]


def test_nothing_of_a_request_is_left_for_the_next(key, settings):
    settings.ROOT_URLCONF = __name__
    app = Client(raise_request_exception=False, headers={"authorization": key})

    for address in (READING, f"{API}/broken/", f"{API}/no/such/thing/"):
        app.get(address)

        assert structlog.contextvars.get_contextvars() == {}


@pytest.mark.parametrize(("seconds", "times"), [(2.0, 1), (0.5, 0)])
def test_a_connection_that_answered_a_moment_ago_is_not_asked_whether_it_lives(
    key, monkeypatch, seconds, times
):
    machine, at, asked = Client(headers={"authorization": key}), time.monotonic() + 1_000, []
    monkeypatch.setattr("nervecentre.api_lane.time.monotonic", lambda: at)
    machine.get(READING)
    monkeypatch.setattr("nervecentre.api_lane.time.monotonic", lambda: at + seconds)

    def is_usable():
        asked.append("lives?")
        return True

    monkeypatch.setattr(connection, "health_check_enabled", True)
    monkeypatch.setattr(connection, "is_usable", is_usable)

    assert machine.get(READING).status_code == 200

    assert len(asked) == times
