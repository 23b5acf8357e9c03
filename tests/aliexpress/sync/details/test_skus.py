"""A row a SKU, in few statements, and none written where nothing changed."""

import pytest

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import Listing, ListingSku
from aliexpress.search_text import found_by
from aliexpress.sync.details.skus import write_skus
from tests.factories import ListingFactory, StoreFactory

pytestmark = pytest.mark.django_db

SAGE = ListedSku("1", "LC\N{EN DASH}140 Sage", "12.9", "USD", 3, "4006381333931")
SAND = ListedSku("2", "LC-140-SAND", "13.90", "USD", None)


@pytest.fixture
def listing():
    return ListingFactory(store=StoreFactory())


def write(listing, *skus):
    write_skus({listing.pk: skus}, store_id=listing.store_id)


def test_a_sku_is_kept_as_written_and_as_compared(listing):
    write(listing, SAGE, SAND)

    first, second = listing.skus.order_by("position")
    assert (first.code, first.key) == ("LC\N{EN DASH}140 Sage", "lc-140 sage")
    assert (str(first.price), first.stock, first.barcode) == ("12.9000", 3, "4006381333931")
    assert (second.sku_id, second.stock, second.position) == ("2", None, 2)


def test_skus_that_stayed_keep_their_rows_and_those_that_went_are_gone(listing):
    write(listing, SAGE, SAND)
    kept = listing.skus.get(sku_id="2").pk
    write(listing, SAND._replace(stock=0))

    [row] = listing.skus.all()
    assert (row.pk, row.stock, row.position) == (kept, 0, 1)


def test_what_did_not_change_is_not_written(listing, django_assert_num_queries):
    write(listing, SAGE, SAND)

    with django_assert_num_queries(4):  # a savepoint and its end, and two looks
        write(listing, SAGE, SAND)


def test_a_batch_takes_few_statements(listing, django_assert_max_num_queries):
    more = [ListingFactory(store=listing.store) for _ in range(60)]
    many = [ListedSku(str(place), f"LC-{place}", "12.90", "USD", place) for place in range(20)]
    skus = {one.pk: many for one in [listing, *more]}

    with django_assert_max_num_queries(6):  # a savepoint and its end, two looks, two writes
        write_skus(skus, store_id=listing.store_id)

    assert ListingSku.objects.count() == 61 * 20


def test_a_listing_is_found_by_the_codes_of_its_skus_and_by_its_title(listing):
    write(listing, SAGE, SAND)

    for words in ("lc-140-sand", "linen sand"):
        assert Listing.objects.filter(found_by(words)).get() == listing

    write(listing, SAGE)
    assert not Listing.objects.filter(found_by("lc-140-sand")).exists()


def test_more_listings_than_fit_a_statement_are_found_by_their_codes():
    store = StoreFactory()
    listings = [
        ListingFactory(store=store, product_id=number, subject=f"Curtain {number}")
        for number in range(1, 403)
    ]

    busy = write_skus(
        {one.pk: [ListedSku("1", f"O'X\\{one.product_id}-%s")] for one in listings},
        store_id=store.pk,
    )

    assert busy == set()
    for number in (1, 400, 402):
        found = Listing.objects.filter(found_by(f"O'X\\{number}-%s"))
        assert [one.product_id for one in found] == [number]
        assert found[0].search_text.startswith(f"curtain {number}")
