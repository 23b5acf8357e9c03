"""How often and how long a call is tried, and who waits when AliExpress asks to wait."""

import threading
from datetime import datetime

import pytest
from werkzeug.wrappers import Response

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.rate_limits import limiter_for
from tests.aliexpress.gateway.conftest import ITEM, NOON, page_of
from tests.aliexpress.gateway.test_error_codes import BAN, envelope


def test_a_ban_says_how_long_it_lasts(httpserver, gateway):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format(47))
    )

    with pytest.raises(Unavailable) as caught:
        gateway.page("onSelling", 1)

    assert caught.value.wait_seconds == 47


def test_a_passing_fault_is_tried_again(credentials, httpserver):
    httpserver.expect_ordered_request("/sync").respond_with_data("", status=503)
    httpserver.expect_ordered_request("/sync").respond_with_json(page_of(ITEM))
    gateway = Gateway(credentials, clock=lambda: NOON, patience=5)

    page = gateway.page("onSelling", 1)

    assert (page.declared, gateway.request_count) == (1, 2)


def test_a_refusal_is_never_tried_again(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(envelope("InsufficientPermission"))
    gateway = Gateway(credentials, clock=lambda: NOON, patience=5)

    with pytest.raises(Refused):
        gateway.page("onSelling", 1)

    assert gateway.request_count == 1


def test_a_ban_longer_than_our_patience_is_not_waited_for(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format(900))
    )
    gateway = Gateway(credentials, clock=lambda: NOON, patience=2)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)

    assert gateway.request_count == 1


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
    told: list[datetime] = []
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0, on_pause=told.append)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)

    assert 30 <= (told[0] - NOON).total_seconds() < 31


@pytest.mark.parametrize("digits", [12, 150, 400])
def test_a_ban_no_calendar_holds_is_asked_about_again_after_a_day(credentials, httpserver, digits):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format("9" * digits))
    )
    told: list[datetime] = []
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0, on_pause=told.append)

    with pytest.raises(Unavailable) as caught:
        gateway.page("onSelling", 1)

    assert caught.value.wait_seconds == 86_400
    assert (told[0] - NOON).days == 1


def test_no_more_calls_are_under_way_than_allowed(credentials, httpserver):
    under_way, most, lock = 0, 0, threading.Lock()
    several = threading.Event()

    def slow(request):
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        several.wait(0.05)
        with lock:
            under_way -= 1
        return Response('{"result": {"success": true, "product_count": 0, "total_page": 0}}')

    httpserver.expect_request("/sync").respond_with_handler(slow)
    gateway = Gateway(credentials, clock=lambda: NOON, connections=3)
    threads = [threading.Thread(target=gateway.declared, args=["onSelling"]) for _ in range(9)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most <= 3


def test_a_call_that_waits_stops_when_it_is_cancelled(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_data("", status=503)
    cancelled = threading.Event()
    cancelled.set()
    gateway = Gateway(credentials, clock=lambda: NOON, patience=999, cancelled=cancelled)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)

    assert gateway.request_count == 1


def test_limiters_are_shared_by_app_key_and_gateway():
    assert limiter_for("http://a", "1", connections=8) is limiter_for(
        "http://a", "1", connections=8
    )
    assert limiter_for("http://a", "1", connections=8) is not limiter_for(
        "http://a", "2", connections=8
    )
