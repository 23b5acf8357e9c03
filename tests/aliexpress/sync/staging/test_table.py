"""What a run has read so far: of each product the newest sighting stands."""

import pytest
from django.db import connection

from aliexpress.gateway.answers import ListedProduct
from aliexpress.gateway.families import ShopAddress
from aliexpress.lifecycle import POP
from aliexpress.sync.lists_to_read import CountedShop
from aliexpress.sync.staging.table import Staging

SHOP = CountedShop(
    pk=1, family=POP, address=ShopAddress(), name="", statuses=(), watermark=("", None, ())
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staging():
    with Staging() as staging:
        yield staging


def read(staging, products, status, *, modified="1"):
    for product_id in products:
        staging.add_product(ListedProduct(product_id, status, gmt_modified=modified), shop=SHOP)


@pytest.mark.parametrize("again", [0, 1, 3, 4, 10])
def test_the_newest_sighting_stands_however_many_were_seen_again(staging, again):
    read(staging, range(1, 13), "auditing")
    read(staging, range(1, again), "auditing")
    read(staging, range(1, again + 1), "onSelling", modified="2")

    in_two_states = staging.keep_newest_sightings()

    assert in_two_states == {
        product_id: {(SHOP.pk, "auditing"): "1", (SHOP.pk, "onSelling"): "2"}
        for product_id in range(1, again + 1)
    }
    kept = staging.sightings().order_by("product_id").values_list("product_id", "status")
    assert list(kept) == [
        (product_id, "onSelling" if product_id <= again else "auditing")
        for product_id in range(1, 13)
    ]


def test_a_list_that_was_read_twice_is_no_matter_of_single_products(staging):
    """Of a million that would take longer than the heartbeat of a run may be away."""
    singly: list[object] = []

    def look(execute, sql, parameters, many, context):
        singly.extend(parameters if many else [])
        return execute(sql, parameters, many, context)

    read(staging, [*range(1, 13)] * 2, "onSelling")
    with connection.execute_wrapper(look):
        assert staging.keep_newest_sightings() == {}

    assert singly == []
