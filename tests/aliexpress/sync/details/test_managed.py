"""Products of shops whose pages bring no SKUs are asked for one by one, in their own shop."""

import pytest

from aliexpress.gateway.answers import AskedAttribute, CategoryAsks
from aliexpress.models import Listing, ListingDetail, ListingSku
from aliexpress.sandbox.aliexpress_words import MANAGED_DETAILS
from aliexpress.sync import sync_store
from aliexpress.sync.details import categories, read_details
from aliexpress.sync.details.categories import keep
from tests.connected_store import connected_to


@pytest.fixture
def store(sandbox, db):
    sandbox.fill(sandbox.seller, {"onSelling": 3})
    sandbox.fill(sandbox.add_shop("local_cb", name="Korea"), {"ONLINE": 4})
    store = connected_to(sandbox, clock=sandbox.clock.now)
    assert sync_store(store, clock=sandbox.clock.now).error == ""
    return store


def test_a_local_cross_border_product_is_read_with_its_skus_stock_and_selling_prices(
    sandbox, store
):
    reading = read_details(store, clock=sandbox.clock.now)

    listings = Listing.objects.filter(shop__family="local_cb")
    assert reading is not None
    assert reading.detail_error == ""
    assert ListingDetail.objects.filter(listing__in=listings, is_known=True).count() == 4
    assert not ListingDetail.objects.filter(
        listing__in=listings, required_filled__isnull=False
    ).exists()
    assert not ListingDetail.objects.filter(listing__in=listings, category_id=None).exists()
    skus = ListingSku.objects.filter(listing__in=listings)
    assert set(skus.values_list("listing", flat=True)) == {one.pk for one in listings}
    assert not skus.filter(stock=None).exists()
    assert not skus.filter(price=None).exists()
    for one in listings:
        assert one.skus.order_by("price").values_list("price", flat=True)[0] == one.min_price
    asked = [seen for seen in sandbox.requests if seen.method == MANAGED_DETAILS["local_cb"]]
    assert len(asked) == 4
    assert ListingDetail.objects.filter(is_known=True).count() == 7


def test_a_family_whose_products_the_app_may_not_read_keeps_no_other_from_being_read(
    sandbox, store
):
    sandbox.seller.refused_methods = frozenset({MANAGED_DETAILS["local_cb"]})
    sandbox.requests.clear()

    reading = read_details(store, clock=sandbox.clock.now)

    assert reading is not None
    assert reading.detail_error == ""
    assert ListingDetail.objects.filter(is_known=True, listing__shop__family="pop").count() == 3
    told = ListingDetail.objects.get(listing=Listing.objects.filter(shop__family="local_cb")[0])
    assert "may not make this call" in told.problem


def test_what_a_category_asks_for_is_not_held_against_products_whose_attributes_are_not_told(
    sandbox, store
):
    read_details(store, clock=sandbox.clock.now)
    managed = ListingDetail.objects.filter(listing__shop__family="local_cb")
    category = managed[0].category_id or 0
    asks = CategoryAsks(category, (AskedAttribute(219, "Material", required=True, key=False),))

    keep(asks, at=sandbox.clock.now())

    assert not managed.exclude(required_filled=None, missing=None).exists()
    assert categories.of_store(store) > {category}
