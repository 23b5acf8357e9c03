"""What the source tells beside its products, where the token may see it."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceItem
from aliexpress.sandbox.bigcommerce.shop import SCOPES, channel, channel_listing, location
from aliexpress.sandbox.faults.script import Fault
from tests.moments import NOON
from tests.source_shops import catalogue_of, market_with_shop, read_through

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def market():
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1", stock=9)
    shop.add("Vase", "V-1", "V-2", stock=9)
    shop.add("Rug", "R-1", stock=9, tracking="none")
    shop.locations = [location(1), location(2), location(3, enabled=False)]
    for product in shop.products.values():
        for variant in product.variants:
            shop.levels[variant.id] = {1: 2, 2: -7, 3: 100}
    return market


@pytest.fixture
def shop(market):
    [shop] = market.source_shops.values()
    return shop


def stocks():
    return dict(SourceItem.objects.values_list("code", "stock"))


def told():
    return {
        code: (in_tool, word, number)
        for code, in_tool, word, number in SourceItem.objects.values_list(
            "code", "in_tool", "tool_word", "aliexpress_product_id"
        )
    }


def test_stock_is_the_sum_of_the_locations_in_use(monkeypatch, market, shop):
    read_through(monkeypatch, market, shop)

    assert stocks() == {"L-1": -5, "V-1": -5, "V-2": -5, "R-1": None}


def test_stock_is_that_of_the_locations_chosen(monkeypatch, market, shop):
    read_through(monkeypatch, market, shop, catalogue=catalogue_of(shop, locations=[1]))

    assert stocks()["L-1"] == 2


@pytest.mark.parametrize("scope", ["inventory", "locations"])
def test_without_the_scope_the_products_tell_their_stock(monkeypatch, market, shop, scope):
    shop.scopes = SCOPES - {scope}

    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete"
    assert stocks()["L-1"] == 9


def test_what_no_location_tells_of_is_not_known(monkeypatch, market, shop):
    read_through(monkeypatch, market, shop, catalogue=catalogue_of(shop, locations=[99]))

    assert stocks() == {"L-1": None, "V-1": None, "V-2": None, "R-1": None}


def test_the_channel_says_how_far_each_item_is(monkeypatch, market, shop):
    lamp, vase, rug = (shop.products[key] for key in shop.ids)
    shop.channels.append(channel(7, "AliExpress by Tool"))
    shop.listings[7] = [
        channel_listing(1, lamp, "active", external_id="1005003033814656", at=NOON),
        channel_listing(2, vase, "queued", at=NOON),
        channel_listing(3, rug, "rejected", at=NOON),
    ]

    read_through(monkeypatch, market, shop)

    assert told() == {
        "L-1": ("sent", "active", 1005003033814656),
        "V-1": ("waiting", "queued", None),
        "V-2": ("waiting", "queued", None),
        "R-1": ("failed", "rejected", None),
    }


@pytest.mark.parametrize(
    "change", [{"scopes": SCOPES - {"channel_listings"}}, {"scopes": SCOPES - {"channel_settings"}}]
)
def test_without_the_scope_nothing_is_told_of_the_tool(monkeypatch, market, shop, change):
    shop.channels.append(channel(7, "AliExpress"))
    shop.listings[7] = [channel_listing(1, shop.products[shop.ids[0]], "active", at=NOON)]
    shop.scopes = change["scopes"]

    assert read_through(monkeypatch, market, shop).status == "complete"
    assert set(told().values()) == {("", "", None)}


def test_listings_that_time_out_are_as_they_were_told_before(monkeypatch, market, shop):
    shop.channels.append(channel(7, "AliExpress"))
    shop.listings[7] = [channel_listing(1, shop.products[shop.ids[0]], "error", at=NOON)]
    first = read_through(monkeypatch, market, shop)
    market.faults.add(Fault("http_504", method="/listings"))

    again = read_through(monkeypatch, market, shop, catalogue=first.catalogue, clock=lambda: LATER)

    assert again.status == "complete"
    assert told()["L-1"] == ("failed", "error", None)
    assert not SourceItem.objects.filter(changed_at__gt=NOON).exists()


def test_two_channels_that_say_aliexpress_are_not_chosen_between(monkeypatch, market, shop):
    shop.channels += [channel(7, "AliExpress"), channel(8, "AliExpress 2")]
    shop.listings[7] = [channel_listing(1, shop.products[shop.ids[0]], "active", at=NOON)]

    read_through(monkeypatch, market, shop)

    assert told()["L-1"] == ("", "", None)
