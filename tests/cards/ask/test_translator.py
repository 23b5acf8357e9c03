"""A language model as a typing aid: whatever it says, no number on screen is one of its."""

import json
from datetime import UTC, datetime

import pytest
import requests

from cards.ask import translator
from tests.cards.ask.test_open_questions import AT
from tests.cards.ask.world import asked
from tests.factories import SnapshotFactory, StoreFactory

pytestmark = pytest.mark.django_db
NOT_UNDERSTOOD = "pray reveal the tally of castoffs"
QUERY = {"act": "value", "subject": "rejected", "at": "now"}


@pytest.fixture
def store(settings):
    settings.ASK_TRANSLATOR_URL = "https://model.example.com"
    settings.ASK_TRANSLATOR_KEY = "a-key"
    settings.ASK_TRANSLATOR_MODEL = "small"
    store = StoreFactory(slug="harbour-home", name="Harbour Home")
    SnapshotFactory(store=store, as_of=datetime(2026, 3, 14, 9, tzinfo=UTC), rejected_count=137)
    return store


@pytest.fixture
def says(httpserver, settings):
    """A model that says this, and the requests it was sent."""

    def say(content, status=200):
        settings.ASK_TRANSLATOR_URL = httpserver.url_for("").rstrip("/")
        body = {"choices": [{"message": {"content": content}}]}
        httpserver.expect_request(translator.PATH).respond_with_json(body, status=status)
        return httpserver.log

    return say


def test_what_it_says_is_a_query_to_be_clicked(store, says):
    log = says(json.dumps(QUERY))

    told = asked(store, AT, NOT_UNDERSTOOD)

    assert told["status"] == "not_understood"
    assert told["sentences"] == []
    assert told["translated"]["notation"] == "value(rejected; at=now)"
    [(request, _)] = log
    sent = request.get_data(as_text=True)
    assert NOT_UNDERSTOOD in sent
    assert request.headers["Authorization"] == "Bearer a-key"
    assert "137" not in sent
    assert "harbour" not in sent.casefold()


NONSENSE = [
    "There are 5,000 rejected listings.",
    "null",
    "[]",
    "5000",
    "SELECT count(*) FROM listings; DROP TABLE listings",
    json.dumps({"act": "drop"}),
    json.dumps({**QUERY, "answer": 5000}),
    json.dumps({**QUERY, "subject": "users"}),
    json.dumps({**QUERY, "stores": "north-quay"}),
    json.dumps({"query": QUERY}),
    "[" * 5000,
    "x" * 50_000,
]


@pytest.mark.parametrize("content", NONSENSE, ids=lambda text: text[:30])
def test_nonsense_is_no_query_and_leaves_the_answer_as_it_was(store, says, settings, content):
    says(content)

    told = asked(store, AT, NOT_UNDERSTOOD)
    settings.ASK_TRANSLATOR_URL = ""

    assert told["translated"] is None
    assert told == asked(store, AT, NOT_UNDERSTOOD)


@pytest.mark.parametrize("status", [302, 401, 429, 500])
def test_a_model_that_does_not_answer_is_as_none(store, says, status):
    says(json.dumps(QUERY), status=status)

    assert asked(store, AT, NOT_UNDERSTOOD)["translated"] is None


def test_a_model_that_is_not_there_is_as_none(store, settings):
    settings.ASK_TRANSLATOR_URL = "http://127.0.0.1:9"

    assert asked(store, AT, NOT_UNDERSTOOD)["translated"] is None


@pytest.fixture
def nobody(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("it was asked")

    monkeypatch.setattr(requests.Session, "post", refuse)


@pytest.mark.parametrize(
    "question",
    [
        "how many listings are rejected",
        "what is our revenue",
        "how is 1005003033814656 feeling",
        'colourful "linen curtain" stuff',
    ],
)
def test_it_is_not_asked_what_is_understood_nor_told_what_is_the_sellers(store, nobody, question):
    assert asked(store, AT, question)["translated"] is None


def test_it_is_off_by_default(settings):
    assert settings.ASK_TRANSLATOR_URL == ""
