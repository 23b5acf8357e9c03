"""What pages of managed shops say of SKUs is what is shown, and nothing is written twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import ListingDetail, Shop
from aliexpress.sync.publishing.managed_details import keep_managed_details
from tests.factories import ListingFactory, StoreFactory
from tests.moments import NOON
from tests.sku_details import detail_with

pytestmark = pytest.mark.django_db

RED = ListedSku("1", "RUG-RED", "7.30", "USD", 12, "4006381333931")
BLUE = ListedSku("2", "RUG-BLUE", "7.30", "USD", 3)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def listing():
    store = StoreFactory()
    shop = Shop.objects.create(store=store, family="choice", is_counted=True)
    listing = ListingFactory(store=store, shop=shop)
    say(listing, RED, BLUE, at=NOON)
    return listing


def say(listing, *skus, at=LATER):
    details = {listing.product_id: detail_with(listing, skus)}
    keep_managed_details(listing.store, [details], at=at)


@pytest.mark.parametrize(
    "red",
    [
        RED._replace(stock=11),
        RED._replace(stock=None),
        RED._replace(price="7.31"),
        RED._replace(currency="EUR"),
        RED._replace(code="rug-red"),
        RED._replace(barcode=""),
    ],
)
def test_what_moves_in_a_sku_is_shown_though_the_product_was_not_modified(listing, red):
    say(listing, red, BLUE)

    row = listing.skus.get(sku_id="1")
    assert (row.code, f"{row.price:.2f}", row.currency, row.stock, row.barcode) == red[1:]
    assert ListingDetail.objects.get().facts_at == LATER


def test_skus_that_change_places_or_give_way_to_another_are_shown_so(listing):
    say(listing, BLUE, RED)
    assert list(listing.skus.order_by("position").values_list("sku_id", flat=True)) == ["2", "1"]

    say(listing, BLUE, RED._replace(sku_id="3"))
    assert set(listing.skus.values_list("sku_id", flat=True)) == {"2", "3"}


def test_pages_that_say_the_same_again_write_nothing(listing, django_assert_num_queries):
    with django_assert_num_queries(3):  # the listings, their details, their SKUs
        say(listing, RED, BLUE)

    assert ListingDetail.objects.get().asked_at == NOON


def test_a_page_without_a_category_leaves_the_last_one_known_with_its_moment(listing):
    page = detail_with(listing, [RED._replace(stock=4), BLUE])
    keep_managed_details(
        listing.store, [{listing.product_id: replace(page, category_id=None)}], at=LATER
    )

    detail = ListingDetail.objects.get()
    assert (detail.category_id, detail.facts_at, detail.asked_at) == (5112, NOON, LATER)


def test_what_pages_never_tell_stays_as_it_was_last_told(listing):
    ListingDetail.objects.update(brand="Harbour Home", has_video=True)
    say(listing, RED._replace(stock=4), BLUE)

    detail = ListingDetail.objects.get()
    assert (detail.brand, detail.has_video) == ("Harbour Home", True)


def test_a_page_without_a_category_that_says_the_same_again_writes_nothing(listing):
    page = replace(detail_with(listing, [RED, BLUE]), category_id=None)
    keep_managed_details(listing.store, [{listing.product_id: page}], at=LATER)

    assert ListingDetail.objects.get().asked_at == NOON
