"""Single items are looked up at the source as they are now."""

import pytest

from aliexpress.models import SourceItem
from aliexpress.sandbox.bigcommerce.shop import location
from aliexpress.source.gateway import single_products as gateway
from aliexpress.source.single_items import look_up
from tests.factories import SourceCatalogueFactory
from tests.source_shops import DirectDoor, catalogue_of, market_with_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1", stock=4)
    shop.add("Vase", "V-1", "V 2/&", stock=0)
    monkeypatch.setattr(gateway, "door_of", lambda _: DirectDoor(market, shop))
    return shop


def test_products_and_codes_are_looked_up_and_nothing_is_written(shop):
    first, second = shop.ids

    rows = look_up(catalogue_of(shop), product_ids=[str(first)], codes=["V 2/&", "nowhere"]) or []

    assert [(row.product_external_id, row.code, row.stock) for row in rows] == [
        (str(first), "L-1", 4),
        (str(second), "V-1", 0),
        (str(second), "V 2/&", 0),
    ]
    assert not SourceItem.objects.exists()


def test_a_product_that_is_gone_has_no_item(shop):
    gone = shop.ids[0]
    shop.delete(gone)

    assert look_up(catalogue_of(shop), product_ids=[str(gone)]) == []


def test_stock_by_location_is_looked_up_over_the_locations_that_count(shop):
    shop.locations = [location(1), location(2)]
    lamp = shop.products[shop.ids[0]]
    shop.levels[lamp.variants[0].id] = {1: 3, 2: -5}

    rows = look_up(catalogue_of(shop, locations=[2]), product_ids=[str(lamp.id)]) or []

    assert [row.stock for row in rows] == [-5]


def test_a_file_cannot_be_asked():
    assert look_up(SourceCatalogueFactory(), codes=["L-1"]) is None
