"""Who carries a key passes what is there for browsers, and is answered as if there were no lane."""

from ipaddress import ip_network

import pytest
import structlog
from django.test import Client
from django.urls import include, path
from rest_framework.response import Response
from rest_framework.views import APIView

from nervecentre import urls

LANE = "nervecentre.api_lane.api_lane"
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
