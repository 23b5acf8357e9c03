"""A board that is left open is told what happened, and nothing else."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from tests.factories import (
    SnapshotFactory,
    SyncRunFactory,
)
from tests.moments import NOON

LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def at():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def opened(snapshot, board, at):
    text = board.get("/").content.decode()
    [address] = re.findall(r'hx-get="(/board/rows/[^"]*)"', text)
    return lambda: board.get(unescape(address))


def test_a_board_that_was_seen_as_it_is_is_told_nothing(opened, at):
    at.move_to(LATER + timedelta(seconds=30))

    answer = opened()

    assert (answer.status_code, answer.content) == (204, b"")


def fail(store):
    SyncRunFactory(store=store, failed=True, finished_at=LATER)


def publish(store):
    SnapshotFactory(store=store, as_of=LATER, active_count=4311)


def switch_off(store):
    store.is_active = False
    store.save()


@pytest.mark.parametrize("happens", [fail, publish, switch_off])
def test_whatever_happens_to_a_store_of_the_board_is_told(opened, store, happens):
    happens(store)

    answer = opened()

    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert "Harbour Home" in answer.content.decode()


def test_a_board_that_grew_old_is_told(opened, at):
    at.move_to(NOON + timedelta(days=1))

    assert "Out of date" in opened().content.decode()


def test_each_mark_of_the_board_says_when_it_turns(opened, board):
    text = board.get("/").content.decode()

    assert 'class="verdict complete" data-turns-at="2026-03-14T12:' in text
    assert '<template id="out-of-date">' in text
    assert 'id="connection"' in text
