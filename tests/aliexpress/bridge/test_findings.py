"""What differs between source and AliExpress: counted once an item, and never guessed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.models import Finding, ListingSku, SourceSnapshot
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import aliexpress_read_again, counted, held_together, source_read
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def tally_of(item, *, price="10", stock=5, catalogue=None, **listing):
    """An item listed in one active listing."""
    row = ItemRow("1", "A", code="A-1", name="Linen curtain, 140 by 250 cm", **item)
    store = held_together(items=[row], listings=[["A-1"]], **(catalogue or {}))
    ListingSku.objects.update(price=price and Decimal(price), stock=stock)
    return counted(store)


def dollars(price, **more):
    return {"price": Decimal(price), "currency": "USD", "stock": 5, **more}


@pytest.mark.parametrize("stock", [0, -3])
def test_an_item_the_source_has_none_of_and_aliexpress_offers_is_out_of_stock(stock):
    tally = tally_of(dollars("10", stock=stock))

    assert (tally.oos_count, tally.oos_listing_count, tally.oos_units) == (1, 1, 5)
    assert tally.oos_negative_count == (stock < 0)


@pytest.mark.parametrize(
    ("item", "aliexpress", "untold"),
    [
        ({"stock": 0, "tracking": "none"}, 5, "untracked_count"),
        ({"stock": None}, 5, "source_stock_unknown_count"),
        ({"stock": 0}, None, "stock_unknown_count"),
    ],
)
def test_what_is_not_tracked_or_not_known_is_never_out_of_stock(item, aliexpress, untold):
    tally = tally_of(dollars("10") | item, stock=aliexpress)

    assert (tally.oos_count, getattr(tally, untold)) == (0, 1)
    assert tally.stock_untold_count == 1
    assert tally.stock_known_count == 0


def test_what_aliexpress_does_not_offer_either_is_not_out_of_stock():
    assert tally_of(dollars("10", stock=0), stock=0).oos_count == 0


def test_not_for_sale_is_shown_and_counted_only_where_the_store_says_so():
    item = dollars("10", not_for_sale="hidden")

    shown = tally_of(item)
    counting = tally_of(item, catalogue={"counts_not_for_sale": True})

    assert (shown.not_for_sale_count, shown.oos_count) == (1, 0)
    assert counting.oos_count == 1


@pytest.mark.parametrize(
    ("source", "price", "drifts"), [("10", "10.50", 0), ("10", "10.51", 1), ("10", "9.49", 1)]
)
def test_a_price_drifts_outside_the_tolerance(source, price, drifts):
    assert tally_of(dollars(source), price=price).drift_price_count == drifts


def test_prices_of_two_currencies_without_a_rule_are_not_told():
    tally = tally_of(dollars("10") | {"currency": "EUR"}, price="99")

    assert (tally.drift_price_count, tally.price_untold_count) == (0, 1)


def test_a_price_rule_says_what_is_expected():
    rule = {"price_factor": Decimal("2"), "price_fee": Decimal("1"), "price_currency": "USD"}
    item = dollars("10") | {"currency": "EUR"}

    assert tally_of(item, price="21", catalogue=rule).drift_count == 0
    assert tally_of(item, price="10", catalogue=rule).drift_price_count == 1


@pytest.mark.parametrize(
    ("basis", "sale", "drifts", "untold"),
    [("price", "8", 0, 0), ("sale", "8", 1, 0), ("sale", None, 0, 0), ("elsewhere", "8", 0, 1)],
)
def test_the_store_says_of_which_price_the_expected_one_is_made(basis, sale, drifts, untold):
    item = dollars("10", sale_price=sale and Decimal(sale))

    tally = tally_of(item, price="10", catalogue={"price_basis": basis})

    assert (tally.drift_price_count, tally.price_untold_count) == (drifts, untold)


@pytest.mark.parametrize(
    ("source", "aliexpress", "drifts"), [(5, 3, 0), (5, 6, 1), (5, 0, 1), (0, 0, 0), (-1, 0, 0)]
)
def test_less_stock_but_some_is_a_buffer_and_no_drift(source, aliexpress, drifts):
    tally = tally_of(dollars("10", stock=source), stock=aliexpress)

    assert tally.drift_stock_count == drifts


def test_a_title_drifts_where_too_few_words_are_shared():
    row = ItemRow("1", "A", code="A-1", name="Oak chair", stock=5)
    store = held_together(items=[row], listings=[["A-1"]])

    assert counted(store).drift_title_count == 1


@pytest.mark.parametrize("name", ["", "Льняная штора"])
def test_titles_of_another_script_are_not_told(name):
    row = ItemRow("1", "A", code="A-1", name=name, stock=5)
    store = held_together(items=[row], listings=[["A-1"]])

    assert (counted(store).drift_title_count, counted(store).title_untold_count) == (0, 1)


def test_an_item_counts_once_whatever_differs():
    tally = tally_of(dollars("10", stock=1), price="20", stock=9)

    assert (tally.drift_count, tally.drift_price_count, tally.drift_stock_count) == (1, 1, 1)


def test_a_finding_settles_once_each_side_was_read_again():
    minute = timedelta(minutes=1)
    row = ItemRow("1", "A", code="A-1", name="Linen curtain, 140 by 250 cm", stock=0)
    store = held_together(items=[row], listings=[["A-1"]], kind="shop")
    first = counted(store)

    aliexpress_read_again(store, at=NOON + minute)
    source_still_old = counted(store, at=NOON + 2 * minute)
    source_read(store, [row], at=NOON + 3 * minute)
    read_again = counted(store, at=NOON + 4 * minute)

    settled = [tally.oos_settled_count for tally in (first, source_still_old, read_again)]
    assert settled == [0, 0, 1]
    assert Finding.objects.get(kind="oos").since_at == NOON


def test_where_stock_is_read_alone_stock_settles_by_that_and_a_price_does_not():
    minute = timedelta(minutes=1)
    row = ItemRow("1", "A", code="A-1", price=Decimal(10), currency="USD", stock=0)
    store = held_together(items=[row], listings=[["A-1"]], kind="shop")
    ListingSku.objects.update(price=Decimal(20))
    counted(store)
    aliexpress_read_again(store, at=NOON + minute)
    assert counted(store, at=NOON + 2 * minute).drift_settled_count == 0

    SourceSnapshot.objects.update(
        stock_confirmed_at=NOON + 3 * minute, stock_confirmed_from=NOON + 3 * minute
    )
    tally = counted(store, at=NOON + 4 * minute)

    assert tally.oos_settled_count == 1
    settled = Finding.objects.filter(settled_tally__isnull=False).values_list("kind", flat=True)
    assert set(settled) == {"oos", "stock"}


def test_a_file_is_not_waited_for():
    store = held_together(items=[ItemRow("1", "A", code="A-1", stock=0)], listings=[["A-1"]])
    counted(store)

    aliexpress_read_again(store, at=NOON + timedelta(minutes=1))

    assert counted(store, at=NOON + timedelta(minutes=2)).oos_settled_count == 1


def test_what_was_only_on_its_way_ends_unsettled():
    row = ItemRow("1", "A", code="A-1", stock=0)
    store = held_together(items=[row], listings=[["A-1"]])
    counted(store)
    ListingSku.objects.update(stock=0)
    aliexpress_read_again(store, at=NOON + timedelta(minutes=1))

    tally = counted(store, at=NOON + timedelta(minutes=2))

    assert (tally.oos_count, tally.oos_settled_count) == (0, 0)
    assert not Finding.objects.filter(kind="oos", until_tally__isnull=True).exists()
