"""A card page that stays open: it asks for one fragment, and is told only what it has not seen."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
import time_machine

from aliexpress.models import StatusRead, SyncRun
from cards.models import Alert, Card
from tests.factories import SnapshotFactory, SyncRunFactory
from tests.moments import NOON

CARD = "/stores/harbour-home/cards/aex_total_listings/"
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def at():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def opened(snapshot, owner, as_user, at):
    """A page that was opened, and what it asks for."""
    browser = as_user(owner)
    text = browser.get(CARD).content.decode()
    [address] = re.findall(rf'hx-get="({CARD}standing/[^"]*)"', text)
    return lambda: browser.get(unescape(address))


def test_a_page_that_has_seen_everything_is_told_nothing(opened):
    answer = opened()

    assert (answer.status_code, answer.content) == (204, b"")


def test_an_age_alone_is_no_news(opened, at):
    at.move_to(LATER + timedelta(seconds=30))

    assert opened().status_code == 204


def test_asking_costs_four_statements(opened, django_assert_num_queries):
    """Session, user, card, and the store with all that stands of it."""
    with django_assert_num_queries(4):
        opened()


def test_a_confirmation_is_told_and_the_numbers_are_not_sent_again(opened, snapshot):
    snapshot.confirmed_at = NOON + timedelta(minutes=1)
    snapshot.save()

    text = opened().content.decode()

    assert "1 minute ago" in text
    assert "hx-swap-oob" in text
    assert 'id="numbers"' not in text


def test_another_snapshot_brings_everything_that_changed(opened, snapshot):
    SnapshotFactory(store=snapshot.store, as_of=LATER, active_count=4311)

    text = opened().content.decode()

    assert 'id="numbers"' in text
    assert "4,821" in text


def fail(store):
    SyncRunFactory(store=store, failed=True, finished_at=LATER)


def wait(store):
    SyncRunFactory(store=store)


def alert(store):
    total = Card.objects.get(key="aex_total_listings")
    Alert.objects.create(
        card=total, store=store, trigger="x", sentence="Low.", opened_at=NOON, updated_at=NOON
    )


@pytest.mark.parametrize("happens", [fail, wait, alert])
def test_whatever_happens_is_told(opened, snapshot, happens):
    happens(snapshot.store)

    assert opened().status_code == 200


def test_a_reading_that_grew_old_is_told(opened, at):
    at.move_to(NOON + timedelta(days=1))

    assert "Out of date" in opened().content.decode()


def test_progress_of_a_run_is_told_at_each_step(snapshot, owner, as_user, at):
    run = SyncRunFactory(
        store=snapshot.store, status="running", started_at=NOON, heartbeat_at=LATER, lease=uuid4()
    )
    read = StatusRead.objects.create(run=run, status="onSelling", declared_before=9, listed=1)
    browser = as_user(owner)
    text = browser.get(f"{CARD}standing/").content.decode()
    [address] = re.findall(rf'hx-get="({CARD}standing/[^"]*)"', text)

    assert browser.get(unescape(address)).status_code == 204
    read.listed = 2
    read.save()
    assert browser.get(unescape(address)).status_code == 200


def test_refresh_answers_with_the_fragment_alone(snapshot, owner, as_user, at):
    browser = as_user(owner)
    seen = f"{CARD}refresh/?seen={snapshot.pk}"

    text = browser.post(seen, headers={"HX-Request": "true"}).content.decode()

    assert SyncRun.objects.open().count() == 1
    assert "The refresh is about to start." in text
    assert 'id="numbers"' not in text


# --- What the script in the page needs to stay honest without network


def test_the_page_says_when_its_mark_turns(snapshot, owner, as_user, at):
    snapshot.store.sync_interval = 300
    snapshot.store.save()

    text = as_user(owner).get(CARD).content.decode()

    assert 'class="verdict complete" data-turns-at="2026-03-14T12:15:00Z"' in text
    assert '<template id="out-of-date"><span class="verdict stale">' in text
    assert '<p id="connection" class="connection no-print" role="status"></p>' in text
    assert 'data-at="2026-03-14T12:02:00+00:00"' in text


def test_a_mark_that_already_warns_does_not_turn(store, owner, as_user, at):
    SnapshotFactory(store=store, as_of=NOON - timedelta(days=1))

    assert "data-turns-at" not in as_user(owner).get(CARD).content.decode()


def test_a_failed_refresh_counts_down_to_the_next_try(snapshot, owner, as_user, at):
    SyncRunFactory(
        store=snapshot.store, failed=True, finished_at=NOON, retry_at=LATER + timedelta(minutes=3)
    )

    text = as_user(owner).get(CARD).content.decode()

    assert re.search(r'Trying again <time [^>]*data-tick="due">in 3 minutes</time>\.', text)
