"""Operations see what AliExpress says of single products, and how far it has been read."""

import pytest
from django.urls import reverse

from aliexpress.models import CategoryAttributes, DetailReading, ListingProblem
from tests.factories import DetailTallyFactory, ListingDetailFactory, ListingFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(store):
    return ListingFactory(store=store, gmt_modified="2026-03-14 01:00:00")


def page_of(client, listing):
    url = reverse("admin:aliexpress_listing_change", args=[listing.pk])
    return client.get(url).content.decode()


def test_a_listing_that_was_not_asked_for_says_so(ops, listing):
    assert "It has not been asked for yet." in page_of(ops, listing)


def test_stock_missing_attributes_and_problems_are_named(ops, listing):
    CategoryAttributes.objects.create(category_id=7, names={"219": "Origin"}, fetched_at=NOON)
    ListingDetailFactory(listing=listing, category_id=7, missing=[219], required_filled=50)
    ListingProblem.objects.create(
        store=listing.store, product_id=listing.product_id, kind="titleItemProblem"
    )

    text = page_of(ops, listing)

    assert "In stock: 1 of 2 SKUs have some." in text
    assert "Missing: Origin" in text
    assert "titleItemProblem" in text


def test_details_that_are_out_of_date_say_so(ops, listing):
    ListingDetailFactory(listing=listing, asked_for="2026-03-13 01:00:00")

    assert "counts as not known until it is asked for again" in page_of(ops, listing)


def test_a_store_says_how_far_its_products_are_read_and_what_stands_in_the_way(ops, store):
    DetailReading.objects.create(store=store, detail_error="The app may not make this call.")
    DetailTallyFactory(snapshot__store=store)

    url = reverse("admin:aliexpress_store_change", args=[store.pk])
    text = ops.get(url).content.decode()

    assert "Stock known for 4,655 of 4,820, attributes for 4,655." in text
    assert "The app may not make this call." in text
