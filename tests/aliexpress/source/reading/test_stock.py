"""The stock alone, read between two walks: what it changes, and what it leaves to them."""

from datetime import timedelta

import pytest

from aliexpress.models import SourceCatalogue, SourceItem, SourceRead, SourceSnapshot
from aliexpress.models.source import STOCK
from aliexpress.sandbox.bigcommerce.shop import SCOPES, location
from aliexpress.sandbox.faults.script import Fault
from aliexpress.source import lease, schedule
from aliexpress.source.gateway import opening
from aliexpress.verification.bridges import problems
from tests.moments import NOON
from tests.source_shops import Nobody, catalogue_of, market_with_shop, read_through

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = NOON + 5 * MINUTE
PROOF = (
    "read_from", "as_of", "confirmed_at", "confirmed_from", "verdict", "evidence", "remark",
    "product_count", "item_count", "blank_count", "currency",
)  # fmt: skip


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
    monkeypatch.setattr("aliexpress.source.gateway.evidence.STOCKS_A_PAGE", 2)

    assert read(STOCK, at=LATER).request_count == 3 + 3


def test_our_share_of_the_quota_holds_for_the_stock_too(read, shop, market):
    catalogue = read().catalogue
    SourceCatalogue.objects.update(quota_share=50)
    catalogue.refresh_from_db()

    assert opening.pace_of(catalogue).share == 50
    assert opening.pace_of(catalogue) is opening.pace_of(SourceCatalogue.objects.get())


def test_rows_that_pages_lost_are_asked_for_by_name(read, shop, market, monkeypatch):
    read()
    shop.change_variant(shop.ids[0], stock=1)
    real = "aliexpress.source.gateway.evidence.STOCKS_A_PAGE"
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


def turns(catalogue):
    catalogue.refresh_from_db()
    return catalogue.due_at, catalogue.stock_due_at, catalogue.failure_count


def test_stock_is_read_every_five_minutes_where_walks_are_further_apart(read, shop):
    catalogue = read().catalogue
    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER, 0)

    [between] = schedule.start_due(at=LATER)
    assert between.kind == STOCK
    read(STOCK, at=LATER)

    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER + 5 * MINUTE, 0)


def test_where_both_are_due_the_whole_is_read(read):
    read()

    [one] = schedule.start_due(at=NOON + 15 * MINUTE)

    assert one.kind == "full"


def test_a_shop_that_is_walked_every_five_minutes_is_read_no_other_way(read, monkeypatch):
    monkeypatch.setattr(schedule, "INTERVALS", ((5_000, 5 * MINUTE),))

    assert turns(read().catalogue) == (NOON + 5 * MINUTE, None, 0)


def test_a_walk_that_comes_due_while_the_stock_is_read_is_not_forgotten(read, shop):
    catalogue = read().catalogue
    SourceCatalogue.objects.update(stock_due_at=NOON)
    [between] = schedule.start_due(at=NOON)
    lease.claim(between, at=NOON + 15 * MINUTE)

    assert schedule.start_due(at=NOON + 15 * MINUTE) == []
    lease.finish(between, at=NOON + 15 * MINUTE, status="complete")

    [walk] = schedule.start_due(at=NOON + 15 * MINUTE)
    assert (walk.kind, walk.catalogue) == ("full", catalogue)


def test_who_asks_for_a_read_while_the_stock_is_read_gets_a_walk_right_after(read):
    catalogue = read().catalogue
    between = lease.request_read(catalogue, at=NOON, trigger="schedule", kind=STOCK)

    assert lease.request_read(catalogue, at=NOON + MINUTE, trigger="manual") == between
    assert turns(catalogue)[0] == NOON + MINUTE


def test_a_worker_that_died_over_the_stock_is_followed_by_a_read_of_the_stock(read):
    catalogue = read().catalogue
    between = lease.request_read(catalogue, at=NOON, trigger="schedule", kind=STOCK)
    lease.claim(between, at=NOON)

    [again] = schedule.start_due(at=NOON + timedelta(seconds=10))

    assert again.kind == STOCK
    assert turns(catalogue)[0] == NOON + 15 * MINUTE


def test_stock_that_cannot_be_read_does_not_put_off_the_walk(read):
    catalogue = read().catalogue

    failed = read(STOCK, at=LATER, door=Nobody())

    assert (failed.error_kind, failed.retry_at) == ("unavailable", LATER + 5 * MINUTE)
    assert turns(catalogue) == (NOON + 15 * MINUTE, LATER + 5 * MINUTE, 0)


def test_where_somebody_has_to_act_the_stock_waits_for_the_next_walk(read, shop):
    catalogue = read().catalogue
    shop.currency = "EUR"

    assert read(STOCK, at=LATER).retry_at is None

    assert turns(catalogue) == (NOON + 15 * MINUTE, None, 0)


def test_a_walk_that_failed_leaves_the_stock_its_turn(read):
    catalogue = read().catalogue

    read(at=LATER, door=Nobody())

    assert turns(catalogue) == (LATER + MINUTE, LATER, 1)
    [between] = schedule.start_due(at=LATER)
    assert between.kind == STOCK


def test_a_fall_is_believed_by_a_second_walk_whatever_was_read_between(read, shop):
    for number in range(10):
        shop.add(f"Plate {number}", f"P-{number}")
    read()
    for product_id in shop.ids[3:]:
        shop.delete(product_id)
    assert read(at=LATER).error_kind == "unproven"
    read(STOCK, at=LATER + MINUTE)

    believed = read(at=LATER + 2 * MINUTE)

    assert (believed.status, believed.snapshot.product_count) == ("complete", 3)
    assert SourceRead.objects.filter(kind=STOCK).count() == 1
