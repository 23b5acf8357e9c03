"""Details read one by one on the sandbox bring a row per SKU and what the seller settled."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, ListingDetail, ListingSku
from aliexpress.search_text import found_by
from aliexpress.sync.details import read_details
from tests.moments import NOON

pytestmark = pytest.mark.django_db
DETAIL = "aliexpress.offer.product.query"


@pytest.fixture
def look(sandbox, store, catalogue, read):
    read()

    def look_now():
        sandbox.requests.clear()
        read_details(store, clock=sandbox.clock.now, patience=0)
        return [seen for seen in sandbox.requests if seen.method == DETAIL]

    return look_now


def test_every_sku_of_every_listing_has_a_row(look):
    look()

    counts = ListingDetail.objects.values_list("sku_count", flat=True)
    assert ListingSku.objects.count() == sum(counts) > 12
    assert ListingSku.objects.filter(stock=None).count() == 0
    assert ListingSku.objects.values("key").distinct().count() == sum(counts)


def test_products_read_before_skus_were_kept_are_asked_for_again_once(look):
    look()
    ListingDetail.objects.update(codes_kept=False)

    assert len(look()) == 12
    assert len(look()) == 0


def test_a_new_title_leaves_the_codes_to_be_found_by(look, sandbox, catalogue, read, store):
    look()
    sku = ListingSku.objects.order_by("pk")[0]
    product = sku.listing.product_id
    sandbox.clock.set(NOON + timedelta(minutes=5))
    catalogue.columns.overrides[catalogue.columns.slot(product)] = {"subject": "Jute rug"}
    catalogue.modify(product)
    read()

    assert Listing.objects.filter(found_by(f"jute {sku.code}")).get().product_id == product


def test_what_was_known_of_a_product_stays_when_aliexpress_knows_it_no_more(look, catalogue, read):
    look()
    before = ListingDetail.objects.order_by("pk")[0]
    ListingDetail.objects.filter(pk=before.pk).update(asked_for="")
    catalogue.delete(before.listing.product_id)

    look()

    after = ListingDetail.objects.get(pk=before.pk)
    assert (after.is_known, after.category_id, after.brand) == (
        False,
        before.category_id,
        before.brand,
    )
    assert (after.facts_at, after.sku_count) == (before.facts_at, before.sku_count)
    assert None not in (before.category_id, before.facts_at)


def test_what_the_seller_settled_is_kept(look):
    look()

    for detail in ListingDetail.objects.select_related("listing"):
        assert detail.listing.freight_template_id is not None
        assert detail.validity_days == 30
        assert None not in (detail.delivery_days, detail.gross_weight)
        assert detail.attributes.get("a2", [None, ""]) == [detail.brand_id, detail.brand]
        assert None not in (detail.has_video, detail.has_qualification, detail.msr_eu_id)
