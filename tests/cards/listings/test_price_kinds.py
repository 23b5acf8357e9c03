"""What a buyer pays and what the seller gets are labelled, and never compared."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.models import Listing, ListingSku, Shop, WordTally
from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.filters import Filters
from cards.listings.listing_set import find
from cards.listings.main_currency import main_currency
from cards.listings.page import in_order
from cards.listings.skus import CSV_COLUMNS as SKU_COLUMNS
from cards.listings.skus import sku_rows
from cards.models.work import GroupKind
from cards.work.groups import groups_in
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON

PAGE = "/stores/harbour-home/listings/"
API = "/api/v1/stores/harbour-home/listings/"


@pytest.fixture
def listings(store):
    """By product: two selling prices in two currencies, a supply price in between, and none."""
    pop = Shop.objects.create(store=store, family="pop", is_counted=True)
    managed = Shop.objects.create(
        store=store, family="choice", channel_seller_id="7", is_counted=True
    )
    for product_id, shop, price, currency in (
        (1, pop, "9.00", "USD"),
        (2, managed, "5.00", "USD"),
        (3, None, "1.00", "USD"),
        (4, pop, "2.00", "EUR"),
        (5, pop, None, ""),
    ):
        ListingFactory(
            store=store,
            product_id=product_id,
            shop=shop,
            min_price=price and Decimal(price),
            max_price=price and Decimal(price),
            currency=currency,
        )
    return Listing.objects.of(store)


def test_prices_are_asked_in_the_currency_most_selling_prices_have(listings, store):
    assert main_currency(store) == "USD"

    ListingFactory(store=store, min_price=1, max_price=1, currency="EUR")
    ListingFactory(store=store, min_price=1, max_price=1, currency="EUR")
    assert main_currency(store) == "EUR"


def test_words_of_a_snapshot_before_are_not_taken_for_those_of_now(listings, store):
    """As a release that counted none leaves them."""
    WordTally.objects.count_again(store, SnapshotFactory(store=store))
    SnapshotFactory(store=store)
    Listing.objects.update(currency="GBP")

    assert main_currency(store) == "GBP"


@pytest.mark.parametrize(
    ("sort", "expected"), [("price", [4, 3, 1, 2, 5]), ("-price", [4, 1, 3, 2, 5])]
)
def test_prices_that_do_not_compare_stand_apart_in_their_order(listings, sort, expected):
    found = in_order(listings, sort).values_list("product_id", flat=True)
    assert list(found) == expected


@pytest.mark.parametrize(
    "filters",
    [
        Filters(min_price=Decimal(1), max_price=Decimal(10)),
        Filters(properties={"price": "USD 0..10"}),
    ],
)
def test_a_price_is_looked_for_among_selling_prices(store, listings, filters):
    found = find(store, filters, at=NOON).listings.values_list("product_id", flat=True)
    assert 2 not in found
    assert {1, 3} <= set(found)


def test_prices_of_another_currency_than_most_listings_have_are_no_part_of_a_band(store, listings):
    found = find(store, Filters(min_price=Decimal("0.50"), max_price=Decimal(3)), at=NOON).listings
    assert list(found.values_list("product_id", flat=True)) == [3]  # and not 4, of 2.00 EUR

    euros = find(store, Filters(properties={"price": "EUR 0.50..3"}), at=NOON).listings
    assert list(euros.values_list("product_id", flat=True)) == [4]


def test_the_page_and_the_api_label_a_supply_price(store, listings, as_user, with_key, owner):
    body = as_user(owner).get(PAGE).content.decode()
    rows = with_key(owner).get(API).json()["results"]

    assert "5.00 USD (supply price)" in body
    assert body.count("(supply price)") == 1
    kinds = {row["product_id"]: row["price_kind"] for row in rows}
    assert kinds == {1: "selling", 2: "supply", 3: "selling", 4: "selling", 5: "selling"}


def test_the_page_of_a_listing_labels_its_price_and_those_of_its_skus(
    store, listings, as_user, owner
):
    managed = listings.get(product_id=2)
    ListingSku.objects.create(
        store=store, listing=managed, sku_id="1", price="5.00", currency="USD", position=1
    )

    body = as_user(owner).get(f"{PAGE}2/").content.decode()

    assert body.count("5.00 USD (supply price)") == 2


def test_the_files_say_which_kind_a_price_is(store, listings):
    rows = list(listing_rows(store, Filters(), at=NOON + timedelta(days=1)))
    kind, number = CSV_COLUMNS.index("price_kind"), CSV_COLUMNS.index("product_id")
    assert {row[number] for row in rows if row[kind] == "supply"} == {2}
    sku = ListingSku.objects.create(
        store=store, listing=listings.get(product_id=2), sku_id="1", position=1
    )
    (row,) = sku_rows(ListingSku.objects.filter(pk=sku.pk).select_related("listing__shop"))
    assert row[SKU_COLUMNS.index("price_kind")] == "supply"


@pytest.mark.parametrize(
    ("products", "worth", "is_supply"),
    [([1, 3], Decimal(10), False), ([2], Decimal(5), True), ([1, 2], None, False)],
)
def test_a_group_is_worth_prices_of_one_kind(listings, products, worth, is_supply):
    (group,) = groups_in(listings.filter(product_id__in=products), GroupKind.EXPIRED)
    assert (group.worth, group.is_at_supply_prices) == (worth, is_supply)
