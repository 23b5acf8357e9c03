"""Which addresses a webhook may have, and that no private one is ever called."""

import socket
from datetime import timedelta

import pytest
from werkzeug import Response

from cards.alerts import webhook_address
from cards.alerts.delivery import deliver
from cards.models import Webhook
from tests.moments import NOON

MINUTE = timedelta(minutes=1)


def test_a_redirect_is_not_followed(opened, hook, httpserver):
    moved = Response(status=302, headers={"Location": httpserver.url_for("/inside")})
    httpserver.expect_request("/alerts").respond_with_response(moved)
    delivery = opened()

    deliver(delivery.pk, at=NOON)

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
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "fec0::1",
        "2002:7f00:1::",
        "2002:c0a8:1::1",
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

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at is None
    assert "private network" in delivery.error


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34"],
)
def test_a_public_address_may_be_called(monkeypatch, address):
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 80, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    assert webhook_address.address_of("http://public.example/") == address


def test_one_public_and_one_private_address_is_private(monkeypatch):
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))
            for address in ("93.184.216.34", "10.0.0.1")
        ],
    )

    with pytest.raises(webhook_address.AddressRefused):
        webhook_address.address_of("http://both.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "http://u:p@example.com/",
        "http://:p@example.com/",
        "http:///x",
        "http://a:99999/",
        "http://[::1",
        "http://a]b/",
    ],
)
def test_what_is_no_webhook_address_is_refused(url):
    with pytest.raises(webhook_address.AddressRefused):
        webhook_address.address_of(url)


def test_a_name_nobody_knows_just_now_is_asked_for_again(opened, hook, monkeypatch):
    def no_name_server(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_name_server)
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    delivery.refresh_from_db()
    assert delivery.next_attempt_at == NOON + MINUTE
    assert "No machine is known by the name" in delivery.error


def test_a_name_in_other_letters_is_called_as_it_is_spelled(opened, hook, httpserver, monkeypatch):
    httpserver.expect_request("/alerts").respond_with_data("")
    Webhook.objects.update(url=f"http://例え.example:{httpserver.port}/alerts")
    resolve = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **kwargs: resolve(
            httpserver.host if "example" in host else host, *args, **kwargs
        ),
    )
    delivery = opened()

    deliver(delivery.pk, at=NOON)

    [(request, _)] = httpserver.log
    assert request.host == f"xn--r8jz45g.example:{httpserver.port}"
