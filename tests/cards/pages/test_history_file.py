"""The history of a card as a file."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import Shop
from cards.history.export import history_rows
from cards.measures import MEASURES
from cards.models import Card
from tests.bridge_stores import counted, source_read
from tests.cards.store_past import HOUR, lived
from tests.factories import (
    DetailTallyFactory,
    SnapshotFactory,
    SourceCatalogueFactory,
    StoreFactory,
    ValidityTallyFactory,
)
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


def test_a_share_comes_with_its_integers(snapshot, owner, as_user):
    address = ADDRESS.replace("aex_active_listings", "aex_rejection_rate")

    [found] = rows(as_user(owner).get(address))

    assert (found["value"], found["numerator"], found["denominator"]) == ("2.5", "120", "4820")
    assert (found["known"], found["known_of"]) == ("", "")


def test_what_is_known_in_part_says_of_how_many(snapshot, owner, as_user):
    DetailTallyFactory(snapshot=snapshot)
    address = ADDRESS.replace("aex_active_listings", "aex_oos_listings")

    [found] = rows(as_user(owner).get(address))

    assert (found["value"], found["known"], found["known_of"]) == ("95", "4655", "4820")


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


@pytest.mark.parametrize("key", MEASURES)
def test_page_api_and_file_tell_one_value_of_every_card(store, owner, as_user, with_key, key):
    [*_, last] = lived(
        store, [{1: "active"}, {1: "active", 2: "rejected"}, {1: "active", 2: "active"}]
    )
    ValidityTallyFactory(snapshot=last)
    DetailTallyFactory(
        snapshot=last,
        codes_known_count=4655,
        no_sku_count=0,
        one_sku_count=1000,
        sku_count=12_112,
        sharing_count=4,
        shared_code_count=2,
    )
    SourceCatalogueFactory(store=store)
    source_read(store, ["A", "B"], at=last.as_of)
    counted(store, at=last.as_of)
    address = f"stores/harbour-home/cards/{key}/"
    api = with_key(owner)

    stretch = {"from": "2026-03-14T11:00:00Z", "to": "2026-03-14T15:00:00Z"}

    [*before, newest] = rows(as_user(owner).get(f"/{address}history.csv", stretch))

    told = api.get(f"/api/v1/{address}", {"as_of": stretch["to"]}).json()
    points = api.get(f"/api/v1/{address}history/", stretch).json()["points"]
    assert told["value"] is not None
    assert newest["value"] == str(told["value"])
    assert [row["value"] for row in (*before, newest)] == [
        "" if point["value"] is None else str(point["value"]) for point in points
    ]


def test_rejections_are_told_of_the_window_up_to_each_row(store, owner, as_user):
    lived(store, [{1: "active"}, {1: "rejected"}, {1: "auditing"}, {1: "rejected", 2: "rejected"}])
    address = "/stores/harbour-home/cards/aex_rejected_listings_24h/history.csv"

    found = rows(as_user(owner).get(address))

    assert [row["value"] for row in found] == ["0", "1", "1", "3"]


def test_a_long_file_asks_as_many_statements_as_a_short_one(store, owner):
    card = Card.objects.get(key="aex_rejected_listings_24h")

    def statements():
        with CaptureQueriesContext(connection) as asked:
            list(history_rows(card, store, start=None, end=NOON + 1000 * HOUR))
        return len(asked)

    lived(store, [{1: "active"}, {1: "rejected"}])
    few = statements()
    for number in range(3, 40):
        SnapshotFactory(store=store, as_of=NOON + number * HOUR)

    assert statements() == few


def test_pending_has_a_column_only_where_a_shop_can_have_it(past, store, owner, as_user):
    assert "pending" not in rows(as_user(owner).get(ADDRESS))[0]

    Shop.objects.create(store=store, family="choice", channel_seller_id="7")

    assert rows(as_user(owner).get(ADDRESS))[0]["pending"] == "0"
