"""Limits that calls share: how many at once, of which app key, seller and method."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.families.pop import FIND_LIST
from aliexpress.gateway.http import Wire
from aliexpress.gateway.rate_limits import Limiter, SellerLimits, limiter_for, without_pace
from aliexpress.gateway.retry import Pause
from tests.aliexpress.gateway.conftest import ITEM, NOON, page_of
from tests.aliexpress.gateway.test_error_codes import BAN, envelope


def test_a_ban_of_one_call_holds_back_every_other_of_the_app_key(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format(900))
    )
    first = Gateway(credentials, clock=lambda: NOON, patience=0)
    second = Gateway(credentials, clock=lambda: NOON, patience=0)
    with pytest.raises(Unavailable):
        first.page("onSelling", 1)

    with pytest.raises(Unavailable, match="another 900"):
        second.page("onSelling", 1)

    assert second.request_count == 0


def test_whoever_asks_is_told_of_a_ban_to_share_it(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format(30))
    )
    told: list[Pause] = []
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0, on_pause=told.append)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)

    assert 30 <= (told[0].until - NOON).total_seconds() < 31


@pytest.fixture
def most_at_once(monkeypatch):
    """Call through these gateways side by side: how many calls were under way at once."""
    lock, under_way, seen = threading.Lock(), set(), []

    def post(self, url, form, *, read_seconds):
        with lock:
            under_way.add(threading.get_ident())
            seen.append(len(under_way))
        threading.Event().wait(0.05)
        with lock:
            under_way.remove(threading.get_ident())
        return 200, b'{"result": {"success": true, "product_count": 0, "total_page": 0}}'

    monkeypatch.setattr(Wire, "post", post)

    def call_through(*gateways):
        with ThreadPoolExecutor(len(gateways)) as pool:
            list(pool.map(lambda gateway: gateway.declared("onSelling"), gateways))
        return max(seen)

    return call_through


def test_no_more_calls_are_under_way_than_allowed(credentials, most_at_once):
    gateway = Gateway(credentials, clock=lambda: NOON, connections=3)

    assert most_at_once(*[gateway] * 9) == 3


def test_limiters_are_shared_by_app_key_and_gateway():
    assert limiter_for("http://a", "1", connections=8) is limiter_for(
        "http://a", "1", connections=8
    )
    assert limiter_for("http://a", "1", connections=8) is not limiter_for(
        "http://a", "2", connections=8
    )


def test_one_app_key_has_one_limiter_whoever_calls(credentials, most_at_once):
    syncing = Gateway(credentials, clock=lambda: NOON, connections=3)
    reading = Gateway(credentials, clock=lambda: NOON, connections=2)

    assert most_at_once(*[syncing] * 6, *[reading] * 6) == 3


def test_what_is_kept_of_a_seller_goes_with_those_who_call_for_it():
    limiter = Limiter()
    kept = limiter.seller("a-token")
    limiter.seller("another-token")

    assert limiter.seller("a-token") is kept
    assert list(limiter._sellers) == ["a-token"]


def test_single_products_keep_the_pace_but_where_it_is_put_off(
    credentials, httpserver, monkeypatch
):
    httpserver.expect_request("/sync").respond_with_json(envelope("InsufficientPermission"))
    paced = []
    monkeypatch.setattr(SellerLimits, "wait_for_turn", lambda *_: paced.append("waited"))
    gateway = Gateway(credentials, clock=lambda: NOON)

    with without_pace(credentials.gateway_url, credentials.app_key):
        with pytest.raises(Refused):
            gateway.detail(1)
        assert paced == []
    with pytest.raises(Refused):
        gateway.detail(1)

    assert paced == ["waited"]


SELLER_LIMIT = envelope("SellerCallLimit", msg=BAN.format(300))


def test_a_limit_of_one_seller_holds_back_nobody_else(credentials, httpserver):
    httpserver.expect_oneshot_request("/sync").respond_with_json(SELLER_LIMIT)
    httpserver.expect_request("/sync").respond_with_json(page_of(ITEM))
    another = replace(credentials, access_token="of-another-seller")
    limited = Gateway(credentials, clock=lambda: NOON, patience=0)
    free = Gateway(another, clock=lambda: NOON, patience=0)
    with pytest.raises(Unavailable, match="asked this store to wait 300"):
        limited.declared("onSelling")

    assert free.declared("onSelling") == 1
    with pytest.raises(Unavailable, match="another 300"):
        limited.declared("onSelling")


def test_a_limit_of_one_method_holds_back_no_other(credentials, httpserver):
    httpserver.expect_oneshot_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format(300))
    )
    httpserver.expect_request("/sync").respond_with_json({"result": {"profile": {}}})
    told: list[Pause] = []
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0, on_pause=told.append)
    with pytest.raises(Unavailable):
        gateway.declared("onSelling")

    assert gateway.merchant_profile().seller_id == ""
    assert [pause.method for pause in told] == [FIND_LIST]


def test_a_limit_of_the_app_holds_back_every_method(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("AppCallLimit", msg=BAN.format(300))
    )
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0)
    with pytest.raises(Unavailable):
        gateway.declared("onSelling")

    with pytest.raises(Unavailable, match="another 300"):
        gateway.merchant_profile()

    assert gateway.request_count == 1


@pytest.mark.parametrize("test", ["one", "the next"])
def test_a_wait_ends_with_the_test_that_was_asked_to(credentials, test):
    gateway = Gateway(credentials, clock=lambda: NOON)
    limiter = limiter_for(credentials.gateway_url, credentials.app_key, connections=1)
    waits = limiter.seconds_to_wait(method="", seller=SellerLimits())

    gateway.pause_until(NOON + timedelta(hours=1))

    assert waits == 0
