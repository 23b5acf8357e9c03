"""A translation that operations clicked twice becomes a synonym, and the model is not needed."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from cards.ask import translator
from cards.models import AskedQuestion, Synonym
from tests.cards.ask.test_open_questions import AT
from tests.factories import SnapshotFactory

QUESTION = "how many castoffs do we have"
QUERY = {"act": "value", "subject": "rejected", "at": "now"}


@pytest.fixture
def operations(member):
    return member("operations")


@pytest.fixture
def says(store, httpserver, settings):
    """A model that takes every question for this query."""
    SnapshotFactory(store=store, as_of=AT)

    def say(query):
        settings.ASK_TRANSLATOR_URL = httpserver.url_for("").rstrip("/")
        said = {"choices": [{"message": {"content": json.dumps(query)}}]}
        httpserver.expect_request(translator.PATH).respond_with_json(said)

    with time_machine.travel(AT, tick=False):
        yield say


def click(client, question=QUESTION):
    """On "I read this as"."""
    shown = client.get("/ask/", {"question": question}).content.decode()
    address = shown.split("I read this as:")[1].split('href="')[1].split('"')[0]
    query = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    return client.get("/ask/", {name: values[0] for name, values in query.items()})


def test_the_second_click_of_operations_teaches_the_word(says, operations, as_user):
    says(QUERY)
    client = as_user(operations)

    click(client)
    assert not Synonym.objects.exists()
    click(client)

    assert [(one.phrase, one.means) for one in Synonym.objects.all()] == [("castoffs", "denied")]
    told = client.get("/ask/", {"question": "castoffs by group"}).content.decode()
    assert "Not understood" not in told


def test_an_owner_teaches_nothing(says, owner, as_user):
    says(QUERY)

    click(as_user(owner))
    click(as_user(owner))

    assert not Synonym.objects.exists()
    assert not AskedQuestion.objects.filter(status="translated").exists()


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("pray tally castoffs presently extant", QUERY),  # no one word makes it this query
        (QUESTION, {"act": "value", "subject": "rejected", "at": "7d_ago"}),
    ],
)
def test_where_no_word_makes_it_the_query_nothing_is_taught(
    says, operations, as_user, question, query
):
    says(query)
    client = as_user(operations)

    click(client, question)
    click(client, question)

    assert not Synonym.objects.exists()


def test_a_click_that_was_not_offered_here_counts_for_nothing(says, operations, as_user):
    says(QUERY)
    client = as_user(operations)
    shown = client.get("/ask/", {"question": "how many rejected"}).content.decode()
    token = shown.split("query=")[1].split('"')[0]

    for _ in range(2):
        client.get("/ask/", {"query": token, "said": QUESTION, "store": "harbour-home"})

    assert not AskedQuestion.objects.filter(status="translated").exists()
