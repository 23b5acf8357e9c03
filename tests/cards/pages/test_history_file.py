"""The history of a card as a file."""

import csv
import io
import re
from html import unescape

import pytest

from cards.models import Card
from tests.cards.lived import HOUR, lived
from tests.factories import SnapshotFactory, StoreFactory
from tests.moments import NOON

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


def test_it_begins_with_the_reading_that_stood_at_its_first_moment(past, owner, as_user):
    found = rows(as_user(owner).get(ADDRESS, {"from": "2026-03-14T13:30:00Z"}))

    assert [row["snapshot"] for row in found] == [str(snapshot.pk) for snapshot in past[1:]]


def test_up_to_a_past_moment_it_knows_nothing_of_what_came_later(past, owner, as_user):
    past[1].confirmed_at = NOON + 100 * HOUR
    past[1].save()

    found = rows(as_user(owner).get(ADDRESS, {"to": "2026-03-14T13:30:00Z"}))

    assert found[-1]["confirmed_at"] == "2026-03-14T13:00:00Z"


def test_readings_of_another_store_are_not_in_it(past, owner, as_user):
    SnapshotFactory(store=StoreFactory())

    assert len(rows(as_user(owner).get(ADDRESS))) == len(past)


def test_the_page_links_to_the_file_of_its_own_stretch(past, owner, as_user):
    card = ADDRESS.removesuffix("history.csv")
    page = as_user(owner).get(card, {"as_of": "2026-03-14T13:30:00Z", "period": "24h"})

    [link] = re.findall(rf'href="({ADDRESS}[^"]*)"', page.content.decode())
    found = rows(as_user(owner).get(unescape(link)))
    assert [row["snapshot"] for row in found] == [str(snapshot.pk) for snapshot in past[:2]]


def test_a_hidden_card_or_store_has_no_file(past, owner, member, as_user):
    assert as_user(member("owner", of_store=False)).get(ADDRESS).status_code == 404
    Card.objects.get(key="aex_active_listings").roles.clear()
    assert as_user(owner).get(ADDRESS).status_code == 404


def test_a_moment_that_cannot_be_is_one_sentence(past, owner, as_user):
    answer = as_user(owner).get(ADDRESS, {"from": "once"})

    assert answer.status_code == 400
    assert "ISO 8601" in answer.content.decode()
