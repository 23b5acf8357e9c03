"""How many more products fit, and when no more do."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from aliexpress.models import Shop, Store
from cards.board.headroom import Headroom, headrooms_of
from tests.factories import SnapshotFactory
from tests.moments import NOON

DAY = timedelta(days=1)
TOTAL = "/stores/harbour-home/cards/aex_total_listings/"


def headroom(**fields):
    given = Headroom(limit=100, told_at=NOON, taken=40, days=30, net=20, at=NOON)
    return replace(given, **fields)


def test_the_day_is_where_the_flow_of_the_last_thirty_days_leads():
    found = headroom()

    assert found.left == 60
    assert found.reached_at == NOON + 90 * DAY
    assert found.sentence.endswith(
        "At the flow of the last 30 days (+20) that is reached on 12 June 2026."
    )


@pytest.mark.parametrize("net", [0, -5])
def test_a_store_that_does_not_grow_reaches_nothing(net):
    assert headroom(net=net).reached_at is None
    assert "not reached" in headroom(net=net).sentence


def test_a_day_beyond_every_calendar_is_no_crash():
    assert headroom(limit=2**31 - 1, net=1).reached_at is None


def test_a_full_store_says_so_and_one_over_the_limit_has_none_left():
    assert headroom(taken=100).reached_at == NOON
    assert headroom(taken=120).left == 0
    assert "refused" in headroom(taken=120).sentence


def test_too_short_a_past_says_no_day():
    assert headroom(days=None, net=0).reached_at is None
    assert "after a week" in headroom(days=None, net=0).sentence


@pytest.fixture
def allowed(store):
    Store.objects.filter(pk=store.pk).update(product_limit=10_000, product_limit_at=NOON)
    SnapshotFactory(store=store, as_of=NOON - 40 * DAY, active_count=4000, total_count=4510)
    return SnapshotFactory(store=store, as_of=NOON)


def test_the_api_counts_what_aliexpress_counts_against_the_limit(allowed, with_key, owner):
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        answer = with_key(owner).get("/api/v1/stores/harbour-home/products/").json()

    found = answer["headroom"]
    assert (found["limit"], found["taken"], found["left"]) == (10_000, 4650, 5350)
    assert (found["days"], found["net"]) == (30, 310)
    assert answer["bridge"] is None


def test_where_aliexpress_tells_no_limit_it_does_not_apply(snapshot, with_key, owner):
    assert with_key(owner).get("/api/v1/stores/harbour-home/products/").json()["headroom"] is None


def test_a_stranger_gets_404(snapshot, with_key, member):
    stranger = member("owner", of_store=False)
    answer = with_key(stranger).get("/api/v1/stores/harbour-home/products/")
    assert answer.status_code == 404


def test_the_page_of_total_tells_the_flow_of_thirty_days(allowed, as_user, owner):
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        body = as_user(owner).get(TOTAL).content.decode()

    assert "4,650 are, 5,350 more fit" in body
    assert "last 30 days (+310)" in body


POP = {"shop": "1", "channel": "AE_GLOBAL", "name": "Home", "family": "pop"}
EU = {"shop": "2", "channel": "AE_GLOBAL", "name": "EU", "family": "local_service"}


def of_two_shops(store, *, at, eu):
    """So many on sale in the second of two shops, beside 4,650 of the first."""
    counted = {"counted": True, "reason": ""}
    return SnapshotFactory(
        store=store,
        as_of=at,
        active_count=4310 + eu,
        total_count=4820 + eu,
        shops=[POP | counted, EU | counted],
        reasons=[
            {"status": "onSelling", "offline_reason": "", "state": "active", "count": 4310}
            | {"shop": "1", "family": "pop"},
            {"status": "auditing", "offline_reason": "", "state": "auditing", "count": 340}
            | {"shop": "1", "family": "pop"},
            {"status": "offline", "offline_reason": "", "state": "unmapped", "count": 170}
            | {"shop": "1", "family": "pop"},
            {"status": "ONLINE", "offline_reason": "", "state": "active", "count": eu}
            | {"shop": "2", "family": "local_service"},
        ],
    )


@pytest.fixture
def two_shops(store):
    Store.objects.filter(pk=store.pk).update(product_limit=10_000, product_limit_at=NOON)
    for number, limit in (("1", 10_000), ("2", 500)):
        Shop.objects.create(
            store=store,
            family={"1": "pop", "2": "local_service"}[number],
            channel_seller_id=number,
            is_counted=True,
            product_limit=limit,
            product_limit_at=NOON,
        )
    of_two_shops(store, at=NOON - 40 * DAY, eu=100)
    return of_two_shops(store, at=NOON, eu=310)


def test_each_shop_of_an_account_has_a_limit_and_a_day_of_its_own(two_shops, with_key, owner):
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        answer = with_key(owner).get("/api/v1/stores/harbour-home/products/").json()

    told = [(one["shop"], one["limit"], one["taken"], one["net"]) for one in answer["headrooms"]]
    assert told == [("1", 10_000, 4650, 0), ("2", 500, 310, 210)]
    assert answer["headroom"] == answer["headrooms"][0]


def test_the_page_names_the_shop_of_each_limit(two_shops, as_user, owner):
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        body = as_user(owner).get(TOTAL).content.decode()

    assert "AliExpress lets Home have 10,000 products" in body
    assert "AliExpress lets EU have 500 products" in body
    assert "310 are, 190 more fit" in body


def test_a_shop_that_was_not_counted_before_has_no_flow_yet(store, two_shops):
    earlier = SnapshotFactory(store=store, as_of=NOON - 60 * DAY)

    (pop, eu) = headrooms_of(store, two_shops, earlier={30: earlier}, at=NOON)

    assert (eu.days, eu.net) == (None, 0)
    assert pop.days is None
