"""Permission before vocabulary: a store or a card one does not see is a word nobody knows."""

import json

import pytest
from django.utils import timezone

from cards.ask.completions import completions, vocabulary_for_reader
from cards.models import AskedQuestion, Card
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory

HIDDEN = "secret-quay"


@pytest.fixture
def snapshot(store):
    hidden = StoreFactory(slug=HIDDEN, name="Secret Quay")
    SnapshotFactory(store=hidden, as_of=timezone.now(), active_count=76_543)
    return SnapshotFactory(store=store, as_of=timezone.now())


def ask(client, question, store="harbour-home", **more):
    body = {"question": question, "store": store, **more}
    return client.post("/api/v1/ask/", body, content_type="application/json")


def query(client, query, store="harbour-home"):
    body = {"query": query, "store": store}
    return client.post("/api/v1/query/", body, content_type="application/json")


QUESTIONS = [
    "how many active listings in {}",
    "compare harbour-home and {}",
    "how is {} doing",
    "total of {}",
    "rejection rate of {}",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_hidden_store_named_in_a_question_is_one_that_does_not_exist(
    snapshot, owner, with_key, question
):
    client = with_key(owner)
    hidden = ask(client, question.format(HIDDEN)).json()
    absent = ask(client, question.format("public-quay")).json()

    said = json.dumps(hidden)
    assert "76,543" not in said
    assert "76543" not in said
    assert hidden["unused"] == [text.replace("public", "secret") for text in absent["unused"]]
    for part in ("status", "kind", "because", "needed", "sentences"):
        assert hidden[part] == absent[part]
    assert HIDDEN not in json.dumps(hidden["offers"])


@pytest.mark.parametrize("stores", [HIDDEN, f"harbour-home,{HIDDEN}"])
@pytest.mark.parametrize("act", ["value", "break", "overview"])
def test_a_closed_query_of_a_hidden_store_is_one_of_none(snapshot, owner, with_key, stores, act):
    asked = {"act": act, "stores": stores}
    if act != "overview":
        asked |= {"subject": "total", "at": "now"}
    if act == "break":
        asked["by"] = "store"

    answers = [
        query(with_key(owner), asked | {"stores": text}).json()
        for text in (stores, stores.replace(HIDDEN, "public-quay"))
    ]

    assert {one["status"] for one in answers} == {"cannot_tell"}
    assert answers[0]["because"] == answers[1]["because"]


def test_all_stores_are_those_one_sees(snapshot, owner, with_key):
    told = ask(with_key(owner), "total over all stores").json()

    assert [row["said"] for row in told["table"]] == [4820]


@pytest.mark.parametrize("slug", [HIDDEN, "public-quay"])
def test_to_ask_of_a_hidden_store_is_404(snapshot, owner, with_key, as_user, slug):
    client = with_key(owner)

    assert ask(client, "total", store=slug).status_code == 404
    assert query(client, {"act": "help"}, store=slug).status_code == 404
    page = as_user(owner).get("/ask/", {"store": slug, "question": "total"})
    assert page.status_code == 404


def test_a_card_one_does_not_see_is_an_unknown_word(snapshot, owner, with_key):
    Card.objects.get(key="aex_oos_listings").roles.clear()

    told = ask(with_key(owner), "how many listings are out of stock").json()
    closed = query(with_key(owner), {"act": "value", "subject": "oos", "at": "now"}).json()

    assert told["status"] != "answered"
    assert "oos" not in json.dumps(told["offers"])
    assert closed["status"] == "cannot_tell"
    assert closed["kind"] == "not_understood"


def test_what_is_offered_while_typing_names_nothing_hidden(snapshot, owner, as_user):
    Card.objects.get(key="aex_rejected_listings").roles.clear()

    offered = " ".join(completions(owner))
    words = json.dumps(vocabulary_for_reader(owner))
    page = as_user(owner).get("/ask/completions/").content.decode()

    for text in (offered, words, page):
        assert HIDDEN not in text
    assert "rejected" not in vocabulary_for_reader(owner)["subjects"]


def test_a_member_without_a_role_asks_in_vain(snapshot, member, with_key, as_user):
    user = member(None)

    assert ask(with_key(user), "total").status_code == 404
    assert vocabulary_for_reader(user)["stores"] == []
    assert as_user(user).get("/ask/", {"question": "total"}).status_code == 404


def test_the_signed_out_are_sent_to_sign_in(snapshot, as_user):
    for address in ("/ask/", "/ask/completions/"):
        assert as_user(None).get(address).status_code == 302


def test_a_token_of_another_reader_opens_nothing(snapshot, owner, with_key):
    """The token is the query, not the answer: what it asks is looked at for who sends it."""
    stranger = UserFactory(role="owner")
    MembershipFactory(user=stranger, store=StoreFactory(slug="elsewhere"))
    token = ask(with_key(owner), "how many rejected listings are there").json()["previous"]

    answer = ask(with_key(stranger), "and auditing", store="elsewhere", previous=token).json()

    assert "120" not in json.dumps(answer)


def test_a_question_is_kept_without_numbers_unless_that_is_switched_off(
    snapshot, owner, with_key, settings
):
    ask(with_key(owner), "how many purple listings are rejected")
    settings.ASK_LOG = False
    ask(with_key(owner), "how many green listings are rejected")

    kept = AskedQuestion.objects.get()
    assert kept.unused == ["purple"]
    assert "120" not in kept.notation


@pytest.mark.parametrize("address", ["/", "/stores/harbour-home/cards/aex_total_listings/"])
def test_board_and_card_have_a_box_to_ask_in(snapshot, owner, as_user, address):
    page = as_user(owner).get(address).content.decode()

    assert 'action="/ask/"' in page
    assert 'hx-get="/ask/completions/"' in page
