"""The worked example's source: held against its listings, it comes to the designed numbers."""

import itertools
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.bridge.counts import counts_of
from aliexpress.bridge.findings import findings_of
from aliexpress.bridge.parts import parts_of
from aliexpress.bridge.proposals import proposals_of
from aliexpress.bridge.sides import Decisions, Item, Listing, Sides, Sku
from aliexpress.models import SourceCatalogue
from aliexpress.sandbox.bigcommerce.goods import product_shape
from aliexpress.sandbox.catalogue.product import CURRENCY, skus_of, subject_of
from aliexpress.sandbox.clock import SandboxClock
from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.shop.scenario import thirty_days
from aliexpress.sandbox.shop.source_plan import codes_of
from aliexpress.sandbox.shop.source_shop import CHANNEL, barcode, open_source_shop
from aliexpress.sku_key import sku_key
from aliexpress.source.gateway.rules import Rules
from aliexpress.source.gateway.shapes import product
from tests.moments import NOON

STATES = {
    "onSelling": "active",
    "auditing": "auditing",
    "editingRequired": "rejected",
    "offline": "expired",
}
INCLUDE = frozenset({"variants", "primary_image"})


@pytest.fixture(scope="module")
def market():
    market = Marketplace(clock=SandboxClock(NOON))
    for _ in thirty_days(market, end=NOON):
        pass
    open_source_shop(market)
    return market


@pytest.fixture(scope="module")
def sides(market):
    [shop] = market.source_shops.values()
    shop.refresh()
    numbers = itertools.count(1)
    rules = Rules(currency="USD", categories=frozenset({18}))
    items = [
        Item(
            next(numbers), row.product_external_id, row.code, sku_key(row.code),
            **{
                name: getattr(row, name)
                for name in (
                    "is_meant", "name", "price", "currency", "stock", "tracking", "barcode"
                )
            },
        )
        for one in shop.products.values()
        for row in product(product_shape(one, include=INCLUDE, only=frozenset()), rules).rows
    ]  # fmt: skip
    by_variant = dict(
        zip((v.id for p in shop.products.values() for v in p.variants), items, strict=True)
    )
    aliases = {sku_key(code): by_variant[int(variant)].pk for code, variant in shop.aliases}
    return Sides(
        items=items,
        skus=list(skus_in(market)),
        listings={
            key: Listing(key, key, STATES[status], subject=subject_of(key), asked_at=NOON)
            for key, (status, _) in market.catalogue().truth().items()
        },
        decisions=Decisions(same=aliases, count=len(aliases)),
    )


def skus_in(market):
    columns = market.catalogue().columns
    for product_id in market.catalogue().truth():
        slot = columns.slot(product_id)
        skus = skus_of(product_id, flags=columns.flags[slot])
        codes = columns.codes.get(slot) or codes_of(product_id)
        for place, (sku, code) in enumerate(zip(skus, codes, strict=True)):
            yield Sku(
                product_id, str(place), code, sku_key(code),
                price=Decimal(sku.price), currency=CURRENCY, stock=sku.stock,
                barcode=barcode(sku),
            )  # fmt: skip


@pytest.fixture(scope="module")
def parts(sides):
    return parts_of(sides)


@pytest.fixture(scope="module")
def counts(parts, sides):
    return counts_of(parts, sides)


def test_every_listing_is_in_the_cell_that_was_designed(counts):
    classes = ("ours", "duplicate", "orphan", "unclear", "no_code")
    cells = {s: [counts[f"{s}_{kind}"] for kind in classes] for s in STATES.values()}
    assert cells == {
        "active": [4262, 18, 22, 3, 5],
        "auditing": [331, 4, 3, 1, 1],
        "rejected": [113, 1, 3, 0, 3],
        "expired": [46, 1, 3, 0, 0],
    }
    assert counts["listing_count"] == 4820


def test_the_skus_that_are_no_first_copies_are_as_many_as_designed(counts):
    named = [counts[f"{part}_count"] for part in ("copy", "orphan", "unclear", "no_code")]
    assert named == [36, 61, 4, 9]
    assert counts["first_count"] == counts["sku_count"] - 110 == counts["listed_count"]


def test_the_items_come_to_the_listed_ones_and_the_designed_rest(counts):
    assert {
        name: counts[f"{name}_count"]
        for name in (
            "missing", "missing_product", "missing_variant", "blank", "shared", "left_out",
            "not_meant_listed",
        )
    } == {
        "missing": 244, "missing_product": 96, "missing_variant": 41, "blank": 12, "shared": 8,
        "left_out": 83, "not_meant_listed": 5,
    }  # fmt: skip
    assert counts["item_count"] == counts["listed_count"] + 244 + 12 + 8 + 83


def test_nineteen_of_the_missing_were_in_listings_that_are_gone(market, sides):
    [shop] = market.source_shops.values()
    codes = {v.id: v.sku for p in shop.products.values() for v in p.variants}
    missing = {item.code for item in sides.items} - {sku.code for sku in sides.skus}

    gone = {
        codes[variant["variant_id"]]: int(listing["external_id"])
        for listing in shop.listings[CHANNEL]
        for variant in listing["variants"]
    }

    assert len(gone) == 19
    assert gone.keys() <= missing
    assert all(code in codes_of(product_id) for code, product_id in gone.items())
    assert not set(gone.values()) & set(market.catalogue().truth())


def test_the_links_are_made_by_the_designed_rules(counts):
    assert (counts["by_alias"], counts["by_normalised"]) == (12, 85)
    assert counts["by_exact"] == counts["listed_count"] - 97


def test_fourteen_proposals_wait(parts, sides):
    found = Counter(one.rule for one in proposals_of(parts, sides))
    assert found == {"cut": 6, "zeros": 4, "barcode": 4}


def test_what_is_out_of_stock_and_what_drifts_is_as_designed(parts, sides):
    counts = findings_of(parts, sides, SourceCatalogue()).counts
    assert (counts["oos_count"], counts["oos_listing_count"]) == (6, 5)
    assert counts["drift_count"] == 23
    fields = [counts[f"drift_{field}_count"] for field in ("price", "stock", "title", "image")]
    assert fields == [11, 10, 3, 0]
    assert counts["image_untold_count"] == counts["compared_count"]


def test_what_is_made_and_sold_out_on_aliexpress_is_followed_at_the_source(market):
    [shop] = market.source_shops.values()
    market.clock.set(NOON + timedelta(minutes=1))
    made = market.catalogue().create("onSelling")
    sold_out = next(iter(market.catalogue().truth()))
    market.catalogue().sell_out(sold_out)
    before = len(shop.products)

    shop.refresh()

    codes = {v.sku: v.stock for p in shop.products.values() for v in p.variants}
    assert len(shop.products) == before + 1
    assert codes.keys() >= set(codes_of(made))
