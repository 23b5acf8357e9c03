"""The desk for other apps."""

import pytest
import time_machine

from cards.models import Reconciliation

ADDRESS = "/api/v1/stores/harbour-home/reconciliations/"
BODY = {
    "entered": 4310,
    "observed_at": "2026-03-14T12:00:00Z",
    "states": None,
    "includes_drafts": False,
    "note": "",
}


@pytest.fixture
def client(snapshot, owner, with_key):
    with time_machine.travel("2026-03-14T12:10:00Z", tick=False):
        yield with_key(owner)


def post(client, **changed):
    return client.post(ADDRESS, {**BODY, **changed}, content_type="application/json")


def test_it_answers_with_what_was_computed_and_why(client, owner):
    answer = post(client)

    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"{ADDRESS}{body['id']}/")
    assert (body["computed"], body["difference"], body["status"]) == (4820, -510, "explained")
    assert (body["unexplained"], body["by"]) == (0, owner.username)
    assert "4,310 is Active only." in body["explanations"][0]["sentence"]


def test_a_record_can_be_read_again(client):
    made = post(client).json()

    assert client.get(f"{ADDRESS}{made['id']}/").json() == made


def test_records_come_newest_first_in_pages(client):
    made = [post(client, entered=number).json()["id"] for number in (1, 2, 3)]

    page = client.get(ADDRESS).json()

    assert [one["id"] for one in page["results"]] == made[::-1]
    assert (page["next"], page["previous"]) == (None, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"entered": "many"}, "entered"),
        ({"observed_at": "now"}, "observed_at"),
        ({"observed_at": "2026-03-14T11:00:00Z"}, "observed_at"),
        ({"states": ["moon"]}, "states"),
        ({"includes_drafts": 1}, "includes_drafts"),
        ({"category": "half a \ud83d letter"}, "category"),
        ({"note": "half a \ud83d letter"}, "note"),
    ],
)
def test_a_wrong_entry_is_one_sentence_and_keeps_nothing(client, changed, field):
    answer = post(client, **changed)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not Reconciliation.objects.exists()


def test_a_body_that_is_no_object_is_one_sentence(client):
    answer = client.post(ADDRESS, [1], content_type="application/json")

    assert answer.status_code == 400


def test_a_hidden_store_has_no_desk(snapshot, member, with_key):
    stranger = with_key(member("owner", of_store=False))

    assert post(stranger).status_code == 404
    assert stranger.get(ADDRESS).status_code == 404
