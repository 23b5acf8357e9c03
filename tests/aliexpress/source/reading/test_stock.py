"""The stock alone, read between two walks: what it changes, and what it leaves to them."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceCatalogue, SourceItem, SourceSnapshot
from aliexpress.models.source import STOCK
from aliexpress.sandbox.bigcommerce.shop import SCOPES, location
from aliexpress.sandbox.faults.script import Fault
from aliexpress.source.gateway import credentials
from aliexpress.verification.bridges import problems
from tests.moments import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = NOON + 5 * MINUTE
PROOF = (
    "read_from", "as_of", "confirmed_at", "confirmed_from", "verdict", "evidence", "remark",
    "product_count", "item_count", "blank_count", "currency",
)  # fmt: skip


def stocks():
    alive = SourceItem.objects.filter(gone_at=None)
    return {code or "blank": stock for code, stock in alive.values_list("code", "stock")}


def test_what_was_sold_is_known_without_a_walk_and_the_proof_stays_that_of_the_walk(read, shop):
    first = read().snapshot
    shop.change_variant(shop.ids[0], stock=0)

    found = read(STOCK, at=LATER)

    assert (found.status, found.published) == ("complete", True)
    assert stocks()["L-1"] == 0
    assert SourceItem.objects.filter(changed_at=LATER).count() == 1
    new = found.snapshot
    assert new.previous == first
    assert [getattr(new, name) for name in PROOF] == [getattr(first, name) for name in PROOF]
    assert (new.stock_as_of, new.stock_known_at, new.stock_known_from) == (LATER, LATER, LATER)
    assert list(problems(new.store)) == []


def test_a_walk_finds_the_stock_that_was_read_alone_still_true_and_writes_nothing(read, shop):
    read()
    for place, product_id in enumerate(shop.ids):
        shop.change_variant(product_id, stock=-place)
    between = read(STOCK, at=LATER).snapshot

    again = read(at=LATER + MINUTE)

    assert (again.published, again.snapshot) == (False, between)
    assert again.snapshot.confirmed_at == LATER + MINUTE
    assert not SourceItem.objects.filter(changed_at__gt=LATER).exists()


def test_where_nothing_was_sold_no_row_is_written_and_the_stock_is_younger(read):
    first = read().snapshot

    found = read(STOCK, at=LATER)

    assert (found.published, found.snapshot) == (False, first)
    assert not SourceItem.objects.filter(changed_at__gt=NOON).exists()
    assert (found.snapshot.confirmed_at, found.snapshot.stock_known_at) == (NOON, LATER)


def test_which_products_there_are_is_left_to_the_walk(read, shop):
    read()
    shop.delete(shop.ids[0])
    shop.add("New", "N-1", stock=3)

    found = read(STOCK, at=LATER)

    assert stocks() == {
        "L-1": None, "V-1": 4, " v\u20102 ": 4, "R-1": None, "S-1": 0, "S-2": 0, "blank": 5,
    }  # fmt: skip
    assert found.snapshot.product_count == 5


def test_stock_by_location_is_read_alone_over_the_locations_that_count(read, shop):
    shop.locations = [location(1), location(2), location(3, enabled=False)]
    lamp = shop.products[shop.ids[0]].variants[0].id
    shop.levels[lamp] = {1: 2, 2: 1, 3: 9}
    read()
    shop.levels[lamp] = {1: 2, 2: -7, 3: 9}

    read(STOCK, at=LATER)

    assert stocks()["L-1"] == -5


def test_where_stock_is_held_back_the_walk_tells_what_is_for_sale_too(read, shop):
    read()
    shop.held_back[shop.products[shop.ids[0]].variants[0].id] = 2
    between = read(STOCK, at=LATER).snapshot
    assert stocks()["L-1"] == 7

    again = read(at=LATER + MINUTE)

    assert (again.published, again.snapshot) == (False, between)
    assert stocks()["L-1"] == 7


def test_what_was_sold_and_is_told_late_is_known_at_the_next_read(read, market, shop):
    read()
    shop.change_variant(shop.ids[0], stock=3)
    market.faults.add(Fault("stock_behind", method="/items", delta=6, times=1))

    read(STOCK, at=LATER)
    assert stocks()["L-1"] == 9

    read(STOCK, at=LATER + 5 * MINUTE)
    assert stocks()["L-1"] == 3


@pytest.mark.parametrize("scope", ["inventory", "locations"])
def test_without_the_scope_the_walk_alone_tells_the_stock(read, shop, scope):
    shop.scopes = SCOPES - {scope}
    first = read().snapshot
    shop.change_variant(shop.ids[0], stock=0)

    found = read(STOCK, at=LATER)

    assert (found.status, found.published, found.error) == ("complete", False, "")
    assert stocks()["L-1"] == 9
    assert found.snapshot == first
    assert found.snapshot.stock_known_at == NOON


def test_a_page_of_stock_is_a_call_and_three_come_around_them(read, monkeypatch):
    """The shop, its locations, and the empty page at the end; nothing of the products."""
    read()
    monkeypatch.setattr("aliexpress.source.gateway.stock_and_channel.STOCKS_A_PAGE", 2)

    assert read(STOCK, at=LATER).request_count == 3 + 3


def test_our_share_of_the_quota_holds_for_the_stock_too(read, shop, market):
    catalogue = read().catalogue
    SourceCatalogue.objects.update(quota_share=50)
    catalogue.refresh_from_db()

    assert credentials.pace_of(catalogue).share == 50
    assert credentials.pace_of(catalogue) is credentials.pace_of(SourceCatalogue.objects.get())


def test_rows_that_pages_lost_are_asked_for_by_name(read, shop, market, monkeypatch):
    read()
    shop.change_variant(shop.ids[0], stock=1)
    real = "aliexpress.source.gateway.stock_and_channel.STOCKS_A_PAGE"
    monkeypatch.setattr(real, 2)
    sold_out = shop.products[shop.ids[0]]

    def meanwhile(seen):
        if seen.method.endswith("/items") and seen.page == 2:
            shop.products = {**shop.products}  # the first product moves to the end of the list
            shop.products[sold_out.id] = shop.products.pop(sold_out.id)
        return None

    market.on_request = meanwhile

    read(STOCK, at=LATER)

    assert None not in {stock for code, stock in stocks().items() if code != "R-1"}
    assert stocks()["L-1"] == 1


def test_an_inventory_that_tells_of_a_few_items_is_no_proof(read, shop, monkeypatch):
    monkeypatch.setattr("aliexpress.source.reading.stock.MOST_AGAIN", 1)
    first = read().snapshot
    for product in shop.products.values():
        product.tracking = "none"

    found = read(STOCK, at=LATER)

    assert (found.status, found.error_kind) == ("failed", "unproven")
    assert found.error == (
        "The source told of the stock of 0 of 6 items. No new number was published; it is read "
        "again by itself."
    )
    assert SourceSnapshot.objects.get() == first


def test_another_currency_or_shop_is_seen_by_a_read_of_the_stock_too(read, shop):
    read()
    shop.currency = "EUR"

    found = read(STOCK, at=LATER)

    assert (found.status, found.error_kind) == ("failed", "refused")
    assert "currency is EUR now, and was USD" in found.error


@pytest.mark.parametrize("fault", ["timeout", "cut_off", "http_504", "html", "throttled"])
def test_a_fault_on_any_page_of_the_stock_publishes_nothing_of_it(read, shop, market, fault):
    first = read().snapshot
    shop.change_variant(shop.ids[0], stock=0)
    market.faults.add(Fault(fault, method="/inventory/items", times=100, seconds=0.001))

    found = read(STOCK, at=LATER)

    assert (found.status, found.snapshot) == ("failed", None)
    assert SourceSnapshot.objects.get() == first
    assert stocks()["L-1"] == 9
