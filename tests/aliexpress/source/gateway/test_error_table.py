"""Whatever BigCommerce says instead of an answer is one of two things, in one sentence."""

import itertools

import pytest

from aliexpress.source.failures import SourceFailure, SourceRefused, SourceUnavailable
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.error_table import TABLE
from aliexpress.source.gateway.http import Answer
from aliexpress.source.gateway.pace import Pace

TOKEN = "the-token-that-opens-the-shop"
# As they were seen in answers, threads and status pages.
WORDS = (
    "Unauthorized", "The Access Token is missing, invalid or expired", "Forbidden",
    "You don't have a required scope to access the endpoint", "Access is forbidden",
    "The requested resource was not found", "Not Found", "Store not found",
    "Method Not Allowed", "Not Acceptable", "Conflict", "The request entity is too large",
    "Unsupported Media Type", "JSON data is missing or invalid", "Unprocessable Entity",
    "The field 'limit' is invalid", "Too Many Requests",
    "You have made too many requests in a short window of time.", "Internal Server Error",
    "A generic error occurred", "Bad Gateway", "Service Unavailable", "Store is in maintenance",
    "The store has been suspended", "Gateway Time-out", "upstream request timeout",
    "Insufficient Storage", "Bandwidth Limit Exceeded", "Origin is unreachable",
    "An unknown error", "",
)  # fmt: skip
FORMS = (
    '{{"status":{status},"title":"{word}","type":"/status-codes","errors":{{}}}}',
    '[{{"status":{status},"message":"{word}","details":{{"for":"' + TOKEN + '"}}}}]',
    '{{"code":{status},"title":"{word}","instance":"/stores/hh1?token=' + TOKEN + '"}}',
    "<!DOCTYPE html><html><head><title>{status} {word}</title></head><body>{word}</body></html>",
    "{word}",
    "",
    "\x00\xff{word}",
)
REFUSED = {301, 302, 307, 308, 400, 401, 403, 404, 405, 406, 409, 415, 422, 451}
UNAVAILABLE = {408, 413, 429, 500, 501, 502, 503, 504, 507, 508, 509, 520, 522, 524, 529}


class Saying:
    def __init__(self, status, body):
        self.said = Answer(status, {}, body.encode())
        self.asked = 0

    def get(self, path, query):
        self.asked += 1
        return self.said


def calls_to(door):
    return Calls(door, Pace(), sleep=lambda seconds: None)


@pytest.mark.parametrize("status", sorted(REFUSED | UNAVAILABLE))
def test_each_of_217_words_in_every_form_is_refused_or_unavailable_by_its_status(status):
    for word, form in itertools.product(WORDS, FORMS):
        door = Saying(status, form.format(status=status, word=word))
        with pytest.raises(SourceFailure) as raised:
            calls_to(door).make("/v3/catalog/products", {}, lambda said: said, what="the products")
        said = str(raised.value)
        wanted = SourceRefused if status in REFUSED else SourceUnavailable
        assert isinstance(raised.value, wanted), (status, word)
        assert said.endswith(".")
        assert "<" not in said
        assert TOKEN not in said
        assert door.asked == 1 if status in REFUSED else door.asked > 1


def test_a_missing_scope_and_a_wrong_hash_are_both_named():
    assert "scope" in TABLE[403].sentence
    assert "hash" in TABLE[403].sentence


@pytest.mark.parametrize(
    "body", ["", "null", "[]", "7", '"text"', "{", "<html>", '{"data":null}', '{"data":[]}']
)
def test_an_answer_in_a_wrong_shape_is_asked_again_and_then_refused_or_unavailable(body):
    door = Saying(200, body)

    with pytest.raises((SourceRefused, SourceUnavailable), match=r"BigCommerce.*\.$"):
        calls_to(door).make("/v2/time", {}, lambda said: said["meta"]["total"], what="the time")

    assert door.asked >= 3


@pytest.mark.parametrize(
    ("header", "waited"),
    [("7", 7.0), ("0.5", 0.5), ("", 2.0), ("NaN", 2.0), ("-3", 2.0), ("x", 2.0)],
)
def test_a_pause_is_as_long_as_it_says_and_else_grows_from_two_seconds(header, waited):
    slept: list[float] = []
    answers = iter([Answer(429, {"X-Retry-After": header}, b""), Answer(200, {}, b"7")])

    class Twice:
        def get(self, path, query):
            return next(answers)

    assert Calls(Twice(), Pace(), sleep=slept.append).make("/", {}, int, what="it") == 7
    assert slept == [waited]


def test_nobody_waits_for_a_pause_of_an_hour_but_it_is_obeyed():
    door = Saying(429, "")
    door.said = door.said._replace(headers={"X-Retry-After": "3600"})

    with pytest.raises(SourceUnavailable) as raised:
        calls_to(door).make("/", {}, int, what="it")

    assert (door.asked, raised.value.wait_seconds) == (1, 3600)
