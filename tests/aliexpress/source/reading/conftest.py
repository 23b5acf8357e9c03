"""A shop of a few products, read whole or its stock alone."""

from datetime import timedelta

import pytest

from aliexpress.source import schedule
from tests.moments import NOON
from tests.source_shops import catalogue_of, market_with_shop, read_through

MINUTE = timedelta(minutes=1)


@pytest.fixture
def market(monkeypatch):
    """A shop that is walked every quarter of an hour."""
    monkeypatch.setattr(schedule, "INTERVALS", ((20_000, 15 * MINUTE),))
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1", stock=9)
    shop.add("Vase, tall", "V-1", " v\u20102 ", stock=4)
    shop.add("Rug", "R-1", stock=8, tracking="none")
    shop.add("Set", "S-1", "S-2", tracking="product")
    shop.add("Bowl \u202e\U0001f963", "", price=0.12345)
    shop.edit(shop.ids[0], image_changed=NOON)
    return market


@pytest.fixture
def shop(market):
    [shop] = market.source_shops.values()
    return shop


@pytest.fixture
def read(monkeypatch, market, shop):
    """Reads the shop, whole or its stock alone; the shop holds the strict stand-in to GET, and to
    nothing it does not know."""
    catalogue = catalogue_of(shop)

    def read(kind="full", *, at=NOON, door=None):
        found = read_through(
            monkeypatch, market, shop, catalogue=catalogue, kind=kind, clock=lambda: at, door=door
        )
        assert (shop.writes, shop.ignored, shop.quota.exceeded) == ([], [], 0)
        return found

    return read
