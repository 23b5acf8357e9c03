"""What a call is made with, and where refreshed tokens are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aliexpress.connection import AnotherSeller, NotConnected, credentials_of, save_tokens
from aliexpress.connection.permissions import sub_account_warning
from aliexpress.gateway.answers import Tokens
from aliexpress.models import Connection
from tests.factories import ConnectionFactory, StoreFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

FRESH = Tokens(
    access_token="fresh-access",
    refresh_token="fresh-refresh",
    access_expires_at=NOON + timedelta(days=30),
    refresh_expires_at=NOON + timedelta(days=60),
    seller_id="2675378076",
    account_platform="seller_center",
    account_name="harbour-home",
)


def test_a_store_calls_with_its_own_credentials(settings):
    settings.ALIEXPRESS_APP_KEY = "of-the-installation"
    connection = ConnectionFactory(app_key="its-own", gateway_url="https://gateway.example")

    credentials = credentials_of(connection.store)

    assert credentials.app_key == "its-own"
    assert credentials.gateway_url == "https://gateway.example"


def test_what_a_store_does_not_have_is_the_installations(settings):
    settings.ALIEXPRESS_APP_KEY = "of-the-installation"
    settings.ALIEXPRESS_APP_SECRET = "its-secret"
    settings.ALIEXPRESS_GATEWAY_URL = "https://installation.example"
    connection = ConnectionFactory(app_key="", app_secret="", gateway_url="")

    credentials = credentials_of(connection.store)

    assert credentials.app_key == "of-the-installation"
    assert credentials.app_secret == "its-secret"
    assert credentials.gateway_url == "https://installation.example"


def test_the_stores_time_zone_travels_with_its_credentials():
    connection = ConnectionFactory(store=StoreFactory(time_zone="Asia/Shanghai"))

    assert credentials_of(connection.store).time_zone == "Asia/Shanghai"


def test_credentials_are_read_afresh_each_time():
    store = ConnectionFactory(access_token="old").store
    credentials_of(store)
    save_tokens(store, FRESH)

    assert credentials_of(store).access_token == "fresh-access"


@pytest.mark.parametrize("missing", ["app_key", "app_secret", "access_token"])
def test_a_missing_credential_is_named(settings, missing):
    settings.ALIEXPRESS_APP_KEY = settings.ALIEXPRESS_APP_SECRET = ""
    connection = ConnectionFactory(**{missing: ""})

    with pytest.raises(NotConnected, match=missing.replace("_", " ")):
        credentials_of(connection.store)


def test_no_secret_shows_in_a_repr():
    connection = ConnectionFactory(
        app_secret="hush-1", access_token="hush-2", refresh_token="hush-3"
    )

    assert "hush" not in repr(credentials_of(connection.store))


def test_a_refreshed_pair_replaces_the_old_one():
    store = ConnectionFactory().store

    save_tokens(store, FRESH)

    stored = Connection.objects.get()
    assert (stored.access_token, stored.refresh_token) == ("fresh-access", "fresh-refresh")
    assert stored.access_expires_at == FRESH.access_expires_at


def test_refreshing_never_moves_the_refresh_deadline_away():
    nearer = NOON + timedelta(days=3)
    store = ConnectionFactory(refresh_expires_at=nearer).store

    save_tokens(store, FRESH)

    assert Connection.objects.get().refresh_expires_at == nearer


def test_a_pair_without_a_refresh_token_keeps_the_old_one():
    store = ConnectionFactory(refresh_token="still-good").store

    save_tokens(store, replace(FRESH, refresh_token=""))

    assert Connection.objects.get().refresh_token == "still-good"


def test_a_pair_of_another_seller_is_refused_and_not_stored():
    store = ConnectionFactory(seller_id="1", access_token="old").store

    with pytest.raises(AnotherSeller, match="bound to seller 1"):
        save_tokens(store, FRESH)

    assert Connection.objects.get().access_token == "old"


@pytest.mark.parametrize(
    ("on_sale", "listed", "warned"),
    [(None, 0, False), (100, 100, False), (100, 96, False), (100, 90, True), (4310, 4250, False)],
)
def test_a_sub_account_is_told_from_listings_that_come_and_go(on_sale, listed, warned):
    assert bool(sub_account_warning(on_sale=on_sale, listed=listed)) is warned
