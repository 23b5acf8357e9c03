"""The board in pages of stores, sorted, at the same cost however many they are."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import ListingSnapshot, Membership, Store, StoreNow
from cards.models import Card
from cards.pages import board_views
from tests.bridge_stores import counted, held_together
from tests.factories import (
    DetailTallyFactory,
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    ValidityTallyFactory,
)
from tests.moments import NOON

LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def at():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def many(owner, at):
    """A hundred and twenty stores, the later by name the more listings."""
    stores = Store.objects.bulk_create(
        StoreFactory.build(name=f"Store {number:03}") for number in range(120)
    )
    Membership.objects.bulk_create(Membership(store=store, user=owner) for store in stores)
    snapshots = ListingSnapshot.objects.bulk_create(
        SnapshotFactory.build(store=store, active_count=number)
        for number, store in enumerate(stores)
    )
    StoreNow.objects.bulk_create(
        StoreNow(store=snapshot.store, snapshot=snapshot) for snapshot in snapshots
    )


def stores_of(answer):
    return re.findall(r"<b>(Store \d+)</b>", answer.content.decode())


def links_of(answer, rel):
    found = re.findall(rf'rel="{rel}" href="([^"]*)"', answer.content.decode())
    return [unescape(link) for link in found]


def test_a_page_holds_as_many_stores_as_are_light_and_counts_all(many, store, board):
    answer = board.get("/", {"view": "compact"})

    text = " ".join(answer.content.decode().split())
    assert len(stores_of(answer)) == 39  # and Harbour Home
    assert "121 stores" in text
    assert "<b>All 121 stores</b>" in text
    assert "Page 1 of 4" in text
    assert len(stores_of(board.get("/"))) == 24  # where all of each card is shown


def test_the_pages_follow_one_another_in_the_order_that_was_asked_for(many, store, board):
    found = []
    address = "?sort=-aex_active_listings"
    while address:
        answer = board.get(f"/{address}")
        found += stores_of(answer)
        [address] = links_of(answer, "next") or [""]
        assert not address or "sort=-aex_active_listings" in address

    assert found == [f"Store {number:03}" for number in range(119, -1, -1)]
    assert links_of(answer, "prev") == ["?sort=-aex_active_listings&page=4"]


def test_a_store_of_which_nothing_is_known_comes_last_either_way(many, store, board):
    for sort in ("aex_total_listings", "-aex_total_listings"):
        text = board.get("/", {"sort": sort, "page": 5}).content.decode()

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


@pytest.mark.parametrize("view", ["", "compact"])
def test_a_page_of_stores_is_light(many, store, board, view):
    assert len(board.get("/", {"view": view}).content) < 150_000


def test_stores_are_sorted_by_how_they_changed(many, store, board):
    fell = StoreFactory(name="Store that fell")
    MembershipFactory(store=fell, user=store.memberships.get().user)
    then = SnapshotFactory(store=fell, as_of=NOON - timedelta(days=2))
    SnapshotFactory(store=fell, as_of=NOON, previous=then, active_count=4000)

    by_change = board.get("/", {"sort": "change:aex_total_listings"}).content.decode()

    assert re.findall(r"<b>(Store[^<]*)</b>", by_change)[0] == "Store that fell"
    assert re.search(r'class="by-change"\s+aria-sort="ascending"', by_change)
    assert 'href="?sort=-change%3Aaex_total_listings"' in by_change


def test_a_phone_sorts_by_a_choice(many, store, board):
    text = board.get("/", {"sort": "-aex_total_listings"}).content.decode()

    assert '<option value="-aex_total_listings" selected>Total Listings</option>' in text
    assert '<option value="-change:aex_total_listings">' in text


def test_a_card_of_the_source_is_a_column_where_operations_want_it(store, snapshot, owner, board):
    bridged = held_together(
        items=["A-1", "B-2"], listings=[["A-1"]], store=StoreFactory(name="Quay")
    )
    counted(bridged)
    MembershipFactory(user=owner, store=bridged)
    key = "aex_xc_missing_on_aliexpress"
    before = board.get("/").content.decode()
    Card.objects.filter(key=key).update(on_board=True)

    after = board.get("/", {"sort": f"-{key}"}).content.decode()

    assert "Missing on AliExpress</a>" not in before
    names = re.findall(r"<b>(Quay|Harbour Home)</b>", after)
    cells = re.findall(r'<td data-card="Missing on AliExpress">.*?<b>([^<]*)</b>', after, re.S)
    assert names == ["Quay", "Harbour Home"]
    assert cells == ["1", "unknown", "at least 1"]


@pytest.mark.parametrize(
    "address",
    ["/", "/?view=compact", "/?sort=-aex_total_listings", "/?sort=change:aex_oos_listings"],
)
def test_the_board_costs_the_same_however_many_stores_and_listings(
    store, snapshot, owner, board, at, address, monkeypatch
):
    for name in ("STORES_A_PAGE", "NUMBERS_A_PAGE"):
        monkeypatch.setattr(board_views, name, 4)

    def statements(*, of):
        for number in range(Store.objects.count(), of):
            filled(MembershipFactory(user=owner, store=StoreFactory(name=f"Store {number}")).store)
        cache.clear()  # of the days that are over
        with CaptureQueriesContext(connection) as asked:
            board.get(address)
        return len(asked)

    def filled(store):
        before = SnapshotFactory(store=store, as_of=NOON - timedelta(days=3))
        read = SnapshotFactory(store=store, as_of=NOON, previous=before)
        DetailTallyFactory(snapshot=read)
        ValidityTallyFactory(snapshot=read)
        SyncRunFactory(store=store, failed=True)
        ListingFactory.create_batch(5, store=store, state="rejected")

    filled(store)

    one, four, five, twelve = (statements(of=number) for number in (1, 4, 5, 12))
    assert four <= one <= 25  # by a change two for yesterday, one more of details
    assert twelve <= five <= 27  # in pages: the sums and what is at stake over all of them


def test_who_sees_cards_without_a_column_alone_has_them_on_the_board(snapshot, member, as_user):
    shown = as_user(member("finance")).get("/").content.decode()

    assert 'data-card="Active, Out of Stock at the Source"' in shown
    assert "gap-bar" not in shown
    assert "No card is yours to see yet" not in shown
