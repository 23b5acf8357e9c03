"""The stand-in answers in the shapes BigCommerce documents, field by field, whatever it sells."""

import json
from datetime import datetime

import pytest

from aliexpress.sandbox.bigcommerce.shop import channel, channel_listing, location
from tests.moments import NOON
from tests.source_shops import DirectDoor, market_with_shop

NUMBER = (int, float)
NULL = type(None)


def moment(value):
    return datetime.fromisoformat(value).tzinfo is not None


def word(*words):
    return lambda value: value in words


def text(most):
    return lambda value: isinstance(value, str) and len(value) <= most


# As the reference of BigCommerce's API names them: a type, several, or what holds of the value.
OPTION = {"id": int, "label": str, "option_id": int, "option_display_name": str}
VARIANT = {
    "id": int, "product_id": int, "sku": text(255), "sku_id": (int, NULL), "price": (*NUMBER, NULL),
    "calculated_price": NUMBER, "sale_price": (*NUMBER, NULL), "purchasing_disabled": bool,
    "inventory_level": (int, NULL), "upc": str, "gtin": text(14), "mpn": str,
    "option_values": [OPTION],
}  # fmt: skip
IMAGE = {"id": int, "product_id": int, "is_thumbnail": bool, "date_modified": moment}
PRODUCT = {
    "id": int, "name": text(250), "type": word("physical", "digital"), "sku": text(255),
    "description": str, "price": NUMBER, "sale_price": NUMBER, "calculated_price": NUMBER,
    "categories": [int], "inventory_level": int,
    "inventory_tracking": word("none", "product", "variant"), "is_visible": bool,
    "availability": word("available", "disabled", "preorder"), "base_variant_id": (int, NULL),
    "date_modified": moment,
}  # fmt: skip
PAGINATION = {
    "total": int, "count": int, "per_page": int, "current_page": int, "total_pages": int,
    "links": {"current": str}, "too_many": bool,
}  # fmt: skip
META = {"pagination": PAGINATION}
STOCK = {
    "identity": {"sku": str, "variant_id": int, "product_id": int, "sku_id": (int, NULL)},
    "locations": [
        {
            "location_id": int, "location_enabled": bool, "available_to_sell": int,
            "total_inventory_onhand": int,
        }
    ],
}  # fmt: skip
STATES = (
    *("active", "disabled", "error", "pending", "pending_disable", "pending_delete"),
    *("partially_rejected", "queued", "rejected", "submitted", "deleted"),
)
LISTING = {
    "listing_id": int, "product_id": int, "state": word(*STATES), "external_id": str,
    "date_modified": moment,
    "variants": [{"product_id": int, "variant_id": int, "state": word(*STATES)}],
}  # fmt: skip
CHANNEL = {
    "id": int, "name": str, "type": word("storefront", "marketplace", "pos", "marketing"),
    "platform": str, "status": word("active", "inactive", "connected", "disconnected"),
}  # fmt: skip
SHOP = {
    "id": str, "name": str, "currency": str, "plan_level": str, "status": str,
    "timezone": {"name": str}, "is_price_entered_with_tax": bool, "decimal_places": int,
}  # fmt: skip
SUMMARY = {"variant_count": int, "inventory_count": int}
ERROR = {"status": int, "title": str, "type": str, "errors": {}}


def unfit(value, shape, at=""):
    """Where the value is not of the shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or value.keys() != shape.keys():
            return [f"{at}: {value!r}"]
        return [bad for name in shape for bad in unfit(value[name], shape[name], f"{at}.{name}")]
    if isinstance(shape, list):
        return [bad for one in value for bad in unfit(one, shape[0], f"{at}[]")]
    if isinstance(shape, type | tuple):
        kinds = shape if isinstance(shape, tuple) else (shape,)
        fits = type(value) in kinds  # True is no number
    else:
        fits = shape(value)
    return [] if fits else [f"{at}: {value!r}"]


@pytest.fixture(scope="module")
def ask():
    """Of a shop that sells whatever a shop may."""
    market, shop = market_with_shop()
    dashes = "A\u2010B\u2011C\u2013D\u2014E\u2212F"
    for code in ("", "x" * 255, "y" * 20, "z" * 21, dashes, " sp  ace\u00a0", "0017", "+/'&%"):
        shop.add(f"Of {code[:9]}", code, stock=-3)
    shop.add("\u05e9\u05dc\u05d5\u05dd \u202e", "\U0001f963", price=0.1234, sale_price=0.1)
    shop.add("Many", *[f"M-{number}" for number in range(600)], price=0, stock=None)
    shop.add("Untracked", "U-1", tracking="none", is_visible=False)
    shop.add("Of the product", "P-1", "P-2", tracking="product", availability="disabled")
    shop.edit(shop.ids[-1], image_changed=NOON, categories=(18, 20))
    shop.locations = [location(1), location(2), location(3), location(4, enabled=False)]
    shop.levels[shop.products[shop.ids[0]].variants[0].id] = {1: 2, 4: 9}
    shop.channels.append(channel(7, "AliExpress"))
    shop.listings[7] = [
        channel_listing(number, shop.products[shop.ids[0]], state, at=NOON)
        for number, state in enumerate(STATES, start=1)
    ]
    door = DirectDoor(market, shop)
    return lambda path, **query: json.loads(door.get(path, query).body)


INCLUDED = {"include": "variants,primary_image", "limit": 250}


@pytest.mark.parametrize(
    ("path", "query", "shape"),
    [
        ("/v3/catalog/products", INCLUDED,
         {"data": [PRODUCT | {"variants": [VARIANT], "primary_image": lambda one: one is None
                              or not unfit(one, IMAGE)}], "meta": META}),
        ("/v3/catalog/variants", {"limit": 250}, {"data": [VARIANT], "meta": META}),
        ("/v3/catalog/summary", {}, {"data": SUMMARY, "meta": {}}),
        ("/v3/inventory/items", {"limit": 1000}, {"data": [STOCK], "meta": META}),
        ("/v3/channels", {}, {"data": [CHANNEL], "meta": {}}),
        ("/v3/channels/7/listings", {}, {"data": [LISTING], "meta": {}}),
        ("/v2/store", {}, SHOP),
        ("/v2/time", {}, {"time": int}),
        ("/v3/nothing", {}, ERROR),
        ("/v2/nothing", {}, [{"status": int, "message": str}]),
    ],
)  # fmt: skip
def test_an_answer_has_every_field_it_is_documented_with_and_no_other(ask, path, query, shape):
    said = ask(path, **query)

    assert said
    assert unfit(said, shape) == []
