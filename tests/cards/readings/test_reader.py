"""The one reader: now, at any past moment, and where nothing is known."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.models import Card
from cards.readings.freshness import freshness
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import SnapshotFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_a_reading_has_every_field_of_the_design(total, store):
    snapshot = SnapshotFactory(store=store, confirmed_at=NOON + 5 * MINUTE)
    SyncRunFactory(store=store, complete=True, finished_at=NOON + 5 * MINUTE)

    reading = read(total, store, at=NOON + 6 * MINUTE).as_json()

    assert reading == {
        "card": "aex_total_listings",
        "store": "harbour-home",
        "value": 4820,
        "unit": "count",
        "as_of": "2026-03-14T12:00:00Z",
        "confirmed_at": "2026-03-14T12:05:00Z",
        "stale": False,
        "verdict": "complete",
        "snapshot": snapshot.pk,
        "sentiment": "neutral",
        "reason": "How many there are is by itself neither good nor bad. Nothing is known of 7 "
        "days ago, so whether it grows without selling more cannot be told.",
        "breakdown": {
            "active": 4310,
            "auditing": 340,
            "rejected": 120,
            "expired": 50,
            "taken_down": 0,
            "unmapped": 0,
        },
        "evidence": [row | {"at": "2026-03-14T12:00:00Z"} for row in snapshot.evidence],
        "remark": None,
        "note": None,
        "ratio": None,
        "beside": [],
        "coverage": None,
        "window": None,
        "rows": [],
        "shops": None,
        "last_attempt": {
            "status": "complete",
            "finished_at": "2026-03-14T12:05:00Z",
            "error": None,
            "retry_at": None,
        },
    }


def test_every_evidence_row_says_what_was_declared_and_listed(total, store):
    SnapshotFactory(store=store)

    on_sale = read(total, store, at=NOON).evidence[2]

    assert on_sale["status"] == "onSelling"
    assert on_sale["declared"] == on_sale["listed"] == 4310
    assert on_sale["pages"] == 44
    assert on_sale["duplicates"] == 0


def test_active_listings_reads_the_same_snapshot(total, active, store):
    SnapshotFactory(store=store)

    readings = [read(card, store, at=NOON) for card in (total, active)]

    assert [reading.value for reading in readings] == [4820, 4310]
    assert readings[0].snapshot == readings[1].snapshot


def test_without_a_snapshot_the_value_is_not_known_rather_than_zero(total, store):
    reading = read(total, store, at=NOON)

    assert reading.value is None
    assert reading.verdict == "none"
    assert reading.snapshot is None
    assert reading.last_attempt is None


def test_without_a_snapshot_the_failed_attempt_is_shown(total, store):
    SyncRunFactory(store=store, failed=True)

    attempt = read(total, store, at=NOON).last_attempt

    assert attempt is not None
    assert attempt.status == "failed"
    assert attempt.error == "AliExpress did not answer within 30 seconds."


def test_a_failed_attempt_leaves_the_number_and_stands_beside_it(total, store):
    SnapshotFactory(store=store)
    SyncRunFactory(store=store, complete=True, finished_at=NOON)
    SyncRunFactory(store=store, failed=True, finished_at=NOON + MINUTE)

    reading = read(total, store, at=NOON + MINUTE)

    assert reading.value == 4820
    assert reading.last_attempt is not None
    assert reading.last_attempt.error
    assert reading.mark == "failed"


def test_a_run_under_way_is_no_attempt_yet(total, store):
    SyncRunFactory(store=store)

    assert read(total, store, at=NOON).last_attempt is None


def test_another_store_s_facts_do_not_count(total, store):
    SnapshotFactory(store=StoreFactory())

    assert read(total, store, at=NOON).value is None


def test_drafts_are_named_where_the_snapshot_counts_them(total, store):
    SnapshotFactory(store=store, counts_drafts=True, draft_count=7)

    reading = read(total, store, at=NOON)

    assert reading.breakdown["draft"] == 7
    assert reading.value == sum(reading.breakdown.values()) == 4827


def test_a_disputed_snapshot_says_so(total, store):
    SnapshotFactory(store=store, verdict="disputed")

    assert read(total, store, at=NOON).mark == "disputed"


def test_what_stands_out_is_said(total, store):
    SnapshotFactory(store=store, remark="A fall far outside this store's history.")

    assert read(total, store, at=NOON).as_json()["remark"].startswith("A fall")


@pytest.mark.parametrize(
    ("interval", "age", "stale"),
    [
        (10, timedelta(seconds=180), False),  # never held to less than three minutes
        (10, timedelta(seconds=181), True),
        (300, timedelta(seconds=900), False),  # three refreshes missed
        (300, timedelta(seconds=901), True),
    ],
)
def test_a_reading_is_stale_when_three_refreshes_were_missed(total, interval, age, stale):
    store = StoreFactory(sync_interval=interval)
    SnapshotFactory(store=store, sync_interval=interval)

    assert read(total, store, at=NOON + age).stale is stale


def test_a_confirmation_keeps_a_reading_fresh(total, store):
    SnapshotFactory(store=store, confirmed_at=NOON + 5 * HOUR)

    reading = read(total, store, at=NOON + 5 * HOUR + MINUTE)

    assert reading.as_of == NOON
    assert not reading.stale


@given(st.integers(5, 10**6))
def test_freshness_is_promised_for_three_intervals_or_three_minutes(interval):
    assert freshness(interval) == timedelta(seconds=max(3 * interval, 180))


def test_a_reading_takes_one_statement(total, store, django_assert_num_queries):
    SnapshotFactory(store=store)
    SyncRunFactory(store=store, complete=True)

    with django_assert_num_queries(1):
        read(total, store, at=NOON)


def test_a_renamed_card_is_called_so_wherever_another_names_it(store, owner):
    SnapshotFactory(store=store)
    share, total = (Card.objects.get(key=key) for key in ("aex_active_share", "aex_total_listings"))
    assert "Active Listings" in " ".join(read(share, store, at=NOON).sentences)
    Card.objects.filter(key="aex_active_listings").update(title="On sale now")

    said = " ".join(read(share, store, at=NOON).sentences)
    polled = polled_by(owner, slug=store.slug, key=total.key, at=NOON)

    assert "On sale now" in said
    assert "Active Listings" not in said
    assert polled == read(total, store, at=NOON)
    assert "Active Listings" not in polled.reason
