"""Answers over the API: page = API = command, and a receipt a number whose list is as long."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from aliexpress.lifecycle import State
from aliexpress.models import Store
from cards.listings.filters import filters_from
from cards.listings.listing_set import find
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STATES = {"active": 9, "auditing": 3, "rejected": 2, "expired": 1}
QUESTIONS = (
    "How many listings do we have?",
    "how many listings are rejected",
    "What is our rejection rate?",
    "How large is the gap today?",
    "rejected or expired",
    "more rejected than auditing?",
    "number of listings in every state",
    "rejected listings by group",
    "How's the store doing?",
    "how many listings in group 511",
    "split total by price band",
    "Why were the listings rejected, according to AliExpress?",
)


@pytest.fixture
def store() -> Store:
    store = StoreFactory(slug="harbour-home")
    at = timezone.now() - timedelta(minutes=1)
    for state, number in STATES.items():
        for at_ in range(number):
            ListingFactory(
                store=store,
                state=State(state),
                status={"rejected": "editingRequired", "auditing": "auditing"}.get(
                    state, "onSelling"
                ),
                group_id=511 if at_ else 512,
                currency="USD",
                min_price=at_ + 1,
                max_price=at_ + 2,
                audit_failure_reason="category_audit_fail" if state == "rejected" else "",
            )
    SnapshotFactory(store=store, as_of=at, **{f"{one}_count": n for one, n in STATES.items()})
    return store


@pytest.fixture
def client(store: Store) -> APIClient:
    user = UserFactory(role="operations")
    MembershipFactory(user=user, store=store)
    client = APIClient()
    client.force_authenticate(user)
    return client


def asked(client: APIClient, question: str, **more: str) -> dict[str, Any]:
    body = {"question": question, "store": "harbour-home", **more}
    response = client.post("/api/v1/ask/", body, format="json")
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = json.loads(response.content)
    return answer


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_has_a_list_of_its_length(
    client: APIClient, store: Store, question: str
) -> None:
    answer = asked(client, question)

    assert answer["status"] == "answered", answer
    numbers = [number for one in answer["sentences"] for number in one["numbers"]]
    for number in [*numbers, *answer["table"]]:
        assert number["snapshot"]
        if number["listings"]:
            values = dict(parse_qsl(urlsplit(number["listings"]).query))
            found = find(store, filters_from(values), at=timezone.now())
            assert found.listings.count() == number["said"], number


def test_the_command_prints_what_the_api_answers(client: APIClient, store: Store) -> None:
    at = timezone.now().isoformat()

    answer = asked(client, "rejected listings by group", at=at)
    out = StringIO()
    call_command(
        "ask", "rejected listings by group", store=store.slug, at=at, json=True, stdout=out
    )

    assert json.loads(out.getvalue()) == answer


def test_a_follow_up_changes_the_question_before(client: APIClient) -> None:
    before = asked(client, "how many rejected listings are there")

    answer = asked(client, "what about auditing", previous=before["previous"])

    assert answer["notation"] == "value(auditing; at=now)"


def test_a_follow_up_with_nothing_before_asks_back(client: APIClient) -> None:
    answer = asked(client, "and last week?")

    assert answer["status"] == "ask"


def test_an_unknown_word_is_never_answered(client: APIClient) -> None:
    answer = asked(client, "how many purple listings are rejected")

    assert answer["status"] == "not_understood"
    assert answer["unused"] == ["purple"]
    assert answer["offers"][0]["notation"] == "value(rejected; at=now)"
    assert not answer["sentences"]


def test_the_page_tells_the_answer(client: APIClient, store: Store) -> None:
    browser = Client()
    browser.force_login(store.members.get())

    page = browser.get("/ask/", {"question": "how many listings are rejected"})

    assert page.status_code == 200
    assert "There are 2 rejected listings" in page.content.decode()
    assert len(page.content) < 150_000
