"""A shop is read whole, proved and published; or nothing is, and a sentence says why."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceItem, SourceSnapshot
from aliexpress.sandbox.faults.script import Fault
from tests.bridged import counted, listed, snapshot_of
from tests.moments import NOON
from tests.source_shops import catalogue_of, items_of, market_with_shop, read_through

pytestmark = pytest.mark.django_db


def stocked(shop, count=30):
    for number in range(count):
        if number % 3:
            shop.add(f"Lamp {number}", f"L-{number}")
        else:
            shop.add(f"Vase {number}", f"V-{number}-a", f"V-{number}-b")
    return shop


def test_a_shop_is_published_as_it_is_with_its_proof(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)
    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete", read.error
    assert items_of(read.catalogue) == shop.truth()
    snapshot = SourceSnapshot.objects.get()
    assert (snapshot.verdict, snapshot.product_count, snapshot.item_count) == ("complete", 30, 40)
    assert snapshot.evidence["variants_declared"] == snapshot.evidence["variants_in_summary"] == 40
    assert (shop.ignored, shop.writes) == ([], [])


def test_a_second_read_of_the_same_shop_writes_no_row(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)
    first = read_through(monkeypatch, market, shop)

    again = read_through(
        monkeypatch, market, shop,
        catalogue=first.catalogue, clock=lambda: NOON + timedelta(minutes=5),
    )  # fmt: skip

    assert not again.published
    assert again.snapshot == first.snapshot
    assert not SourceItem.objects.filter(changed_at__gt=NOON).exists()


def test_an_empty_shop_is_a_source_of_nothing(monkeypatch):
    market, shop = market_with_shop()

    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete"
    assert read.snapshot.item_count == 0


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


@pytest.mark.parametrize("delta", [1, -1, 7])
def test_a_total_that_is_wrong_publishes_nothing(monkeypatch, delta):
    market, shop = market_with_shop()
    stocked(shop)
    market.faults.add(Fault("total_off", method="/products", delta=delta))

    read = read_through(monkeypatch, market, shop)

    assert (read.status, read.error_kind) == ("failed", "unproven")
    assert not SourceSnapshot.objects.exists()


def test_a_count_that_says_it_is_not_exact_publishes_nothing(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)
    market.faults.add(Fault("too_many", method="/products", nth=3))

    read = read_through(monkeypatch, market, shop)

    assert read.error_kind == "unproven"
    assert "not exact" in read.error


def test_variants_of_no_product_are_a_dispute_that_shows_both_numbers(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)
    shop.orphans = 9

    read = read_through(monkeypatch, market, shop)

    snapshot = read.snapshot
    assert snapshot.verdict == "disputed"
    assert (snapshot.item_count, snapshot.evidence["variants_declared"]) == (40, 49)
    assert "9 of them belong to no product." in snapshot.remark


def test_what_lost_most_of_its_products_is_believed_at_the_second_look(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)
    first = read_through(monkeypatch, market, shop)
    for product_id in list(shop.ids)[4:]:
        shop.delete(product_id)

    once = read_through(monkeypatch, market, shop, catalogue=first.catalogue)
    twice = read_through(
        monkeypatch, market, shop,
        catalogue=first.catalogue, clock=lambda: NOON + timedelta(minutes=1),
    )  # fmt: skip

    assert once.error_kind == "unproven"
    assert "4 products, after 30" in once.error
    assert twice.status == "complete"
    assert items_of(first.catalogue) == shop.truth()


@pytest.mark.parametrize("change", [{"currency": "EUR"}, {"hash": "other1"}])
def test_another_currency_or_shop_is_an_alarm_at_once(monkeypatch, change):
    market, shop = market_with_shop()
    stocked(shop)
    first = read_through(monkeypatch, market, shop)
    for name, value in change.items():
        setattr(shop, name, value)

    read = read_through(monkeypatch, market, shop, catalogue=first.catalogue)

    assert read.error_kind == "refused"
    assert "connect the source again" in read.error


def test_a_currency_that_changes_during_the_read_publishes_nothing(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop)

    def change(seen):
        if seen.method.endswith("/summary"):
            shop.currency = "EUR"

    market.on_request = change

    read = read_through(monkeypatch, market, shop)

    assert read.error_kind == "refused"
    assert not SourceSnapshot.objects.exists()


def test_what_is_deleted_made_and_edited_during_the_read_is_as_it_is_in_the_end(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop, 600)
    calls = iter(range(10_000))

    def live(seen):
        number = next(calls)
        if number in (4, 6, 7):
            shop.delete(shop.ids[number * 20])
        if number in (3, 8):
            shop.add(f"New {number}", f"N-{number}")
        if number == 5:
            shop.gain_options(shop.ids[1], "G-1", "G-2")
            shop.edit(shop.ids[3], name="Renamed")

    market.on_request = live

    read = read_through(monkeypatch, market, shop)

    assert read.status == "complete", read.error
    assert items_of(read.catalogue) == shop.truth()
    assert SourceItem.objects.filter(name="Renamed").exists()


def test_a_shop_that_deletes_at_every_call_is_not_proved_and_says_why(monkeypatch):
    market, shop = market_with_shop()
    stocked(shop, 900)
    market.on_request = lambda seen: shop.delete(shop.ids[len(shop.ids) // 3])

    read = read_through(monkeypatch, market, shop)

    assert read.error_kind == "unproven"
    assert "faster than it can be read" in read.error


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
