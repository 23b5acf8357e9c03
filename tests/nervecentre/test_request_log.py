"""A line says whose address a request came from, as the library tells it."""

import pytest
from django.test import Client, RequestFactory
from ipware import get_client_ip

SENT = [
    {},
    {"REMOTE_ADDR": "198.51.100.9"},
    {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "203.0.113.7, 10.0.0.1"},
    {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "nonsense"},
    {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_REAL_IP": "203.0.113.8"},
    {"REMOTE_ADDR": "10.0.0.2", "HTTP_FORWARDED": "for=203.0.113.9;proto=https"},
    {"REMOTE_ADDR": "10.0.0.2", "HTTP_CF_CONNECTING_IP": "2001:db8::7"},
    {"REMOTE_ADDR": ""},
]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", SENT)
def test_the_address_is_the_one_the_library_tells(sent, lines):
    for _ in range(2):
        Client().get("/no/such/page/", **sent)

    address, _ = get_client_ip(RequestFactory().get("/", **sent))
    assert [line["ip"] for line in lines()] == [address, address]


@pytest.mark.django_db
def test_of_two_behind_one_proxy_each_has_an_address(lines):
    for forwarded in ("203.0.113.7", "203.0.113.8", "203.0.113.7"):
        Client().get("/no/such/page/", headers={"x-forwarded-for": forwarded})

    told = [line["ip"] for line in lines()]
    assert told == ["203.0.113.7", "203.0.113.8", "203.0.113.7"]
