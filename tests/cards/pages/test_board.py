"""The board in pages of stores, sorted, and open for long."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def at():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def many(owner, at):
    """A hundred and twenty stores, the later by name the more listings."""
    for number in range(120):
        store = StoreFactory(name=f"Store {number:03}")
        MembershipFactory(store=store, user=owner)
        SnapshotFactory(store=store, active_count=number)


@pytest.fixture
def board(owner, as_user):
    return as_user(owner)


def stores_of(answer):
    return re.findall(r'<th scope="row">\s*<b>(Store \d+)</b>', answer.content.decode())


def links_of(answer, rel):
    found = re.findall(rf'rel="{rel}" href="([^"]*)"', answer.content.decode())
    return [unescape(link) for link in found]


def test_a_page_holds_fifty_stores_and_counts_all(many, store, board):
    answer = board.get("/")

    text = " ".join(answer.content.decode().split())
    assert len(stores_of(answer)) == 49  # and Harbour Home
    assert "121 stores" in text
    assert "<b>All 121 stores</b>" in text
    assert "Page 1 of 3" in text


def test_the_pages_follow_one_another_in_the_order_that_was_asked_for(many, store, board):
    found = []
    address = "?sort=-aex_active_listings"
    while address:
        answer = board.get(f"/{address}")
        found += stores_of(answer)
        [address] = links_of(answer, "next") or [""]
        assert not address or "sort=-aex_active_listings" in address

    assert found == [f"Store {number:03}" for number in range(119, -1, -1)]
    assert links_of(answer, "prev") == ["?sort=-aex_active_listings&page=2"]


def test_a_store_of_which_nothing_is_known_comes_last_either_way(many, store, board):
    for sort in ("aex_total_listings", "-aex_total_listings"):
        text = board.get("/", {"sort": sort, "page": 3}).content.decode()

        assert "<b>Harbour Home</b>" in text


def test_a_heading_says_how_the_board_is_sorted_and_turns_it_around(store, snapshot, board):
    by_name = board.get("/").content.decode()
    by_total = board.get("/", {"sort": "-aex_total_listings"}).content.decode()

    assert re.search(r'aria-sort="ascending">\s*<a href="\?sort=-store">Store<', by_name)
    total = r'aria-sort="descending">\s*<a href="\?sort=aex_total_listings">Total Listings<'
    assert re.search(total, by_total)
    assert by_total.count("aria-sort") == 1


@pytest.mark.parametrize(
    "query", [{"page": "0"}, {"page": "9" * 30}, {"page": "x"}, {"sort": "password"}]
)
def test_what_is_no_page_or_order_is_the_first_page_by_name(store, snapshot, board, query):
    answer = board.get("/", query)

    assert answer.status_code == 200
    assert "Harbour Home" in answer.content.decode()


def test_a_page_of_fifty_stores_is_light(many, store, board):
    assert len(board.get("/").content) < 400_000


def test_the_board_costs_the_same_however_many_stores(many, store, board):

    with CaptureQueriesContext(connection) as many_stores:
        board.get("/")

    assert len(many_stores) <= 21


# --- Open for long


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
