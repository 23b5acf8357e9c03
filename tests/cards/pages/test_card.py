"""What the card page says, in each of the ways a reading can stand."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from aliexpress.models import StatusRead
from cards.models import Alert, Card
from tests.factories import (
    ConnectionFactory,
    ListingFactory,
    SnapshotFactory,
    SyncRunFactory,
)
from tests.moments import NOON

STORE = "/stores/harbour-home/"
CARD = f"{STORE}cards/aex_total_listings/"
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def shown(owner, as_user):
    """The text of a page as the owner gets it two minutes after noon."""
    browser = as_user(owner)

    def text_of(address=CARD):
        with time_machine.travel(LATER, tick=False):
            answer = browser.get(address)
        assert answer.status_code == 200
        return " ".join(re.sub("</?time[^>]*>", "", answer.content.decode()).split())

    return text_of


def test_the_worked_example_stands_as_an_equation(snapshot, shown):
    text = shown()

    assert ">4,820</a> <small>listings</small>" in text
    assert "4,820 in all is 4,310 active and a gap of 510" in text
    for number in ("340", "120", "50"):
        assert f">{number}</a>" in text


def test_a_complete_reading_says_when_it_was_true_and_confirmed(snapshot, shown):
    assert "As of 12:00 UTC, confirmed 2 minutes ago." in shown()


def test_a_reading_of_another_day_says_of_which(store, shown):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=1), confirmed_at=NOON)
    SyncRunFactory(store=store, failed=True, finished_at=NOON - timedelta(days=1))

    text = shown()

    assert "The refresh at 13 March 2026, 12:00 UTC failed:" in text


def test_a_number_confirmed_today_and_read_before_says_the_day_it_was_read(store, shown):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=1), confirmed_at=NOON)

    assert "As of 13 March 2026, 12:00 UTC, confirmed 2 minutes ago." in shown()


def test_one_listing_is_not_called_listings(store, shown):
    SnapshotFactory(
        store=store, active_count=1, auditing_count=0, rejected_count=0, expired_count=0
    )

    assert ">1</a> <small>listing</small>" in shown()


def test_the_unmapped_row_keeps_its_mark_where_there_is_no_bar(store, shown):
    nothing = {f"{state}_count": 0 for state in ("active", "auditing", "rejected", "expired")}
    SnapshotFactory(store=store, **nothing)

    text = shown()

    assert 'id="ledger"' in text
    assert 'class="tag fill-unmapped"' in text


def test_without_a_reading_it_says_so_and_shows_no_zero(store, shown):
    text = shown()

    assert "Not known yet" in text
    assert "No complete reading yet. The first refresh has not started." in text
    assert ">0</a> <small>listings" not in text


def test_a_failure_is_said_once_with_an_alert_open_of_it(store, snapshot, shown):
    run = SyncRunFactory(store=store, failed=True, finished_at=LATER - timedelta(minutes=1))
    card = Card.objects.get(key="aex_total_listings")
    sentence = f"It cannot be read: {run.error}"
    Alert.objects.create(
        card=card,
        store=store,
        trigger="failing",
        sentence=sentence,
        opened_at=NOON,
        updated_at=NOON,
    )

    text = shown()

    assert "Alert open</a>" in text
    assert text.count(run.error) == 1
    assert '<p class="remark">' not in text


def test_a_failed_refresh_leaves_the_number_and_is_told(snapshot, shown):
    SyncRunFactory(
        store=snapshot.store,
        failed=True,
        finished_at=NOON + timedelta(minutes=1),
        retry_at=LATER + timedelta(minutes=3),
    )

    text = shown()

    assert ">4,820</a> <small>listings</small>" in text
    assert "Last complete reading 2 minutes ago. The refresh at 12:01 UTC failed:" in text
    assert "AliExpress did not answer within 30 seconds. Trying again in 3 minutes." in text


def test_a_disputed_reading_shows_that_two_numbers_stand_against_each_other(store, shown):
    SnapshotFactory(store=store, verdict="disputed")

    text = shown()

    assert "AliExpress declares another number than it lists; both are in the proof." in text


def test_an_old_reading_says_that_it_is_older_than_it_should_be(store, shown):
    SnapshotFactory(store=store, as_of=NOON - timedelta(hours=3))

    assert "That is older than it should be" in shown()


def test_a_run_under_way_shows_how_far_each_state_has_come(snapshot, shown):
    run = SyncRunFactory(
        store=snapshot.store, status="running", started_at=NOON, heartbeat_at=LATER, lease=uuid4()
    )
    StatusRead.objects.create(run=run, status="onSelling", declared_before=4310, listed=2310)

    text = shown(f"{CARD}standing/")

    assert "On selling 2,310 of 4,310" in text
    assert 'hx-trigger="every 1s, wake"' in text


def test_only_a_page_that_saw_another_snapshot_is_sent_the_numbers_again(snapshot, shown):
    seen = shown(f"{CARD}standing/?seen={snapshot.pk}")
    not_seen = shown(f"{CARD}standing/?seen=0")

    assert 'id="numbers"' not in seen
    assert 'id="numbers"' in not_seen


def test_the_unmapped_row_is_shown_by_name(store, shown):
    SnapshotFactory(store=store, unmapped_count=3)

    text = shown()

    assert "moon_offline" in text
    assert "offline_reason=moon_offline" in text


def test_the_proof_has_a_row_a_status(snapshot, shown):
    text = shown()

    for status in ("onSelling", "auditing", "editingRequired", "offline"):
        assert f'<th scope="row">{status}</th>' in text


def test_the_definition_and_the_reconciling_notes_are_there(snapshot, shown):
    text = shown()

    for heading in ("What it counts", "Why it matters", "Calculation", "Worked example"):
        assert heading in text
    assert "Clear all state filters" in text


def test_a_hostile_title_stays_text(snapshot, shown):
    ListingFactory(store=snapshot.store, subject="<script>alert(1)</script>")

    text = shown("/stores/harbour-home/listings/")

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_end_of_the_authorisation_says_what_becomes_of_the_number(snapshot, shown):
    ConnectionFactory(store=snapshot.store, refresh_expires_at=NOON)

    text = shown()

    assert "4,820" in text
    assert "ended on 14 March 2026: the number stays as it was last read." in text
    assert "Ask operations to connect AliExpress again." in text


def test_of_a_store_never_read_nothing_is_said_not_to_match(store, shown):
    text = shown("/stores/harbour-home/listings/?state=rejected")

    assert "No listing has been read yet." in text
    assert "No listing matches" not in text


def test_a_store_read_and_found_empty_is_not_called_unread(store, shown):
    nothing = {f"{state}_count": 0 for state in ("active", "auditing", "rejected", "expired")}
    SnapshotFactory(store=store, **nothing)

    assert "The store has no listings." in shown("/stores/harbour-home/listings/")


def test_prices_are_grouped(snapshot, shown):
    ListingFactory(
        store=snapshot.store, min_price="1234567.5", max_price="12345678", currency="USD"
    )

    text = shown("/stores/harbour-home/listings/")

    assert ">1,234,567.50 " in text
    assert " 12,345,678.00 USD" in text


@pytest.mark.parametrize(
    "address",
    [
        CARD,
        "/",
        "/stores/harbour-home/listings/",
        "/stores/harbour-home/flow/?from=2026-03-14T10:00",
    ],
)
def test_every_id_stands_once_on_its_page(store, shown, address):
    for hour in (3, 0):
        SnapshotFactory(store=store, unmapped_count=3, as_of=NOON - timedelta(hours=hour))
    ListingFactory.create_batch(3, store=store, state="unmapped", status="offline")

    ids = re.findall(r'\sid="([^"]+)"', shown(address))

    assert "hatch" in ids
    assert [one for one in ids if ids.count(one) > 1] == []
