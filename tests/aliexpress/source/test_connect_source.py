"""`connect_source`: the shop is looked at, named, and saved; or nothing is changed."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from aliexpress.models import SourceCatalogue, SourceSnapshot, StoreNow
from aliexpress.sandbox.bigcommerce.shop import SCOPES, channel, location
from aliexpress.source import lease
from aliexpress.source.ending import OVER, end_source
from aliexpress.source.files.uploads import keep_upload
from aliexpress.source.gateway import connecting
from aliexpress.source.gateway.http import Door
from nervecentre.terminal import prepare_terminal
from tests.factories import StoreFactory
from tests.moments import NOON
from tests.source_shops import DirectDoor, market_with_shop, read_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    return StoreFactory(slug="harbour-home", name="Harbour Home")


@pytest.fixture
def market(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    shop.add("Vase", "V-1", "V-2")
    monkeypatch.setattr(
        connecting, "door_of", lambda one: DirectDoor(market, shop, token=one.token)
    )
    monkeypatch.setenv("SHOP_TOKEN", shop.token)
    return market


@pytest.fixture
def shop(market):
    [shop] = market.source_shops.values()
    return shop


def connect(shop, *options):
    call_command(
        "connect_source", "harbour-home", "--bigcommerce", shop.hash,
        *(options or ("--token-from-env", "SHOP_TOKEN")),
    )  # fmt: skip


def test_it_names_what_it_found(store, shop, capsys):
    shop.locations = [location(1), location(2)]
    shop.channels.append(channel(7, "AliExpress by Tool"))

    connect(shop)

    told = capsys.readouterr().out
    assert "with prices in USD without tax. Products: 2; variants: 3." in told
    assert "Stock is read by location; of the tool that lists them, what the channel" in told
    assert shop.token not in told
    assert SourceCatalogue.objects.in_force().get(store=store).due_at is not None


def test_scopes_that_are_missing_are_no_obstacle(store, shop, capsys):
    shop.scopes = SCOPES - {"inventory", "locations", "channel_settings"}

    connect(shop)

    assert "Stock is read as the products tell it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": "another"}, "opens nothing"),
        ({"scopes": frozenset()}, "lacks the scope"),
        ({"hash": "other"}, "another shop: other"),
    ],
)
def test_what_cannot_be_read_is_not_saved(store, shop, change, said):
    for name, value in change.items():
        setattr(shop, name, value)

    with pytest.raises(CommandError, match=said) as raised:
        call_command(
            "connect_source", "harbour-home",
            "--bigcommerce", "hh2026shop", "--token-from-env", "SHOP_TOKEN",
        )  # fmt: skip

    assert raised.value.returncode == 2
    assert not SourceCatalogue.objects.exists()


def test_connecting_again_keeps_what_is_not_given(store, shop):
    connect(shop, "--token-from-env", "SHOP_TOKEN", "--quota-share", "50", "--category", "18")
    first = SourceCatalogue.objects.get()

    connect(shop, "--token-from-env", "SHOP_TOKEN")

    again = SourceCatalogue.objects.get()
    assert (again.pk, again.quota_share, again.meant_rule) == (first.pk, 50, {"categories": [18]})


def test_another_currency_is_another_catalogue_and_the_old_one_stays(
    store, market, shop, monkeypatch
):
    connect(shop)
    first = SourceCatalogue.objects.get()
    read_through(monkeypatch, market, shop, catalogue=first)
    shop.currency = "EUR"

    connect(shop)

    second = SourceCatalogue.objects.in_force().get(store=store)
    assert second.pk != first.pk
    assert SourceCatalogue.objects.get(pk=first.pk).ended_at is not None
    assert first.items.count() == 3
    assert read_through(monkeypatch, market, shop, catalogue=second).status == "complete"


def test_a_source_that_was_disconnected_is_read_no_more_and_a_file_may_follow(
    store, market, shop, monkeypatch, capsys
):
    connect(shop)
    catalogue = SourceCatalogue.objects.get()
    read_through(monkeypatch, market, shop, catalogue=catalogue)
    waiting = lease.request_read(catalogue, at=NOON, trigger="manual")

    call_command("connect_source", "harbour-home", "--disconnect")

    assert "Harbour Home is the source no more." in capsys.readouterr().out
    waiting.refresh_from_db()
    assert waiting.status == "failed"
    now = StoreNow.objects.get(store=store)
    assert now.source is None
    assert now.pointers == StoreNow.objects.search(store.pk).pointers
    assert keep_upload(store, b"sku\nAB-1\n", file_name="a.csv", at=NOON).catalogue.is_file


def test_a_read_that_ends_after_another_shop_was_connected_publishes_nothing(
    store, market, shop, monkeypatch
):
    connect(shop)
    catalogue = SourceCatalogue.objects.get()

    def meanwhile(*_):
        end_source(store, at=NOON)
        return {}

    monkeypatch.setattr("aliexpress.source.reading.whole_read.add_tool", meanwhile)

    read = read_through(monkeypatch, market, shop, catalogue=catalogue)

    assert (read.status, read.error) == ("failed", OVER)
    assert not SourceSnapshot.objects.exists()


@pytest.mark.parametrize(
    ("url", "shop", "token"),
    [
        ("http://api.bigcommerce.com", "hh1", "token-of-a-shop"),
        ("https://api.bigcommerce.com", "../../v2", "token-of-a-shop"),
        ("https://api.bigcommerce.com", "hh1", "two\nlines"),
        ("https://api.bigcommerce.com", "hh1", "  "),
    ],
)
def test_no_token_is_sent_where_none_belongs(url, shop, token):
    with pytest.raises(Exception, match=r"https://|letters and digits|no BigCommerce token"):
        Door(url, shop, token)


@pytest.mark.parametrize("name", ["NOT_SET", ""])
def test_a_variable_that_is_not_set_is_bad_usage(store, shop, name):
    with pytest.raises(CommandError, match="is not set") as raised:
        connect(shop, "--token-from-env", name)

    assert raised.value.returncode == 2


def test_no_traceback_on_any_terminal_holds_the_token(monkeypatch):
    token = "token-of-a-shop-0017"
    said = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "stderr", said)
    prepare_terminal()
    Door("https://api.bigcommerce.com", "hh1", token).close()

    try:
        raise RuntimeError(f"caf\u00e9 could not be sent: {{'X-Auth-Token': '{token}'}}")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())

    said.seek(0)
    told = said.read()
    assert "RuntimeError: caf\\xe9 could not be sent" in told
    assert token not in told


def test_a_shop_whose_name_the_terminal_cannot_show_is_connected(store, shop, monkeypatch):
    shop.name = "Caf\u00e9 \u202e\U0001f963"
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "stdout", out)
    prepare_terminal()

    connect(shop)

    out.seek(0)
    assert "Caf\\xe9" in out.read()
    assert SourceCatalogue.objects.in_force().get(store=store).name == shop.name
