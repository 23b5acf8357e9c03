"""The SKUs behind a number: as many as it says, on pages and in the file."""

import pytest

from aliexpress.gateway.answers import ListedSku
from aliexpress.typed.bad_input import BadInput
from cards.listings import skus as skus_module
from cards.listings.skus import page_of_skus, sku_rows, skus_of
from tests.factories import ListingFactory
from tests.moments import NOON
from tests.sku_details import keep_skus


@pytest.fixture
def shop(store):
    """Three listings of one, two and three SKUs."""
    skus = {}
    for number in (1, 2, 3):
        listing = ListingFactory(store=store)
        skus[listing.product_id] = [
            ListedSku(str(place), f"C-{number}-{place}", "9.90", "USD", place)
            for place in range(number)
        ]
    keep_skus(store, skus)
    return store


def test_every_sku_of_the_counted_listings_is_among_them(shop):
    ListingFactory(store=shop, gone_at=NOON).skus.create(store=shop, sku_id="9", position=1)

    assert skus_of(shop).count() == 6
    assert skus_of(shop, part="further").count() == 3


def test_pages_go_on_where_the_last_one_ended(shop, monkeypatch):
    monkeypatch.setattr(skus_module, "PAGE_SIZE", 4)
    first = page_of_skus(skus_of(shop))
    second = page_of_skus(skus_of(shop), after=first.next_after)

    codes = [sku.code for sku in (*first.rows, *second.rows)]
    assert codes == ["C-1-0", "C-2-0", "C-2-1", "C-3-0", "C-3-1", "C-3-2"]
    assert second.next_after == ""


@pytest.mark.parametrize("after", ["x", "1", "1-x", "-1", "1-" + "9" * 30])
def test_a_page_nobody_linked_to_is_refused_in_a_sentence(shop, after):
    with pytest.raises(BadInput, match="after"):
        page_of_skus(skus_of(shop), after=after)


def test_a_part_that_is_none_is_refused(shop):
    with pytest.raises(BadInput, match="part"):
        skus_of(shop, part="most")


def test_the_file_has_a_row_a_sku(shop):
    rows = list(sku_rows(skus_of(shop)))

    assert len(rows) == 6
    assert rows[0][3:5] == ["C-1-0", "'0"]


def test_page_and_file_are_of_members_alone(shop, as_user, owner, member):
    stranger = member("owner", of_store=False)
    for address in ("skus/", "skus.csv"):
        assert as_user(owner).get(f"/stores/harbour-home/{address}").status_code == 200
        assert as_user(stranger).get(f"/stores/harbour-home/{address}").status_code == 404


def test_the_page_takes_few_statements_however_long_the_list(
    shop, as_user, owner, django_assert_max_num_queries
):
    client = as_user(owner)
    with django_assert_max_num_queries(5):
        body = client.get("/stores/harbour-home/skus/?part=further").content.decode()

    assert "C-3-2" in body
    assert "C-1-0" not in body


def test_a_wrong_part_of_the_page_is_said_and_nothing_breaks(shop, as_user, owner):
    answer = as_user(owner).get("/stores/harbour-home/skus/?part=most")

    assert answer.status_code == 400
    assert "part must be further" in answer.content.decode()
    assert as_user(owner).get("/stores/harbour-home/skus.csv?part=most").status_code == 400
