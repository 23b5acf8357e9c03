"""Cards that stand on details: never a plain number while they know too little."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from aliexpress.models import DetailReading, ListingProblem
from aliexpress.sync.details.tally import tally
from cards.listings.filters import Filters
from cards.listings.listing_set import find
from cards.models import Card
from cards.readings.reader import read
from tests.factories import (
    DetailTallyFactory,
    ListingDetailFactory,
    ListingFactory,
    SnapshotFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
OOS = "aex_oos_listings"
COMPLETENESS = "aex_attribute_completeness"
SCORE = "aex_listing_quality_score"


def reading_of(key, store, **kwargs):
    return read(Card.objects.get(key=key), store, at=NOON, **kwargs)


def behind(store, query):
    return find(store, Filters(card=query["card"], part=query.get("part", "")), at=NOON).listings


@pytest.mark.parametrize(
    ("key", "figure", "sentence"),
    [
        (OOS, "at least 95", "stock known for 4,655 of 4,820"),
        (COMPLETENESS, "at least 91.0 %", "required attributes known for 4,655 of 4,820"),
        (SCORE, "80.3 of 100 so far", "scored for 4,655 of 4,820"),
    ],
)
def test_while_coverage_is_short_it_is_no_plain_number_and_says_of_how_many_it_knows(
    snapshot, store, key, figure, sentence
):
    DetailTallyFactory(snapshot=snapshot)

    reading = reading_of(key, store)

    assert reading.figure == figure
    assert reading.as_json()["coverage"] == {
        "known": 4655,
        "of": 4820,
        "is_short": True,
        "sentence": sentence,
        "because": None,
    }


@pytest.mark.parametrize("key", [OOS, COMPLETENESS, SCORE])
def test_the_page_the_board_and_the_command_say_the_coverage(
    snapshot, store, owner, as_user, capsys, key
):
    DetailTallyFactory(snapshot=snapshot)
    coverage = reading_of(key, store).coverage.sentence

    call_command("read_card", key, "--store", store.slug)

    for text in (
        capsys.readouterr().out,
        as_user(owner).get("/").content.decode(),
        as_user(owner).get(f"/stores/{store.slug}/cards/{key}/").content.decode(),
    ):
        assert coverage in text.replace(coverage.capitalize(), coverage)


def test_once_everything_is_known_it_is_a_plain_number(snapshot, store):
    DetailTallyFactory(snapshot=snapshot, stock_known_count=4820)

    reading = reading_of(OOS, store)

    assert reading.figure == "95"
    assert reading.sentiment == "attention"


def test_before_anything_is_known_there_is_no_number_and_the_reason_is_said(snapshot, store):
    DetailTallyFactory(
        snapshot=snapshot,
        stock_known_count=0,
        stock_known_active_count=0,
        out_of_stock_count=0,
        remark="The app may not make this call.",
    )

    reading = reading_of(OOS, store)

    assert (reading.value, reading.note) == (None, "The app may not make this call.")


def test_without_a_tally_there_is_no_number(snapshot, store):
    reading = reading_of(OOS, store)

    assert reading.value is None
    assert "have not been read one by one yet" in reading.note


def test_a_reading_names_the_tallys_snapshot_and_both_integers_come_from_it(snapshot, store):
    DetailTallyFactory(snapshot=snapshot)
    SnapshotFactory(store=store, as_of=NOON + HOUR, active_count=9000)

    answer = reading_of(COMPLETENESS, store).as_json()

    assert answer["snapshot"] == answer["ratio"]["snapshot"] == snapshot.pk
    assert answer["ratio"]["numerator"] == {"card": "aex_complete_listings", "value": 4386}
    assert answer["ratio"]["denominator"] == {"card": "aex_total_listings", "value": 4820}
    assert answer["breakdown"]["active"] == 4310


def test_beside_the_share_of_all_stands_that_of_the_active(snapshot, store):
    DetailTallyFactory(snapshot=snapshot)

    [beside] = reading_of(COMPLETENESS, store).as_json()["beside"]

    assert beside["numerator"]["value"] == 3922
    assert beside["denominator"] == {"card": "aex_active_listings", "value": 4310}
    assert beside["value"] == 91.0


def test_the_score_is_the_weighted_mean_of_the_components_beneath_it(snapshot, store):
    DetailTallyFactory(snapshot=snapshot)

    reading = reading_of(SCORE, store)

    means = {row.name: row.value for row in reading.rows if row.unit == "points"}
    weights = Card.objects.get(key=SCORE).settings
    weighed = sum(means[name] * weights[name] for name in means) / sum(weights.values())
    assert set(means) == set(weights)
    assert abs(reading.value - weighed) < 0.1
    assert 0 <= reading.value <= 100


def test_a_diagnosis_that_was_never_read_is_left_out_of_the_score(snapshot, store):
    DetailTallyFactory(snapshot=snapshot, sound_count=None)

    reading = reading_of(SCORE, store)

    assert "diagnosis" not in [row.name for row in reading.rows]
    assert reading.value is not None


def test_a_past_moment_gives_what_was_known_then(snapshot, store):
    DetailTallyFactory(snapshot=snapshot)
    DetailTallyFactory(snapshot=snapshot, as_of=NOON + HOUR, out_of_stock_count=7)

    assert reading_of(OOS, store, as_of=NOON + HOUR / 2).value == 95
    assert reading_of(OOS, store).value == 7


@pytest.mark.parametrize(("key", "value"), [(OOS, 95), (COMPLETENESS, 91.0), (SCORE, 80.3)])
def test_the_history_has_the_value_of_each_point(snapshot, store, owner, as_user, key, value):
    DetailTallyFactory(snapshot=snapshot, out_of_stock_count=7)
    DetailTallyFactory(snapshot=snapshot, as_of=NOON + HOUR)
    address = f"/api/v1/stores/{store.slug}/cards/{key}/history/"

    answer = as_user(owner).get(address, {"to": "2026-03-14T14:00:00Z"})

    [point] = answer.json()["points"]
    assert point["value"] == value
    assert (point["coverage"]["known"], point["coverage"]["is_short"]) == (4655, True)


def test_every_list_is_as_long_as_its_number(store):
    SnapshotFactory(
        store=store, active_count=3, auditing_count=1, rejected_count=0, expired_count=0
    )
    DetailReading.objects.create(store=store, diagnosed_at=NOON)
    first, second, third = ListingFactory.create_batch(3, store=store)
    auditing = ListingFactory(store=store, state="auditing")
    ListingDetailFactory(listing=first, is_out_of_stock=True, skus_in_stock=0)
    ListingDetailFactory(listing=second, missing=[2], required_filled=50)
    ListingDetailFactory(listing=third, asked_for="older")
    ListingDetailFactory(listing=auditing, is_out_of_stock=True, skus_in_stock=0)
    ListingProblem.objects.create(store=store, product_id=second.product_id, kind="title")
    tally(store, clock=lambda: NOON)

    for key in (OOS, "aex_complete_listings", "aex_complete_active_listings"):
        reading = reading_of(key, store)
        assert reading.value == len(behind(store, reading.listings)) > 0
        for row in reading.rows:
            assert row.value == len(behind(store, row.listings)) > 0
    linked = [row for row in reading_of(SCORE, store).rows if row.listings]
    assert [row.value for row in linked] == [len(behind(store, row.listings)) for row in linked]


def test_a_hidden_cards_list_is_not_there(snapshot, store, owner, as_user):
    Card.objects.get(key=OOS).roles.clear()
    browser = as_user(owner)

    for address in (
        "/stores/{}/listings/",
        "/stores/{}/listings.csv",
        "/api/v1/stores/{}/listings/",
    ):
        assert browser.get(address.format(store.slug), {"card": OOS}).status_code == 404


def test_a_tally_dated_ahead_is_what_holds_at_the_present_instant_too(snapshot, store):
    """The clock of whoever counted it was half a minute ahead."""
    DetailTallyFactory(snapshot=snapshot, as_of=NOON + HOUR / 120)

    assert reading_of(OOS, store, as_of=NOON).value == reading_of(OOS, store).value == 95
