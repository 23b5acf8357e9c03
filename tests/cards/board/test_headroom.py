"""How many more products fit, and when no more do."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from aliexpress.models import Store
from cards.board.headroom import Headroom
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
