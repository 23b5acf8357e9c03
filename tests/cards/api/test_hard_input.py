"""What nobody sends by accident is answered in the one shape all the same."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from cards.models import Card

STORE = "/api/v1/stores/harbour-home"
READING = f"{STORE}/cards/aex_total_listings/"


@pytest.fixture
def api(snapshot, owner, with_key):
    return with_key(owner)


def refusal(response, status):
    """The sentence, after a look at the shape."""
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json")
    return response.json()["error"]["message"]


def test_a_card_without_a_number_has_no_reading_and_no_history(api, owner):
    card = Card.objects.create(key="aex_of_the_future", title="Of the future")
    card.roles.set(owner.groups.all())

    refusal(api.get(f"{STORE}/cards/aex_of_the_future/"), 404)
    refusal(api.get(f"{STORE}/cards/aex_of_the_future/history/"), 404)


@pytest.mark.parametrize("slug", ["\ud800", "harbour\x00home"])
def test_a_name_no_database_takes_is_of_no_store(api, slug):
    query = {"act": "value", "subject": "total", "at": "now"}
    bodies: dict[str, Any] = {"ask": {"question": "how many"}, "query": {"query": query}}

    for address, body in bodies.items():
        text = json.dumps({"store": slug, **body})
        answer = api.post(f"/api/v1/{address}/", text, content_type="application/json")
        refusal(answer, 404)


@pytest.mark.parametrize("version", ["\n", "2", "\N{GRINNING FACE}"])
def test_there_is_one_version_of_the_schema_whichever_is_asked_for(api, version):
    answer = api.get("/api/v1/schema/", {"version": version, "format": "json"})

    assert answer.json()["info"]["version"] == "1"


def test_an_alias_leads_to_the_same_reading_and_definition(api):
    Card.objects.filter(key="aex_total_listings").update(aliases=["aex_all_listings"])

    assert api.get(f"{STORE}/cards/aex_all_listings/").json() == api.get(READING).json()
    assert api.get("/api/v1/cards/aex_all_listings/").json()["key"] == "aex_total_listings"


@pytest.mark.parametrize("moment", ["0001-01-02T00:00:00Z", "1999-12-31T23:59:59Z"])
def test_a_moment_before_anything_was_known_is_refused(api, moment):
    assert "ISO 8601" in refusal(api.get(f"{READING}history/?to={moment}"), 400)


def test_the_end_of_a_stretch_lies_after_its_beginning(api):
    query = "from=2026-03-14T12:00:00Z&to=2026-03-14T12:00:00Z"

    assert refusal(api.get(f"{READING}history/?{query}"), 400) == "from must lie before to."


def test_the_longest_stretch_there_is_has_an_answer(api):
    history = api.get(f"{READING}history/?from=2000-01-01T00:00:00Z&interval=9999d").json()

    assert [point["value"] for point in history["points"]] == [4820]


def test_history_measures_each_card_its_own_way(api):
    query = "from=2026-03-14T12:00:00Z&to=2026-03-14T13:00:00Z"

    [point] = api.get(f"{STORE}/cards/aex_active_listings/history/?{query}").json()["points"]

    assert (point["value"], point["total"]) == (4310, 4820)


def a_cursor(text):
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize("path", ["alerts/", "stores/harbour-home/reconciliations/"])
@pytest.mark.parametrize(
    "cursor", ["p=abc", "p=", "p=1e5", "p=-1", f"p={'9' * 30}", "r=x", "p=\u0669"]
)
def test_a_cursor_from_elsewhere_is_refused(api, path, cursor):
    answer = api.get(f"/api/v1/{path}", {"cursor": a_cursor(cursor)})

    assert "not one we gave" in refusal(answer, 400)


def test_json_nested_without_end_is_not_a_request(api):
    body = "[" * 100_000 + "]" * 100_000

    refusal(api.post(f"{STORE}/syncs/", body, content_type="application/json"), 400)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"null", b'{"full": [1]}', b'{"full": NaN}'])
def test_a_body_that_says_nothing_sensible_starts_no_surprise(api, body):
    response = api.post(f"{STORE}/syncs/", body, content_type="application/json")

    assert response.status_code in {202, 400}


def test_an_answer_in_another_form_is_refused(api):
    assert "JSON" in refusal(api.get(READING, headers={"accept": "text/html"}), 406)


def test_a_method_the_address_does_not_take_names_those_it_does(api):
    response = api.delete(READING)

    refusal(response, 405)
    assert "GET" in response["Allow"]


def test_options_are_told(api):
    assert api.options(READING).status_code == 200


@pytest.mark.parametrize(
    "slug", ["x" * 3000, "%00", "..%2F..", "ÿ"], ids=["long", "nul", "dots", "letter"]
)
def test_a_store_that_cannot_be_is_not_found(api, slug):
    refusal(api.get(f"/api/v1/stores/{slug}/listings/"), 404)


def test_listings_of_an_unknown_state_name_those_there_are(api):
    sentence = refusal(api.get(f"{STORE}/listings/?state=sleeping"), 400)

    assert "active, auditing, rejected, expired, taken_down, unmapped" in sentence
