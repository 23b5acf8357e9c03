"""The board: every store and card the reader may see, each number with its age."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import Store
from cards.board.board import board
from cards.catalogue.definitions import definitions
from cards.models import Alert, Card
from cards.readings.reader import read
from tests.factories import (
    ConnectionFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    UserFactory,
)
from tests.moments import NOON

ON_BOARD = [
    card.key for card in sorted(definitions(), key=lambda card: card.position) if card.on_board
]


def test_a_row_a_store_and_a_cell_a_card_in_the_cards_order(snapshot, owner):
    shown = board(owner, at=NOON)

    assert [card.key for card in shown.cards] == ON_BOARD
    [row] = shown.rows
    assert row.store == snapshot.store
    assert [reading.value for _, reading in row.cells][:2] == [4820, 4310]


def test_a_cell_is_the_reading_everybody_else_shows(snapshot, owner, total):
    SyncRunFactory(store=snapshot.store, failed=True)
    SnapshotFactory(store=snapshot.store, as_of=NOON + timedelta(hours=1), active_count=4000)
    at = NOON + timedelta(hours=2)

    [row] = board(owner, at=at).rows

    assert row.cells[0][1] == read(total, snapshot.store, at=at)


def test_stores_come_by_name(owner):
    for name in ("Zinnia", "Alder"):
        MembershipFactory(user=owner, store=StoreFactory(name=name))

    assert [row.store.name for row in board(owner, at=NOON).rows] == [
        "Alder",
        "Harbour Home",
        "Zinnia",
    ]


def test_a_store_without_a_reading_is_there_and_not_zero(store, owner):
    [row] = board(owner, at=NOON).rows

    assert {reading.value for _, reading in row.cells} == {None}


def test_each_store_shows_its_own_numbers(snapshot, owner):
    other = MembershipFactory(user=owner, store=StoreFactory(name="Other")).store
    SnapshotFactory(store=other, active_count=1)

    values = {row.store.name: row.cells[0][1].value for row in board(owner, at=NOON).rows}

    assert values == {"Harbour Home": 4820, "Other": 511}


def test_a_card_the_reader_may_not_see_has_no_column(snapshot, owner, active):
    active.roles.clear()

    assert "aex_active_listings" not in [card.key for card in board(owner, at=NOON).cards]


def test_a_card_without_a_measure_has_no_column(snapshot, db):
    Card.objects.create(key="aex_of_the_future", title="Of the future")

    assert len(board(UserFactory(is_superuser=True), at=NOON).cards) == len(ON_BOARD)


def test_two_roles_make_no_card_twice(snapshot, owner):
    owner.groups.add(*Card.objects.get(key="aex_total_listings").roles.all())

    assert len(board(owner, at=NOON).cards) == len(ON_BOARD)


def test_the_board_costs_the_same_however_many_stores(snapshot, owner):
    SyncRunFactory(store=snapshot.store, complete=True)
    with CaptureQueriesContext(connection) as few:
        board(owner, at=NOON)
    for _ in range(6):
        store = MembershipFactory(user=owner).store
        SnapshotFactory(store=store)
        SyncRunFactory(store=store, complete=True)

    with CaptureQueriesContext(connection) as many:
        board(owner, at=NOON)

    # Cards, the order of stores, what is known of them and their rejections, alerts on their
    # tiles; of Today groups of rejected and open alerts; yesterday in two; the month, once a day,
    # in two and what cards stand on besides in five.
    assert len(many) <= len(few) <= 15


def test_a_store_that_needs_attention_says_so_on_the_board(owner, as_user):
    store = MembershipFactory(user=owner).store
    ConnectionFactory(store=store, refresh_expires_at=NOON)

    text = as_user(owner).get("/").content.decode()

    assert "Ask operations to connect AliExpress again." in text


def test_what_is_not_known_has_no_age(snapshot, owner, as_user):
    text = as_user(owner).get("/").content.decode()

    assert "<b>unknown</b>" in text
    assert "Not known yet" not in text


def test_a_page_of_the_board_holds_so_many_stores_and_the_sums_are_of_all(owner):
    Store.objects.update(name="A")
    for name in ("D", "B", "C"):
        store = StoreFactory(name=name)
        SnapshotFactory(store=store)
        MembershipFactory(user=owner, store=store)

    pages = [board(owner, at=NOON, page=number, stores_a_page=2) for number in (-1, 1, 2, 3, 99)]

    assert [[row.store.name for row in page.rows] for page in pages] == [
        ["A", "B"],
        ["A", "B"],
        ["C", "D"],
        ["C", "D"],
        ["C", "D"],
    ]
    assert [page.page for page in pages] == [1, 1, 2, 2, 2]
    for page in pages:
        assert (page.store_count, page.page_count) == (4, 2)
        sums = {card.key: total for card, total in page.sums}
        total = sums["aex_total_listings"]
        assert total is not None
        assert total.value == 3 * 4820


def test_a_board_without_stores_is_one_empty_page(db):
    page = board(UserFactory(role="owner"), at=NOON)

    assert (page.rows, page.page, page.page_count) == ([], 1, 1)


def test_only_the_alerts_of_stores_on_the_page_are_read(owner, snapshot, total):
    other = StoreFactory()
    for store in (snapshot.store, other):
        Alert.objects.create(
            card=total, store=store, trigger="missing", opened_at=NOON, updated_at=NOON
        )

    with CaptureQueriesContext(connection) as asked:
        page = board(owner, at=NOON)

    of_today, of_page = sorted(
        (one["sql"] for one in asked if "cards_alert" in one["sql"]),
        key=lambda sql: "LIMIT" not in sql,
    )
    assert "LIMIT 50" in of_today
    assert f"IN ({snapshot.store_id})" in of_page
    assert page.rows[0].alerts == {"aex_total_listings"}


def test_an_alert_of_a_card_without_a_column_stands_beside_its_store(
    owner, snapshot, total, as_user
):
    for title, roles in (("Rejected Listings", total.roles.all()), ("Not theirs", [])):
        key = title.lower().replace(" ", "_")
        card = Card.objects.create(key=key, title=title, on_board=False)
        card.roles.set(roles)
        Alert.objects.create(
            card=card, store=snapshot.store, trigger="missing", opened_at=NOON, updated_at=NOON
        )

    text = " ".join(as_user(owner).get("/").content.decode().split())

    assert "Alert open: Rejected Listings</a>" in text


def test_today_tells_the_same_of_an_alert_on_the_board_and_in_the_api(owner, snapshot, as_user):
    card = Card.objects.get(key="aex_rejected_listings")
    assert not card.on_board
    Alert.objects.create(
        card=card,
        store=snapshot.store,
        trigger="above 100",
        sentence="It is 120, above 100.",
        opened_at=NOON,
        updated_at=NOON,
    )

    shown = [one.text for one in board(owner, at=NOON).today]

    [told] = [text for text in shown if "It is 120, above 100." in text]
    assert told.startswith("Alert open, Rejected Listings of")
    with time_machine.travel(NOON, tick=False):
        answer = as_user(owner).get(f"/api/v1/stores/{snapshot.store.slug}/today/").json()
    assert [one["sentence"] for one in answer["sentences"]] == shown


def test_a_store_that_fails_says_why_and_when_it_is_tried_again(snapshot, owner, as_user):
    SyncRunFactory(
        store=snapshot.store,
        failed=True,
        error="AliExpress refused the token.",
        retry_at=NOON + timedelta(minutes=6),
    )

    with time_machine.travel(NOON, tick=False):
        text = " ".join(as_user(owner).get("/").content.decode().split())

    assert "AliExpress refused the token. Next try" in text
    assert "in 6 minutes</time>" in text


def test_neutral_says_nothing(snapshot, owner, as_user):
    assert "Neutral" not in as_user(owner).get("/").content.decode()
