"""The protocol over HTTP, by the official client: tools that read, behind the same gate."""

import json

import anyio
import httpx2
import pytest
from django.test import Client
from django.utils import timezone
from mcp.client.client import Client as McpClient
from mcp.client.streamable_http import streamable_http_client

from cards.api_keys import issue_api_key
from cards.models import ApiKey, Card
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory

TOOLS = {"ask", "query", "reading", "listings", "trace", "vocabulary"}
DATES = ("legacy", "auto")  # 2025-11-25 and before, by a handshake; 2026-07-28, by a look


@pytest.fixture
def store(db):
    store = StoreFactory(slug="harbour-home")
    SnapshotFactory(store=store, as_of=timezone.now())
    SnapshotFactory(store=StoreFactory(slug="hidden"), as_of=timezone.now())
    return store


@pytest.fixture
def key(store):
    user = UserFactory(role="operations")
    MembershipFactory(user=user, store=store)
    return issue_api_key(user, name="assistant", at=timezone.now())


def spoken(live_server, key, work, mode):
    """What `work` makes of a client that is connected."""

    async def run():
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
            transport = streamable_http_client(f"{live_server.url}/mcp/", http_client=http)
            async with McpClient(transport, mode=mode) as client:
                return await work(client)

    return anyio.run(run)


@pytest.mark.parametrize("mode", DATES)
def test_the_official_client_asks_and_is_answered_as_the_api_answers(live_server, key, mode):
    at = timezone.now().isoformat()
    asked = {"store": "harbour-home", "question": "how many listings are rejected", "at": at}

    async def work(client):
        tools = (await client.list_tools()).tools
        answer = await client.call_tool("ask", asked)
        return tools, answer, client.instructions

    tools, answer, instructions = spoken(live_server, key, work, mode)

    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert "Repeat numbers only from" in instructions
    api = Client(headers={"authorization": f"Bearer {key}"}).post(
        "/api/v1/ask/", asked, content_type="application/json"
    )
    assert answer.content[0].text == api.content.decode()
    assert answer.structured_content == api.json()
    assert "There are 120 rejected listings" in answer.structured_content["sentences"][0]["text"]


@pytest.mark.parametrize("mode", DATES)
def test_every_tool_answers_and_resources_and_prompts_are_there(live_server, key, mode):
    query = {"act": "value", "subject": "total", "at": "now"}
    store = {"store": "harbour-home"}

    async def work(client):
        calls = {
            "query": {**store, "query": query},
            "reading": {**store, "card": "aex_total_listings"},
            "listings": {**store, "filters": {"state": "rejected"}},
            "trace": {**store, "subject": "rejected", "kind": "alike"},
            "vocabulary": {},
        }
        answers = {name: await client.call_tool(name, given) for name, given in calls.items()}
        listed = [str(one.uri) for one in (await client.list_resources()).resources]
        read = await client.read_resource("nerve://stores/harbour-home/cards/aex_total_listings")
        prompts = (await client.list_prompts()).prompts
        prompt = await client.get_prompt("explain_the_gap", {"store": "harbour-home"})
        return answers, listed, read, prompts, prompt

    answers, listed, read, prompts, prompt = spoken(live_server, key, work, mode)

    assert not [name for name, answer in answers.items() if answer.is_error]
    assert answers["reading"].structured_content["value"] == 4820
    assert answers["listings"].structured_content == {"count": 0, "next": None, "results": []}
    assert answers["trace"].structured_content["status"] == "done"
    assert "rejected" in answers["vocabulary"].structured_content["subjects"]
    assert "nerve://vocabulary" in listed
    assert not [uri for uri in listed if "hidden" in uri]
    assert json.loads(read.contents[0].text)["value"] == 4820
    assert len(prompts) == 3
    assert "harbour-home" in prompt.messages[0].content.text


@pytest.mark.parametrize("mode", DATES)
def test_a_hidden_store_is_one_that_is_not_there(live_server, key, mode):
    async def work(client):
        return [
            (await client.call_tool(name, {"store": slug, **given})).content[0].text
            for slug in ("hidden", "absent")
            for name, given in (
                ("ask", {"question": "how many listings are there"}),
                ("reading", {"card": "aex_total_listings"}),
                ("listings", {}),
                ("trace", {"subject": "rejected"}),
            )
        ]

    said = spoken(live_server, key, work, mode)

    assert set(said) == {"There is nothing here, or it is not yours to see."}


def post(key=None, body=None, **headers):
    if key:
        headers["authorization"] = f"Bearer {key}"
    return Client(headers={"accept": "application/json, text/event-stream", **headers}).post(
        "/mcp/", body or {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
        content_type="application/json",
    )  # fmt: skip


def test_without_a_key_it_says_how_to_come_in_and_names_no_other_way(store):
    answer = post()

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert Client().get("/.well-known/oauth-protected-resource").status_code == 404


def test_a_revoked_key_ends_at_the_next_call(key):
    first = post(key)
    ApiKey.objects.update(revoked_at=timezone.now())

    assert (first.status_code, post(key).status_code) == (200, 401)


def test_a_page_of_another_origin_is_refused(key):
    assert post(key, origin="https://evil.example").status_code == 403
    assert post(key, origin="http://testserver").status_code == 200


def test_there_are_no_sessions(key):
    headers = {"authorization": f"Bearer {key}"}

    assert Client(headers=headers).get("/mcp/").status_code == 405
    assert Client(headers=headers).delete("/mcp/").status_code == 405


def test_both_addresses_answer(key):
    headers = {"authorization": f"Bearer {key}", "accept": "application/json, text/event-stream"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}

    answer = Client(headers=headers).post("/mcp", body, content_type="application/json")

    assert {tool["name"] for tool in answer.json()["result"]["tools"]} == TOOLS


def call(name, **arguments):
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


def test_a_call_costs_as_many_statements_as_the_api_does(key, django_assert_max_num_queries):
    post(key, call("reading", store="harbour-home", card="aex_total_listings"))

    with django_assert_max_num_queries(4):
        post(key, call("reading", store="harbour-home", card="aex_total_listings"))


@pytest.mark.parametrize(
    "body",
    [
        call("ask", store="harbour-home", question=7),
        call("ask", store="harbour-home", question="x" * 100_000),
        call("ask", store="harbour-home", question="a\x00b"),
        call("ask", store="har\x00bour", question="total"),
        call("ask", store="harbour-home"),
        call("ask", store="harbour-home", question="total", more=1),
        call("ask", store="harbour-home", question="total", previous={"a": 1}),
        call("query", store="harbour-home", query="total"),
        call("query", store="harbour-home", query={"act": "value; drop table"}),
        call("reading", store="harbour-home", card=["x"]),
        call("listings", store="harbour-home", filters={"state": 1}),
        call("listings", store="harbour-home", filters={"colour": "red"}),
        call("listings", store="harbour-home", cursor="9" * 30),
        call("trace", store="harbour-home", subject="' or 1=1"),
        call("trace", store="harbour-home", subject={"a": []}),
    ],
    ids=lambda body: json.dumps(body["params"])[:60],
)
def test_wrong_arguments_get_a_sentence(key, body):
    result = post(key, body).json()["result"]

    assert result["isError"] is True
    assert result["content"][0]["text"].endswith(".")


@pytest.mark.parametrize("subject", ["aex_oos_listings", "card=aex_oos_listings"])
def test_a_hidden_card_is_not_traced(key, subject):
    Card.objects.get(key="aex_oos_listings").roles.clear()

    result = post(key, call("trace", store="harbour-home", subject=subject)).json()["result"]

    assert result["content"][0]["text"] == "There is nothing here, or it is not yours to see."


@pytest.mark.parametrize(
    "body", ["{", "[" * 50_000 + "]" * 50_000, '{"a":' * 3000 + "1" + "}" * 3000]
)
def test_what_is_no_message_is_refused(key, body):
    headers = {"authorization": f"Bearer {key}", "accept": "application/json, text/event-stream"}

    answer = Client(headers=headers).post("/mcp/", body, content_type="application/json")

    assert 400 <= answer.status_code < 500
