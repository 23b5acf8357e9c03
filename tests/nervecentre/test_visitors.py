"""Whose address a request came from is believed of named proxies only, and of them everywhere."""

from ipaddress import ip_network

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.test import APIClient

from aliexpress.typed.visitor_network import network_of
from cards.api import throttling
from nervecentre.visitors import visitor_address
from tests.factories import StoreFactory, UserFactory

PROXY = "10.0.0.2"


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1")]


def seen(peer, forwarded=None, **more):
    """The request as whatever comes later sees it."""
    told = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **told, **more)
    visitor_address(lambda _: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        (PROXY, "203.0.113.7", "203.0.113.7"),
        (PROXY, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first was made up
        (PROXY, "203.0.113.7, 10.0.0.3", "203.0.113.7"),  # two proxies in a row
        (PROXY, "10.0.0.4, 10.0.0.3", "10.0.0.4"),  # somebody inside
        (PROXY, "203.0.113.7:51000", "203.0.113.7"),
        (PROXY, "[2001:db8::7]:51000", "2001:db8::7"),
        (PROXY, "2001:db8::7", "2001:db8::7"),
        (PROXY, "unknown", PROXY),
        (PROXY, "203.0.113.7, nonsense", PROXY),
        (PROXY, "", PROXY),
        (PROXY, None, PROXY),
        ("::ffff:10.0.0.2", "203.0.113.7", "203.0.113.7"),
        ("", "203.0.113.7", "203.0.113.7"),  # by a Unix socket
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
        ("198.51.100.9", "10.0.0.2", "198.51.100.9"),
    ],
)
def test_the_visitor_is_the_last_who_is_no_proxy(behind_a_proxy, peer, forwarded, visitor):
    assert seen(peer, forwarded).META["REMOTE_ADDR"] == visitor


def test_where_no_proxy_is_named_nobody_is_believed():
    request = seen("127.0.0.1", "203.0.113.7")

    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@pytest.mark.parametrize(("peer", "secure"), [(PROXY, True), ("198.51.100.9", False)])
def test_https_is_believed_of_the_proxies(behind_a_proxy, peer, secure):
    assert seen(peer, HTTP_X_FORWARDED_PROTO="https").is_secure() is secure


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_of_an_address_counts_what_its_owner_cannot_choose(address, network):
    assert network_of(address) == network


def sign_in(client, password, *, forwarded, peer=PROXY):
    return client.post(
        "/accounts/login/",
        {"username": "ada", "password": password},
        REMOTE_ADDR=peer,
        headers={"x-forwarded-for": forwarded},
    )


@pytest.fixture
def ada(db):
    user = UserFactory(username="ada")
    user.set_password("a-good-password-of-ada")
    user.save()
    return user


def test_ten_wrong_passwords_from_one_address_lock_the_name_out_for_nobody_else(
    behind_a_proxy, ada, client
):
    for _ in range(11):
        locked = sign_in(client, "wrong", forwarded="203.0.113.7")

    right = sign_in(client, "a-good-password-of-ada", forwarded="203.0.113.8")

    assert "Too many tries" in locked.content.decode()
    assert right.status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "203.0.113.{}, 198.51.100.9",  # made up before the proxy's own word
        "2001:db8:1:2::{}",  # of one household
    ],
)
def test_an_address_that_is_made_up_gets_no_further_tries(behind_a_proxy, ada, client, address):
    for number in range(10):
        sign_in(client, "wrong", forwarded=address.format(number))

    right = sign_in(client, "a-good-password-of-ada", forwarded=address.format(99))

    assert "Too many tries" in right.content.decode()


def test_a_stranger_who_is_no_proxy_gets_no_further_tries_either(behind_a_proxy, ada, client):
    for number in range(10):
        sign_in(client, "wrong", forwarded=f"203.0.113.{number}", peer="198.51.100.9")

    right = sign_in(client, "a-good-password-of-ada", forwarded="203.0.113.99", peer="198.51.100.9")

    assert "Too many tries" in right.content.decode()


@pytest.mark.django_db
def test_the_log_names_the_same_address(behind_a_proxy, lines, client):
    client.get("/no/such/page/", REMOTE_ADDR=PROXY, headers={"x-forwarded-for": "203.0.113.7"})
    client.get("/no/such/page/", headers={"cf-connecting-ip": "203.0.113.7", "forwarded": "for=1"})

    assert [line["ip"] for line in lines()] == ["203.0.113.7", "127.0.0.1"]


@pytest.mark.django_db
def test_addresses_a_stranger_makes_up_share_a_budget_and_wash_out_nobody_elses(monkeypatch):
    monkeypatch.setitem(throttling.PerKeyThrottle.THROTTLE_RATES, "reader", "3/min")
    store, api = StoreFactory(), APIClient()
    member = UserFactory()
    store.memberships.create(user=member)
    api.force_authenticate(member)
    for _ in range(3):
        api.get("/api/v1/stores/")

    strangers = [
        APIClient().get("/api/v1/schema/", headers={"x-forwarded-for": f"203.0.113.{number}"})
        for number in range(4)
    ]

    assert [answer.status_code for answer in strangers] == [200, 200, 200, 429]
    assert api.get("/api/v1/stores/").status_code == 429
