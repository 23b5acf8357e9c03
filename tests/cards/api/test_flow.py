"""Movements between two readings, as another app reads them."""

from datetime import timedelta

import pytest
import time_machine

from tests.cards.store_past import HOUR, lived
from tests.moments import NOON

ADDRESS = "/api/v1/stores/harbour-home/flow/"


@pytest.fixture
def ask(owner, with_key):
    client = with_key(owner)

    def get(**query):
        with time_machine.travel(NOON + 2 * HOUR, tick=False):
            return client.get(ADDRESS, query)

    return get


def test_it_has_the_shape_of_the_design(store, ask):
    first, second = lived(store, [{1: "auditing", 2: "auditing"}, {1: "active", 3: "auditing"}])

    answer = ask(**{"from": "2026-03-14T12:00:00Z"}).json()

    assert answer["from"] == {"snapshot": first.pk, "as_of": "2026-03-14T12:00:00Z"}
    assert answer["to"] == {"snapshot": second.pk, "as_of": "2026-03-14T13:00:00Z"}
    assert answer["states"]["auditing"] == {
        "opening": 2,
        "appeared": 1,
        "vanished": 1,
        "moved_in": 0,
        "moved_out": 1,
        "closing": 1,
    }
    assert sorted(answer["moves"], key=str) == sorted(
        [
            {"from": "auditing", "to": "active", "count": 1},
            {"from": "auditing", "to": None, "count": 1},
            {"from": None, "to": "auditing", "count": 1},
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"from": "2026-03-13T12:00:00Z"}, "No complete reading had been published"),
        ({"from": "2026-03-14T13:00:00Z", "to": "2026-03-14T12:00:00Z"}, "must lie before to"),
        ({"from": "yesterday"}, "must be an ISO 8601 moment"),
        ({"to": "2126-03-14T12:00:00Z"}, "lies in the future"),
    ],
)
def test_bad_moments_are_answered_with_a_sentence(store, ask, query, words):
    lived(store, [{1: "active"}])

    answer = ask(**query)

    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


def test_left_out_it_is_the_last_day(store, ask):
    lived(store, [{1: "auditing"}])
    store.snapshots.update(
        published_at=NOON - timedelta(days=2),
        as_of=NOON - timedelta(days=2),
        confirmed_at=NOON,
    )

    assert ask().status_code == 200


def test_a_list_of_the_past_does_not_tell_of_a_listing_what_came_later(store, with_key, owner):
    lived(store, [{1: "active", 2: "active"}, {1: "active", 2: "rejected"}])
    address = "/api/v1/stores/harbour-home/listings/?as_of=2026-03-14T12:30:00Z"

    stayed, moved = with_key(owner).get(address).json()["results"]

    assert (stayed["state"], stayed["state_since_at"]) == ("active", "2026-03-14T12:00:00Z")
    assert (moved["state"], moved["state_since_at"]) == ("active", None)
