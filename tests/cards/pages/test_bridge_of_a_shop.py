"""The bridge of a store whose source is a shop: its proof, and no token anywhere."""

from datetime import timedelta

import pytest

from tests.bridge_stores import counted, listed, snapshot_of
from tests.moments import NOON
from tests.source_shops import Nobody, catalogue_of, market_with_shop, read_through

pytestmark = pytest.mark.django_db
PAGE = "/stores/harbour-home/bridge/"
API = "/api/v1/stores/harbour-home"


@pytest.fixture
def read_shop(store, monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    shop.add("Vase", "V-1", "V-2")
    shop.orphans = 4
    catalogue = catalogue_of(shop, store=store)
    listed(store, ["L-1"])
    snapshot_of(store)
    read_through(monkeypatch, market, shop, catalogue=catalogue)
    counted(store)

    def again(door=None, *, at=NOON, kind=""):
        return read_through(
            monkeypatch, market, shop, catalogue=catalogue, door=door, kind=kind, clock=lambda: at
        )

    return again, shop


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_proof_says_what_was_declared_and_listed_and_shows_a_dispute(
    read_shop, member, as_user
):
    desk = as_user(member("owner"))

    page = words(desk.get(PAGE))

    assert "2 products declared before, 2 after; 3 variants listed, 7 declared" in page
    assert "4 of them belong to no product." in page
    assert "disputed" in page


def test_what_the_tool_does_is_not_told_where_the_source_does_not_say_it(
    read_shop, member, as_user
):
    desk = as_user(member("owner"))

    page = words(desk.get(PAGE))
    told = desk.get(f"{API}/bridge/").json()

    assert page.count("not told") == 2
    assert "The source does not say what waits or failed in your tool." in page
    assert "is known only where your tool names the listing." in page
    assert told["missing"]["is_tool_told"] is False
    assert told["followed_from"] == told["published_at"]


def test_a_read_that_failed_is_said_beside_the_number_that_stands(read_shop, member, as_user):
    again, _ = read_shop
    again(Nobody())

    page = words(as_user(member("owner")).get(PAGE))

    assert "failed: BigCommerce could not be reached." in page
    assert "2 products declared before" in page


def test_stock_that_is_younger_than_the_walk_says_so(read_shop, member, as_user):
    again, _ = read_shop
    again(kind="stock", at=NOON + timedelta(minutes=5))
    desk = as_user(member("owner"))

    page = words(desk.get(PAGE))

    assert "Stock at the source as of" in page
    assert "Stock read by itself " in page
    told = desk.get(f"{API}/source/").json()["source"]
    assert (told["confirmed_at"], told["stock_confirmed_at"]) == (
        "2026-03-14T12:00:00Z", "2026-03-14T12:05:00Z",
    )  # fmt: skip


def test_stock_that_was_read_does_not_hide_that_the_walk_failed(read_shop, member, as_user):
    again, _ = read_shop
    again(Nobody())
    again(kind="stock", at=NOON + timedelta(minutes=5))

    assert "failed: BigCommerce could not be reached." in words(as_user(member("owner")).get(PAGE))


@pytest.mark.parametrize("path", [PAGE, f"{API}/bridge/", f"{API}/source/"])
def test_no_page_or_answer_holds_the_token_of_the_source(read_shop, member, as_user, path):
    _, shop = read_shop

    answer = as_user(member("operations")).get(path)

    assert answer.status_code == 200
    assert shop.token not in answer.content.decode()
