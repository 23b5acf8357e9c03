"""Which failures may pass by themselves and which need somebody to act."""

import contextlib
import logging
import threading
from dataclasses import replace
from datetime import datetime

import pytest
from werkzeug.wrappers import Response

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import GatewayError, Refused, TokenRefused, Unavailable
from aliexpress.gateway.rate_limits import limiter_for
from tests.aliexpress.gateway.conftest import ITEM, NOON, page_of


def envelope(code, *, kind="ISV", **more):
    return {"error_response": {"type": kind, "code": code, "msg": "Some words", **more}}


def refused_by_result(message, code=0):
    return {"result": {"success": False, "error_code": code, "error_message": message}}


BAN = "Api access frequency exceeds the limit. this ban will last {} seconds"

PAGE = '{"result": {"product_count": 1, "total_page": 1, "x_list": [[%s]]}}'
ANSWERS = [
    (envelope("IllegalAccessToken"), TokenRefused),
    (envelope(27), TokenRefused),
    (envelope("IncompleteSignature"), Refused),
    (envelope("InvalidAppkey"), Refused),
    (envelope("InsufficientPermission"), Refused),
    (envelope("IllegalTimestamp"), Refused),
    (envelope("MissingParameter"), Refused),
    (envelope(25), Refused),
    (envelope("SomethingNew"), Refused),
    (envelope("ServiceTimeout"), Unavailable),
    (envelope("SomethingNew", kind="ISP"), Unavailable),
    (envelope(15, sub_code="isp.unknown-error"), Unavailable),
    (envelope("ApiCallLimit", msg=BAN.format(3)), Unavailable),
    (envelope(7, sub_msg="This ban will last for 60 more seconds"), Unavailable),
    (refused_by_result("System error", 16009999), Unavailable),
    (refused_by_result("The product status is wrong", 13001004), Refused),
    (refused_by_result(BAN.format(2)), Unavailable),
    (refused_by_result("System error", 16009999.0), Unavailable),
    (envelope(7.0), Unavailable),
    (envelope(27.0), TokenRefused),
    ([], Unavailable),
    ({"result": None}, Unavailable),
    ({"code": "IllegalRefreshToken", "message": "no", "type": "ISV"}, Refused),
]


@pytest.mark.parametrize(("answer", "kind"), ANSWERS)
def test_an_error_is_of_its_kind(httpserver, gateway, answer, kind):
    httpserver.expect_request("/sync").respond_with_json(answer)

    with pytest.raises(GatewayError) as caught:
        gateway.page("onSelling", 1)

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<html>Bad gateway</html>", 502),
        ("<html>Welcome</html>", 200),
        ('{"result": {"success": tr', 200),
        ("", 200),
        ("{}", 503),
        ('{"result": {"product_count": NaN}}', 200),
        ("elsewhere", 302),
        ("slow down", 429),
        ("", 408),
        ("", 425),
        ("[" * 100_000, 200),
    ],
)
def test_what_is_no_answer_is_unavailable(httpserver, gateway, body, status):
    httpserver.expect_request("/sync").respond_with_data(body, status=status)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)


@pytest.mark.parametrize("where", ['{"code": %s}', '{"error_response": {"code": %s}}', PAGE])
def test_what_is_nested_deep_is_no_fault_of_ours(httpserver, gateway, where):
    """How deep Python goes differs from one to the next: some read of a page what there is."""
    httpserver.expect_request("/sync").respond_with_data(where % ("[" * 1_000 + "]" * 1_000))

    with contextlib.suppress(GatewayError):
        assert len(gateway.page("onSelling", 1).unreadable) == 1


def test_nobody_at_the_address_is_unavailable(credentials):
    nobody = replace(credentials, gateway_url="http://127.0.0.1:9")
    gateway = Gateway(nobody, clock=lambda: NOON, patience=0)

    with pytest.raises(Unavailable, match="could not be reached"):
        gateway.page("onSelling", 1)


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


def test_no_secret_shows_in_a_repr_a_sentence_or_a_log(gateway, httpserver, caplog):
    httpserver.expect_request("/sync").respond_with_json(envelope("IllegalAccessToken"))
    caplog.set_level(logging.DEBUG)

    with pytest.raises(TokenRefused) as caught:
        gateway.page("onSelling", 1)

    shown = f"{gateway.credentials!r} {caught.value} {caught.value!r} {caplog.text}"
    for secret in ("an-app-secret", "an-access-token", "a-refresh-token"):
        assert secret not in shown
