"""The rest of the API: definitions, listings, syncs, errors, the schema."""

import pytest
from django.test import Client
from openapi_spec_validator import validate

from aliexpress.models import SyncRun
from tests.factories import ConnectionFactory, ListingFactory

STORE = "/api/v1/stores/harbour-home"


@pytest.fixture
def api(owner, with_key):
    return with_key(owner)


def test_definitions_come_whole_and_by_alias_of_the_key(snapshot, api):
    card = api.get("/api/v1/cards/aex_total_listings/").json()

    assert card["title"] == "Total Listings"
    assert card["roles"] == ["owner", "operations"]
    assert len(card["siblings"]) == 5


def test_listings_come_in_cursor_pages_without_a_count(store, api):
    made = [ListingFactory(store=store).product_id for _ in range(230)]

    seen, address, pages = [], f"{STORE}/listings/", 0
    while address:
        page = api.get(address).json()
        seen += [row["product_id"] for row in page["results"]]
        address, pages = page["next"], pages + 1

    assert (seen, pages) == (made, 3)
    assert set(page) == {"next", "previous", "results"}


def test_a_page_back_is_the_page_before(store, api):
    for _ in range(230):
        ListingFactory(store=store)
    first = api.get(f"{STORE}/listings/").json()
    second = api.get(first["next"]).json()

    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_listings_are_narrowed_by_state_reason_id_and_words(store, api):
    rejected = ListingFactory(store=store, state="rejected", status="editingRequired")
    expired = ListingFactory(
        store=store, state="expired", status="offline", offline_reason="expire_offline"
    )
    lamp = ListingFactory(store=store, subject="Brass lamp 100% new_in")

    def found(query):
        return [
            row["product_id"] for row in api.get(f"{STORE}/listings/?{query}").json()["results"]
        ]

    assert found("state=rejected") == [rejected.product_id]
    assert found("offline_reason=expire_offline") == [expired.product_id]
    assert found(f"search={lamp.product_id}") == [lamp.product_id]
    assert found("search=100%25 new_") == [lamp.product_id]
    assert found("search=100_") == []


@pytest.mark.parametrize(
    "query", ["state=nope", "cursor=nope", "cursor=YTk5OTk5OTk5OTk5OTk5OTk5OTk5", "search=%00"]
)
def test_a_filter_that_cannot_be_is_refused(store, api, query):
    response = api.get(f"{STORE}/listings/?{query}")

    assert response.status_code == 400
    assert set(response.json()["error"]) == {"code", "message", "fields"}


def test_a_refresh_is_accepted_and_says_where_to_watch_it(store, api, owner):
    response = api.post(f"{STORE}/syncs/", {}, content_type="application/json")

    run = SyncRun.objects.get()
    watched = api.get(response["Location"])
    assert response.status_code == 202
    assert (run.trigger, run.requested_by) == ("manual", owner)
    assert (watched.json()["id"], watched.json()["status"]) == (run.pk, "queued")


def test_a_second_refresh_gets_the_one_under_way(store, api):
    first = api.post(f"{STORE}/syncs/", {}, content_type="application/json").json()["id"]

    second = api.post(f"{STORE}/syncs/", {}, content_type="application/json").json()["id"]

    assert second == first


def test_a_run_of_another_store_is_not_to_be_found(store, api, member, with_key):
    stranger = member("owner", of_store=False)
    run = api.post(f"{STORE}/syncs/", {}, content_type="application/json").json()["id"]
    other = stranger.stores.get().slug

    response = with_key(stranger).get(f"/api/v1/stores/{other}/syncs/{run}/")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("method", "address", "body", "kind", "status"),
    [
        ("get", "/api/v1/nothing/", None, None, 404),
        ("put", f"{STORE}/listings/", "{}", "application/json", 405),
        ("post", f"{STORE}/syncs/", "{", "application/json", 400),
        ("post", f"{STORE}/syncs/", "[]", "application/json", 400),
        ("post", f"{STORE}/syncs/", '{"full": "maybe"}', "application/json", 400),
        ("post", f"{STORE}/syncs/", "a=1", "application/x-www-form-urlencoded", 415),
        ("get", f"{STORE}/syncs/999999999999999999/", None, None, 404),
    ],
)
def test_every_error_has_the_one_shape(store, api, method, address, body, kind, status):
    extra = {"data": body, "content_type": kind} if body is not None else {}

    response = getattr(api, method)(address, **extra)

    assert response.status_code == status
    assert {"code", "message"} <= set(response.json()["error"])


def test_too_many_requests_are_told_when_to_come_back(store, api):
    answers = [api.post(f"{STORE}/syncs/", {}, content_type="application/json") for _ in range(31)]

    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["error"]["code"] == "throttled"


def test_a_write_from_a_browser_needs_its_csrf_token(store, owner):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)

    response = browser.post(f"{STORE}/syncs/", {}, content_type="application/json")

    assert response.status_code == 403


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer a b", "Bearer nope", "bearer ", "Bearer ÿ", "Basic eDp5"]
)
def test_a_header_that_is_no_key_is_401(store, header):
    response = Client(headers={"authorization": header}).get("/api/v1/stores/")

    assert response.status_code == 401


@pytest.fixture
def schema(api):
    response = api.get("/api/v1/schema/?format=json")
    return response.json()


def test_a_validator_accepts_the_schema(schema):
    validate(schema)


def test_the_schema_names_every_address_of_the_design(schema):
    assert {
        "/api/v1/cards/",
        "/api/v1/cards/{key}/",
        "/api/v1/stores/",
        "/api/v1/stores/{slug}/cards/{key}/",
        "/api/v1/stores/{slug}/cards/{key}/history/",
        "/api/v1/stores/{slug}/listings/",
        "/api/v1/stores/{slug}/syncs/",
        "/api/v1/stores/{slug}/syncs/{run_id}/",
    } <= set(schema["paths"])


def test_the_docs_load_nothing_from_elsewhere(api):
    page = api.get("/api/v1/docs/").content.decode()

    assert "//cdn" not in page
    assert 'src="http' not in page


def test_a_store_lists_what_needs_somebodys_attention(store, api):
    ConnectionFactory(store=store, account_warning="It seems to belong to a sub-account.")

    [listed] = api.get("/api/v1/stores/").json()

    assert listed["warnings"] == ["It seems to belong to a sub-account."]
