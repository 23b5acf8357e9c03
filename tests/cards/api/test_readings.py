"""The reading over the API, field by field."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from cards.measures import MEASURES
from cards.models import Card
from cards.readings.reader import reading_for
from tests.cards.long_history import much_happened
from tests.factories import SyncRunFactory
from tests.moments import NOON
from tests.thorough import first_always

READING = "/api/v1/stores/harbour-home/cards/aex_total_listings/"


@pytest.fixture
def api(owner, with_key):
    return with_key(owner)


def test_a_reading_has_every_field_of_the_design(snapshot, api):
    SyncRunFactory(store=snapshot.store, complete=True)

    reading = api.get(READING).json()

    assert {name: reading[name] for name in ("card", "store", "value", "unit", "verdict")} == {
        "card": "aex_total_listings",
        "store": "harbour-home",
        "value": 4820,
        "unit": "count",
        "verdict": "complete",
    }
    assert reading["as_of"] == reading["confirmed_at"] == "2026-03-14T12:00:00Z"
    assert reading["snapshot"] == snapshot.pk
    assert reading["breakdown"] == {
        "active": 4310,
        "auditing": 340,
        "rejected": 120,
        "expired": 50,
        "taken_down": 0,
        "unmapped": 0,
    }
    on_selling = next(row for row in reading["evidence"] if row["status"] == "onSelling")
    assert (on_selling["declared"], on_selling["listed"], on_selling["pages"]) == (4310, 4310, 44)
    assert reading["last_attempt"] == {
        "status": "complete",
        "finished_at": "2026-03-14T12:00:00Z",
        "error": None,
        "retry_at": None,
    }
    assert reading["sentiment"] == "neutral"


def test_without_a_reading_the_answer_is_200_and_unknown(store, api):
    SyncRunFactory(store=store, failed=True)

    response = api.get(READING)

    assert response.status_code == 200
    assert (response.json()["value"], response.json()["verdict"]) == (None, "none")
    assert response.json()["last_attempt"]["status"] == "failed"


def test_as_of_answers_what_was_given_then(snapshot, api):
    reading = api.get(f"{READING}?as_of=2026-03-14T12:00:00Z").json()

    assert (reading["value"], reading["stale"], reading["last_attempt"]) == (4820, False, None)


def test_before_the_first_reading_nothing_was_given(snapshot, api):
    reading = api.get(f"{READING}?as_of=2026-03-14T11:59:59Z").json()

    assert reading["value"] is None


@pytest.mark.parametrize(
    "as_of", ["yesterday", "2026-13-01T00:00:00Z", "", "%00", "9999-12-31T00:00:00Z", "1" * 999]
)
def test_a_moment_that_is_none_is_refused_with_a_sentence(snapshot, api, as_of):
    response = api.get(f"{READING}?as_of={as_of}")

    assert response.status_code == 400
    assert response.json()["error"]["fields"]["as_of"]


def test_a_reader_that_has_the_newest_gets_304_and_no_body(snapshot, api):
    etag = api.get(READING)["ETag"]

    response = api.get(READING, headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_new_fact_has_a_new_etag(snapshot, api):
    before = api.get(READING)["ETag"]
    SyncRunFactory(store=snapshot.store, failed=True)

    assert api.get(READING)["ETag"] != before


def test_read_card_prints_exactly_the_apis_json(snapshot, api, capsys):
    call_command("read_card", "aex_total_listings", "--store", "harbour-home", "--json")

    printed = json.loads(capsys.readouterr().out)

    assert printed == api.get(READING).json()


@pytest.mark.parametrize("key", MEASURES)
def test_a_body_is_what_the_framework_would_have_made_of_the_reading(snapshot, api, key, owner):
    Card.objects.filter(key=key).update(title="Объявления · 4 820 “всего”")
    reading = reading_for(owner, slug="harbour-home", key=key, at=timezone.now())

    response = api.get(f"/api/v1/stores/harbour-home/cards/{key}/")

    assert response.content == JSONRenderer().render(reading.as_json())
    assert response["Content-Type"] == "application/json"


def test_a_reader_that_wants_an_indent_gets_one(snapshot, api):
    plain = api.get(READING)

    indented = api.get(READING, headers={"accept": "application/json; indent=4"})

    assert indented.json() == plain.json()
    assert indented.content.startswith(b'{\n    "card": "aex_total_listings"')
    assert indented["ETag"] == plain["ETag"]


@pytest.mark.parametrize("key", first_always(MEASURES, always=2))
def test_a_reading_costs_one_statement_however_long_the_history(
    snapshot, api, key, django_assert_num_queries
):
    """Whose key it is, and the reading; and rejections of the card that counts them."""
    reading = f"/api/v1/stores/harbour-home/cards/{key}/"
    statements = 2 if key == "aex_rejected_listings_24h" else 1
    with django_assert_num_queries(statements):
        assert api.get(reading).status_code == 200
    much_happened(snapshot.store)

    with django_assert_num_queries(statements):
        assert api.get(reading).status_code == 200


def test_history_names_points_and_gaps(snapshot, api):
    history = api.get(f"{READING}history/?from=2026-03-14T12:00:00Z&to=2026-03-14T13:00:00Z")

    [point] = history.json()["points"]
    assert (point["value"], point["as_of"]) == (4820, "2026-03-14T12:00:00Z")
    assert history.json()["gaps"] == [
        {"start": "2026-03-14T12:00:00Z", "end": "2026-03-14T13:00:00Z"}
    ]


@pytest.mark.parametrize("query", ["from=x", "to=x", "interval=5", "interval=0m", "interval=m"])
def test_history_refuses_what_it_cannot_read(snapshot, api, query):
    assert api.get(f"{READING}history/?{query}").status_code == 400


def test_as_of_in_another_zone_is_the_same_moment(snapshot, api):
    reading = api.get(f"{READING}?as_of=2026-03-14T13:00:00%2B01:00").json()

    assert reading["as_of"] == NOON.isoformat().replace("+00:00", "Z")
