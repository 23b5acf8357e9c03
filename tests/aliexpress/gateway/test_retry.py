"""How often and how long a call is tried, and who waits when AliExpress asks to wait."""

import threading

import pytest

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.http import Wire
from aliexpress.gateway.retry import FIRST_WAIT, MOST_FAILURES, Pause
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


@pytest.mark.parametrize("digits", [12, 150, 400])
def test_a_ban_no_calendar_holds_is_asked_about_again_after_a_day(credentials, httpserver, digits):
    httpserver.expect_request("/sync").respond_with_json(
        envelope("ApiCallLimit", msg=BAN.format("9" * digits))
    )
    told: list[Pause] = []
    gateway = Gateway(credentials, clock=lambda: NOON, patience=0, on_pause=told.append)

    with pytest.raises(Unavailable) as caught:
        gateway.page("onSelling", 1)

    assert caught.value.wait_seconds == 86_400
    assert (told[0].until - NOON).days == 1


def test_a_call_that_waits_stops_when_it_is_cancelled(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_data("", status=503)
    cancelled = threading.Event()
    cancelled.set()
    gateway = Gateway(credentials, clock=lambda: NOON, patience=999, cancelled=cancelled)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)

    assert gateway.request_count == 1


def test_pauses_are_no_tries(credentials, httpserver):
    """AliExpress asks for a moment's patience more often than a call may fail."""
    for _ in range(MOST_FAILURES + 2):
        httpserver.expect_ordered_request("/sync").respond_with_json(
            envelope("ApiCallLimit", msg=BAN.format(0))
        )
    httpserver.expect_ordered_request("/sync").respond_with_json(page_of(ITEM))
    gateway = Gateway(credentials, clock=lambda: NOON, patience=60)

    assert gateway.declared("onSelling") == 1
    assert gateway.request_count == MOST_FAILURES + 3


@pytest.mark.parametrize(
    ("patience", "read_seconds"), [(0, 5), (11, 5), (20, 9.5), (60, 29.5), (600, 30)]
)
def test_two_tries_and_the_wait_between_them_fit_into_the_patience(
    credentials, monkeypatch, patience, read_seconds
):
    asked = []

    def never(self, url, form, *, read_seconds):
        asked.append(read_seconds)
        raise Refused("enough")

    monkeypatch.setattr(Wire, "post", never)

    with pytest.raises(Refused):
        Gateway(credentials, clock=lambda: NOON, patience=patience).declared("onSelling")

    assert asked == [read_seconds]
    assert patience < 11 or 2 * read_seconds + FIRST_WAIT <= patience


def test_all_calls_together_may_be_bounded(credentials, httpserver):
    httpserver.expect_request("/sync").respond_with_data("", status=503)
    gateway = Gateway(credentials, clock=lambda: NOON, patience=600, seconds=0)

    with pytest.raises(Unavailable, match="took too long"):
        gateway.declared("onSelling")

    assert len(httpserver.log) == 0
