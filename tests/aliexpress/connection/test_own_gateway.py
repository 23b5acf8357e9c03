"""A store's own gateway: what is sent there, which machines it may be, whose its sellers are."""

import socket

import pytest

from aliexpress.connection import AlreadyConnected, CannotConnect, NotConnected, credentials_of
from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import Refused
from aliexpress.models import Connection, Store
from aliexpress.sandbox import Sandbox
from tests.factories import ConnectionFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def _installation(settings):
    settings.ALIEXPRESS_APP_KEY = "of-the-installation"
    settings.ALIEXPRESS_APP_SECRET = "secret-of-the-installation"


@pytest.fixture
def no_private(settings):
    """As where DEBUG is off."""
    settings.ALIEXPRESS_GATEWAY_ALLOW_PRIVATE = False


@pytest.mark.usefixtures("_installation")
@pytest.mark.parametrize(
    "own", [{"app_key": ""}, {"app_secret": ""}, {"app_key": "", "app_secret": ""}]
)
def test_the_installations_key_signs_nothing_for_another_gateway(own):
    connection = ConnectionFactory(gateway_url="https://elsewhere.example", **own)

    with pytest.raises(NotConnected, match="the installation's is not sent there"):
        credentials_of(connection.store)


@pytest.mark.usefixtures("_installation")
def test_the_installations_key_signs_for_the_installations_gateway_named_by_a_store(settings):
    connection = ConnectionFactory(
        gateway_url=settings.ALIEXPRESS_GATEWAY_URL, app_key="", app_secret=""
    )

    assert credentials_of(connection.store).app_key == "of-the-installation"


@pytest.mark.usefixtures("no_private")
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9000",
        "http://localhost",
        "http://169.254.169.254",
        "http://10.0.0.8",
        "http://[::1]",
        "http://[::ffff:10.0.0.8]",
        "http://0.0.0.0",
        "http://2130706433",
    ],
)
def test_a_machine_of_a_private_network_is_no_gateway(connect, address):
    with pytest.raises(CannotConnect, match="private network"):
        connect(gateway_url=address)

    assert not Store.objects.exists()


@pytest.mark.usefixtures("no_private")
def test_the_installations_own_gateway_may_be_private(connect, sandbox, settings):
    settings.ALIEXPRESS_GATEWAY_URL = sandbox.url

    assert connect().reached
    assert Connection.objects.get().gateway_url == ""


@pytest.mark.usefixtures("no_private")
def test_a_name_that_is_private_only_when_it_is_called_is_not_called(sandbox, monkeypatch):
    """It was looked at when it was typed, and answers otherwise now."""
    port = sandbox.url.rpartition(":")[2]
    connection = ConnectionFactory(gateway_url=f"http://rebound.example:{port}")
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    gateway = Gateway(credentials_of(connection.store), clock=lambda: NOON, patience=0)

    with pytest.raises(Refused, match="private network"):
        gateway.declared("onSelling")

    gateway.close()


@pytest.mark.usefixtures("no_private")
def test_a_private_proxy_is_no_way_around(sandbox, monkeypatch):
    connection = ConnectionFactory(gateway_url="http://no-such-machine.invalid")
    monkeypatch.setenv("http_proxy", sandbox.url)
    monkeypatch.setenv("no_proxy", "")
    gateway = Gateway(credentials_of(connection.store), clock=lambda: NOON, patience=0)

    with pytest.raises(Exception, match="could not be reached"):
        gateway.declared("onSelling")

    gateway.close()


def test_another_gateway_may_call_its_sellers_what_it_likes(connect, sandbox):
    connect()
    elsewhere = Sandbox(seed=7, clock=sandbox.clock)
    elsewhere.start()

    try:
        made = connect("another", gateway_url=elsewhere.url)
    finally:
        elsewhere.stop()

    assert made.created
    assert len(set(Connection.objects.values_list("seller_id", flat=True))) == 1


def test_one_gateways_seller_is_counted_once_however_its_address_is_written(
    connect, sandbox, settings
):
    connect()
    settings.ALIEXPRESS_GATEWAY_URL = sandbox.url

    with pytest.raises(AlreadyConnected):
        connect("another", gateway_url="")


def test_a_stored_token_does_not_go_to_another_gateway(connect):
    connect()

    with pytest.raises(CannotConnect, match="only sent to the gateway it was given for"):
        connect(gateway_url="http://127.0.0.1:9", access_token=None)
