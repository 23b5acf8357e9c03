"""Telling: signed, tried again, never to a private address unless allowed, and once."""

import json
import socket
from datetime import timedelta

import pytest
from django.core import mail
from werkzeug import Response

from cards.alerts import addresses, delivering
from cards.alerts.looking import look
from cards.alerts.webhook import SIGNATURE_HEADER, sign
from cards.models import AlertDelivery, Webhook
from tests.moments import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def opened(snapshot, trigger):
    """Opens an alert, once the receivers are there."""

    def open_one():
        trigger("above 4,800")
        look(at=NOON)
        return AlertDelivery.objects.get()

    return open_one


@pytest.fixture
def hook(store, httpserver, settings):
    settings.ALERT_WEBHOOK_ALLOW_PRIVATE = True
    return Webhook.objects.create(
        store=store, url=httpserver.url_for("/alerts?key=1"), secret="between-us"
    )


def test_mail_says_what_happened_and_where_to_look(opened, member, settings):
    settings.PUBLIC_URL = "https://centre.example.com"
    member("owner", email="ada@example.com")
    delivery = opened()

    delivering.deliver(delivery.pk, at=NOON)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["ada@example.com"],
        "Opened: Total Listings, Harbour Home",
    )
    assert "It is 4,820, above 4,800." in sent.body
    assert "https://centre.example.com/stores/harbour-home/cards/aex_total_listings/" in sent.body


def test_a_webhook_gets_the_event_signed(opened, hook, httpserver):
    httpserver.expect_request("/alerts", query_string="key=1").respond_with_data("")
    delivery = opened()

    delivering.deliver(delivery.pk, at=NOON)

    [(request, _)] = httpserver.log
    body = json.loads(request.data)
    assert (body["kind"], body["card"], body["value"]) == ("opened", "aex_total_listings", 4820)
    moment = str(int(NOON.timestamp()))
    expected = sign(request.data, secret="between-us", moment=moment)
    assert request.headers[SIGNATURE_HEADER] == f"t={moment},v1={expected}"
    delivery.refresh_from_db()
    assert (delivery.delivered_at, delivery.next_attempt_at) == (NOON, None)


def test_one_that_does_not_take_it_is_tried_again_ever_more_slowly(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=503)
    delivery = opened()
    waits = []

    at = NOON
    for _ in range(3):
        delivering.deliver(delivery.pk, at=at)
        delivery.refresh_from_db()
        waits.append(delivery.next_attempt_at - at)
        at = delivery.next_attempt_at

    assert waits == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert delivery.error == "The receiver answered with HTTP 503."


def test_after_eight_attempts_it_is_given_up_and_says_so(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("", status=500)
    delivery = opened()
    AlertDelivery.objects.update(attempts=7)

    delivering.deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "Given up after 8 attempts" in delivery.error


def test_a_redirect_is_not_followed(opened, hook, httpserver):
    moved = Response(status=302, headers={"Location": httpserver.url_for("/inside")})
    httpserver.expect_request("/alerts").respond_with_response(moved)
    delivery = opened()

    delivering.deliver(delivery.pk, at=NOON)

    assert len(httpserver.log) == 1
    delivery.refresh_from_db()
    assert "HTTP 302" in delivery.error


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
    ],
)
def test_a_private_address_is_never_called(opened, hook, settings, monkeypatch, address):
    settings.ALERT_WEBHOOK_ALLOW_PRIVATE = False
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 80))],
    )
    delivery = opened()

    delivering.deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "private network" in delivery.error


def test_one_public_and_one_private_address_is_private(monkeypatch):
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("93.184.216.34", "10.0.0.1")
        ],
    )

    with pytest.raises(addresses.AddressRefused):
        addresses.address_of("http://both.example/")


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "http://u:p@example.com/", "http:///x", "http://a:99999/"]
)
def test_what_is_no_webhook_address_is_refused(url):
    with pytest.raises(addresses.AddressRefused):
        addresses.address_of(url)


def test_two_workers_at_once_send_it_once(opened, hook, httpserver):
    httpserver.expect_request("/alerts").respond_with_data("")
    delivery = opened()

    delivering.deliver(delivery.pk, at=NOON)
    delivering.deliver(delivery.pk, at=NOON)

    assert len(httpserver.log) == 1


def test_only_what_is_due_is_sent(opened, hook):
    delivery = opened()
    AlertDelivery.objects.update(next_attempt_at=NOON + MINUTE)

    assert delivering.due(at=NOON) == []
    assert delivering.due(at=NOON + MINUTE) == [delivery.pk]
