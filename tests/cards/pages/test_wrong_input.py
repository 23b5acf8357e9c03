"""A value that was typed wrongly: one sentence, on the page, in the API and for a file."""

import pytest

from tests.factories import ListingFactory

PAGE = "/stores/harbour-home/listings/"
FILE = "/stores/harbour-home/listings.csv"
API = "/api/v1/stores/harbour-home/listings/"


@pytest.fixture
def person(snapshot, owner, as_user):
    ListingFactory(store=snapshot.store, subject="Linen curtain")
    return as_user(owner)


def test_a_wrong_price_leaves_every_other_filter_in_the_form(person):
    answer = person.get(
        PAGE,
        {"min_price": "cheap", "state": "active", "search": "linen", "offline_reason": "x"},
    )

    text = answer.content.decode()
    assert answer.status_code == 400
    assert '<option value="active" selected>' in text
    for kept in ("cheap", "linen", "x"):
        assert f'value="{kept}"' in text


def test_the_sentence_calls_the_field_by_its_label(person):
    text = person.get(PAGE, {"min_price": "cheap"}).content.decode()

    assert "Price from must be a price such as 12.50" in text
    assert "min_price must" not in text


def test_no_listing_is_shown_as_if_it_had_been_asked_for(person):
    assert "Linen curtain" not in person.get(PAGE, {"min_price": "cheap"}).content.decode()


@pytest.mark.parametrize("price", ["0E-16384", "1E-9", "1e99999", "-0", "1_000", "9" * 200])
@pytest.mark.parametrize("address", [PAGE, FILE, API])
def test_a_price_no_column_has_room_for_is_refused_everywhere(person, address, price):
    answer = person.get(address, {"min_price": price})

    assert answer.status_code == 400
    assert "must be a price such as 12.50" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"search": "a\x00b"},
        {"status": "x" * 201},
        {"group": "9" * 20},
        {"min_days": "1e3"},
        {"since_by": "9999-12-31T23:59:59-14:00"},
        {"until": "0"},
    ],
)
@pytest.mark.parametrize("address", [PAGE, FILE, API])
def test_whatever_is_typed_wrongly_is_400_before_a_byte_is_sent(person, address, query):
    answer = person.get(address, query)

    assert answer.status_code == 400
    assert not answer.streaming


def test_the_api_names_the_field(person):
    error = person.get(API, {"min_price": "cheap"}).json()["error"]

    assert error["fields"] == {"min_price": [error["message"]]}
