"""Whatever a shop holds is kept as it is: odd lists, rules, codes and pictures."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceItem
from aliexpress.sandbox.faults.script import Fault
from tests.bridge_stores import counted, listed, snapshot_of
from tests.moments import NOON
from tests.source_shops import catalogue_of, items_of, market_with_shop, read_through, stocked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fault",
    [
        Fault("filters_ignored"),
        Fault("filters_empty"),
        Fault("page_size_cut", count=10),
        Fault("total_pages_low"),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_shop_that_lists_strangely_is_read_all_the_same(monkeypatch, fault):
    market, shop = market_with_shop()
    stocked(shop)
    market.faults.add(fault)

    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete", read.error
    assert items_of(read.catalogue) == shop.truth()


@pytest.mark.parametrize(
    "rules",
    [
        {"meant_rule": {"categories": ["lamps"]}},
        {"meant_rule": [18]},
        {"meant_rule": {"channels": [1]}},
        {"locations": ["x"]},
    ],
)
def test_a_rule_nobody_can_read_is_refused_in_a_sentence(monkeypatch, rules):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")

    read = read_through(monkeypatch, market, shop, catalogue=catalogue_of(shop, **rules))

    assert read.error_kind == "refused"
    assert "cannot be read" in read.error


def test_only_what_the_rule_names_is_meant(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1", categories=(18, 20))
    shop.add("Vase", "V-1", categories=(20,))

    read_through(
        monkeypatch, market, shop, catalogue=catalogue_of(shop, meant_rule={"categories": [18]})
    )

    assert dict(SourceItem.objects.values_list("code", "is_meant")) == {"L-1": True, "V-1": False}


def test_a_variant_that_two_products_list_is_no_proof(monkeypatch):
    market, shop = market_with_shop()
    lamp, vase = shop.add("Lamp", "L-1"), shop.add("Vase", "V-1")
    vase.variants[0].id = lamp.variants[0].id

    read = read_through(monkeypatch, market, shop)

    assert (read.status, read.error_kind) == ("failed", "unproven")
    assert read.error.startswith("The source lists its variant 501 with two products")
    assert not SourceItem.objects.exists()


@pytest.mark.parametrize("image", [{"date_modified": "Sat, 14 Mar 2026 09:00:00 +0000"}, {}, [7]])
def test_a_picture_whose_moment_cannot_be_read_is_not_compared(monkeypatch, image):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1", image_changed=NOON)
    monkeypatch.setattr("aliexpress.sandbox.bigcommerce.goods.image_shape", lambda _: image)

    assert read_through(monkeypatch, market, shop).status == "complete"
    assert SourceItem.objects.get().image_changed_at is None


def test_ten_products_of_one_code_match_nothing_and_capitals_are_no_difference(monkeypatch):
    market, shop = market_with_shop()
    for number in range(10):
        shop.add(f"Lamp {number}", "SAME")
    shop.add("Vase", "v-1")
    shop.add("Another", "V-1")
    store = read_through(monkeypatch, market, shop).catalogue.store
    listed(store, ["SAME", "v-1"])
    snapshot_of(store)

    tally = counted(store)

    assert (tally.shared_count, tally.unclear_count, tally.listed_count) == (12, 2, 0)


def test_what_is_deleted_and_made_anew_is_listed_again_under_its_new_id(monkeypatch):
    market, shop = market_with_shop()
    lamp = shop.add("Lamp", "L-1")
    read = read_through(monkeypatch, market, shop)
    listed(read.catalogue.store, ["L-1"])
    snapshot_of(read.catalogue.store)

    def seen(minutes):
        at = NOON + timedelta(minutes=minutes)
        read_through(monkeypatch, market, shop, catalogue=read.catalogue, clock=lambda: at)
        tally = counted(read.catalogue.store, at=at)
        return tally.listed_count, tally.orphan_gone_count

    assert seen(1) == (1, 0)
    shop.delete(lamp.id)
    assert seen(2) == (0, 1)
    shop.add("Lamp", "L-1")
    assert seen(3) == (1, 0)
    assert SourceItem.objects.count() == 2
