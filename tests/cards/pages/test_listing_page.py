"""The page of one listing: its SKUs, and what its seller settled."""

import pytest

from aliexpress.models import CategoryAttributes, FactName, ListingDetail
from cards.work.items import change, take_on
from tests.factories import ListingDetailFactory, ListingFactory
from tests.moments import NOON


@pytest.fixture
def listing(snapshot):
    listing = ListingFactory(store=snapshot.store, freight_template_id=50001002, group_id=511)
    ListingDetailFactory(
        listing=listing, facts_at=NOON, codes_kept=True, brand="Harbour Home", has_video=False
    )
    for position, code in enumerate(["LC-140-SAGE", ""], start=1):
        listing.skus.create(
            store=listing.store,
            sku_id=f"1200002691234567{position}",
            code=code,
            price="12.90",
            currency="USD",
            stock=7,
            position=position,
        )
    FactName.objects.create(
        store=listing.store, kind="freight", value="50001002", name="Large and heavy"
    )
    return listing


@pytest.fixture
def body(listing, as_user, owner):
    def read():
        address = f"/stores/harbour-home/listings/{listing.product_id}/"
        return as_user(owner).get(address).content.decode()

    return read


def test_it_shows_every_sku_with_code_price_stock_and_id(body):
    shown = body()

    for words in ("LC-140-SAGE", "(no code)", "12.90 USD", "12000026912345671", "stock in all: 14"):
        assert words in shown


def test_it_names_what_the_seller_settled_and_links_to_the_others(body):
    shown = body()

    assert "Large and heavy" in shown
    assert "freight=50001002" in shown
    assert "Harbour Home" in shown
    assert "video=no" in shown


def test_a_listing_that_was_not_asked_for_says_so(body, listing):
    listing.detail.delete()
    listing.skus.all().delete()
    listing.refresh_from_db()

    assert "They are not known yet" in body()


def test_an_attribute_goes_by_its_name(listing, body):
    CategoryAttributes.objects.create(
        category_id=200000101, names={"219": "Origin"}, fetched_at=NOON
    )
    attributes = {"a219": [219001, "Portugal"], "a9005": [1, "Mains"]}
    ListingDetail.objects.update(category_id=200000101, attributes=attributes)

    shown = " ".join(body().split())

    assert "Origin" in shown
    assert "attribute=219%3APortugal" in shown
    assert "Attribute 9005" in shown


def test_what_was_said_of_its_work_stands_on_the_listing(listing, body, owner):
    item = take_on(listing.store, {"listings": [listing.product_id]}, by=owner, at=NOON)
    change(item, {"comment": "The photo is ordered."}, by=owner, at=NOON)

    assert "The photo is ordered." in body()


def test_the_page_takes_eleven_statements(listing, as_user, owner, django_assert_max_num_queries):
    client = as_user(owner)
    with django_assert_max_num_queries(11):
        client.get(f"/stores/harbour-home/listings/{listing.product_id}/")


def test_the_list_offers_the_names_of_values_and_keeps_what_was_typed(
    listing, as_user, owner, django_assert_max_num_queries
):
    client = as_user(owner)
    with django_assert_max_num_queries(12):
        shown = client.get("/stores/harbour-home/listings/?images=6&papers=maybe").content.decode()

    assert "Qualification papers must be yes or no" in shown
    assert 'value="6"' in shown
    assert '<option value="50001002">Large and heavy</option>' in shown
