"""Tracings for other apps."""

import pytest
import time_machine

from cards.models import Card, Tracing
from cards.tracing import archive
from tests.cards.tracing.reviewed_store import ASSISTANT, CLOSING, reviewed_store
from tests.factories import StoreFactory

TRACINGS = "/api/v1/stores/harbour-home/tracings/"
JSON = "application/json"


@pytest.fixture
def app(store, owner, with_key):
    reviewed_store(store, share=0.9, size=160)
    with time_machine.travel(CLOSING, tick=False):
        yield with_key(owner)


def ask(app, **body):
    return app.post(TRACINGS, body, content_type=JSON)


def test_a_question_is_answered_and_found_again(app):
    made = ask(app, subject="rejected", kind="why")

    assert made.status_code == 201
    assert made.json()["answer"]["findings"][0]["where"]["owner"] == ASSISTANT
    assert app.get(made["Location"]).json() == made.json()
    assert ask(app, subject="aex_rejected_listings").json()["id"] == made.json()["id"]
    assert [one["id"] for one in app.get(TRACINGS).json()["results"]] == [made.json()["id"]]


def test_a_large_store_is_answered_later(app, monkeypatch):
    monkeypatch.setattr(archive, "AT_ONCE", 10)
    monkeypatch.setattr("cards.tasks.trace.apply_async", lambda **given: None)

    made = ask(app, subject="rejected")

    assert (made.status_code, made.json()["status"]) == (202, "waiting")
    archive.trace(made.json()["id"], at=CLOSING)
    assert app.get(made["Location"]).json()["status"] == "done"


def test_what_was_never_counted_is_answered_with_not_known_and_has_no_number(app):
    made = ask(app, subject="rejected", to="2020-01-01T00:00:00Z")

    assert (made.status_code, "Location" in made) == (200, False)
    assert (made.json()["id"], made.json()["opening"]) == (None, None)
    assert made.json()["answer"]["status"] == "not_known"
    assert app.get(TRACINGS).json()["results"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"subject": 7},
        {"subject": "rejected", "from": 3},
        {"subject": "card=nothing"},
        {"subject": "moved=back&from=2026-03-15T00:00:00Z&to=2026-03-16T00:00:00Z"},
        {"subject": "reviewed=any&from=2026-03-15T00:00:00Z&to=2026-03-16T00:00:00Z"},
        ["rejected"],
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(app, body):
    response = app.post(TRACINGS, body, content_type=JSON)

    assert response.status_code == 400
    assert len(str(response.json())) > 30


def test_a_card_that_is_hidden_is_not_traced(app):
    Card.objects.get(key="aex_rejected_listings").roles.clear()
    Card.objects.get(key="aex_oos_listings").roles.clear()

    assert ask(app, subject="aex_rejected_listings").status_code == 404
    assert ask(app, subject="card=aex_oos_listings").status_code == 404


def test_a_tracing_of_another_store_is_absent(app, store):
    made = ask(app, subject="rejected").json()["id"]
    Tracing.objects.update(store=StoreFactory(slug="other"))

    assert app.get(f"{TRACINGS}{made}/").status_code == 404
