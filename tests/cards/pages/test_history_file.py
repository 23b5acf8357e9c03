"""The history of a card as a file."""

import csv
import io

import pytest

from cards.models import Card
from tests.cards.lived import lived

ADDRESS = "/stores/harbour-home/cards/aex_active_listings/history.csv"


@pytest.fixture
def past(store):
    return lived(store, [{1: "active"}, {1: "active", 2: "auditing"}, {1: "active", 2: "active"}])


def rows(answer):
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_has_every_reading_with_its_snapshot_and_verdict(past, owner, as_user):
    found = rows(as_user(owner).get(ADDRESS))

    assert [row["snapshot"] for row in found] == [str(snapshot.pk) for snapshot in past]
    assert [(row["verdict"], row["value"], row["total"], row["auditing"]) for row in found] == [
        ("complete", "1", "1", "0"),
        ("complete", "1", "2", "1"),
        ("complete", "2", "2", "0"),
    ]


def test_it_is_named_for_card_store_and_moment(past, owner, as_user):
    answer = as_user(owner).get(ADDRESS, {"to": "2026-03-14T13:00:00Z"})

    name = "aex_active_listings-harbour-home-history-2026-03-14T1300Z.csv"
    assert name in answer["Content-Disposition"]
    assert len(rows(answer)) == 2


def test_a_hidden_card_or_store_has_no_file(past, owner, member, as_user):
    assert as_user(member("owner", of_store=False)).get(ADDRESS).status_code == 404
    Card.objects.get(key="aex_active_listings").roles.clear()
    assert as_user(owner).get(ADDRESS).status_code == 404


def test_a_moment_that_cannot_be_is_one_sentence(past, owner, as_user):
    answer = as_user(owner).get(ADDRESS, {"from": "once"})

    assert answer.status_code == 400
    assert "ISO 8601" in answer.content.decode()
