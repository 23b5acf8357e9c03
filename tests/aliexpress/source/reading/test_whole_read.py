"""A shop is read whole, proved and published; or nothing is, and a sentence says why."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceItem, SourceSnapshot
from aliexpress.sandbox.faults.script import Fault
from tests.moments import NOON
from tests.source_shops import items_of, market_with_shop, read_through, stocked

pytestmark = pytest.mark.django_db


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
