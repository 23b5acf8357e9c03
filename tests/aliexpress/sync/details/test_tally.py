"""What is known of single products, counted over the listings of one snapshot."""

import pytest

from aliexpress.gateway.answers import AskedAttribute, CategoryAsks
from aliexpress.models import DetailReading, DetailTally, Listing, ListingProblem, Shop
from aliexpress.sync.details import read_details
from aliexpress.sync.details.categories import keep as keep_category
from aliexpress.sync.details.tally import tally
from tests.factories import ListingDetailFactory, ListingFactory, SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

NONE = dict.fromkeys(("active_count", "auditing_count", "rejected_count", "expired_count"), 0)


@pytest.fixture
def shop():
    store = SnapshotFactory(**NONE | {"active_count": 2, "rejected_count": 1}).store
    DetailReading.objects.create(store=store, diagnosed_at=NOON)
    return store


@pytest.fixture
def listings(shop):
    """Two active, one rejected."""
    return [
        ListingFactory(store=shop, gmt_modified="2026-03-14 01:00:00", state=state)
        for state in ("active", "active", "rejected")
    ]


def count(shop, *, at=NOON) -> DetailTally:
    counted = tally(shop, clock=lambda: at)
    assert counted is not None
    return counted


def test_without_details_everything_is_unknown_and_nothing_is_zero_stock(shop, listings):
    counted = count(shop, at=NOON)

    assert (counted.total_count, counted.stock_known_count, counted.out_of_stock_count) == (3, 0, 0)


def test_only_active_listings_without_any_stock_are_out_of_stock(shop, listings):
    first, second, third = listings
    ListingDetailFactory(listing=first, is_out_of_stock=True, skus_in_stock=0)
    ListingDetailFactory(listing=second)
    ListingDetailFactory(listing=third, is_out_of_stock=True, skus_in_stock=0)

    counted = count(shop, at=NOON)

    assert (counted.stock_known_count, counted.out_of_stock_count) == (3, 1)


def test_details_older_than_the_last_modification_are_not_known(shop, listings):
    ListingDetailFactory(listing=listings[0], asked_for="2026-03-13 01:00:00")

    assert count(shop, at=NOON).stock_known_count == 0


def test_stock_aliexpress_does_not_tell_is_not_known(shop, listings):
    ListingDetailFactory(listing=listings[0], is_out_of_stock=None)

    assert count(shop, at=NOON).stock_known_count == 0


def test_complete_is_what_fills_all_that_is_required(shop, listings):
    ListingDetailFactory(listing=listings[0])
    ListingDetailFactory(listing=listings[1], missing=[10], required_filled=75)
    ListingDetailFactory(listing=listings[2])

    counted = count(shop, at=NOON)

    assert (counted.attributes_known_count, counted.complete_count) == (3, 2)
    assert counted.complete_active_count == 1


def test_components_are_summed_over_the_scored_listings(shop, listings):
    ListingDetailFactory(listing=listings[0], image_count=3, title_length=30, key_filled=50)
    ListingDetailFactory(listing=listings[1], image_count=9, title_length=200)
    ListingDetailFactory(listing=listings[2], required_filled=None, key_filled=None)
    ListingProblem.objects.create(store=shop, product_id=listings[0].product_id, kind="title")

    counted = count(shop, at=NOON)

    assert counted.scored_count == 2
    assert (counted.required_sum, counted.key_sum) == (200, 150)
    assert (counted.pictures_sum, counted.title_sum, counted.sound_count) == (150, 150, 1)


def test_nothing_is_appended_while_nothing_changes(shop, listings):
    count(shop, at=NOON)
    count(shop, at=NOON)

    assert DetailTally.objects.count() == 1


def test_a_new_snapshot_is_counted_anew(shop, listings):
    count(shop, at=NOON)
    newer = SnapshotFactory(
        store=shop, as_of=NOON.replace(hour=13), **NONE | {"active_count": 2, "rejected_count": 1}
    )

    assert count(shop, at=NOON.replace(hour=13)).snapshot == newer


def test_listings_that_are_not_those_of_the_snapshot_are_not_counted(shop, listings):
    Listing.objects.filter(pk=listings[0].pk).update(state="expired")

    assert tally(shop, clock=lambda: NOON) is None


def test_a_category_that_asks_for_more_is_held_against_what_is_known(shop, listings):
    detail = ListingDetailFactory(listing=listings[0], category_id=7, filled=[10])
    asked = AskedAttribute(attribute_id=11, name="Origin", required=True, key=False)

    keep_category(CategoryAsks(7, (asked,)), at=NOON)

    detail.refresh_from_db()
    assert (detail.missing, detail.required_filled) == ([11], 0)


def test_the_tally_of_a_sandbox_store_is_what_is_in_it(catalogue, read, sandbox):
    for product_id in catalogue.in_status("onSelling")[:2]:
        catalogue.sell_out(product_id)
    catalogue.sell_out(catalogue.in_status("auditing")[0])
    store = read().store

    read_details(store, clock=sandbox.clock.now)

    counted = DetailTally.objects.latest("pk")
    assert (counted.total_count, counted.active_count) == (12, 6)
    assert (counted.stock_known_count, counted.scored_count) == (12, 12)
    assert counted.out_of_stock_count == 2


def test_attributes_apply_to_the_listings_of_shops_that_tell_them(shop, listings):
    managed = Shop.objects.create(store=shop, channel_seller_id="9", family="choice")
    Listing.objects.filter(pk=listings[0].pk).update(shop=managed)
    ListingDetailFactory(listing=listings[0], required_filled=100)
    ListingDetailFactory(listing=listings[1], required_filled=100)

    counted = count(shop)

    assert (counted.attributes_apply_count, counted.attributes_apply_active_count) == (2, 1)
    assert (counted.attributes_known_count, counted.complete_active_count) == (1, 1)
