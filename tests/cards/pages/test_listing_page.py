"""The page of one listing: its SKUs, and what its seller settled."""

from datetime import timedelta

import pytest

from aliexpress.models import CategoryAttributes, FactName, ListingDetail, StoreNow
from cards.work.items import change, take_on
from cards.work.notes import note_on
from tests.factories import ListingDetailFactory, ListingFactory, SyncRunFactory
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


def test_of_a_store_that_cannot_be_read_it_says_so(listing, body):
    run = SyncRunFactory(store=listing.store, failed=True)
    StoreNow.objects.point(listing.store_id, last_run=run)

    assert "Harbour Home could not be read" in body()


def test_a_note_is_written_on_a_listing_nobody_took_on(listing, as_user, owner, body):
    address = f"/stores/harbour-home/listings/{listing.product_id}/"

    answer = as_user(owner).post(f"{address}note/", {"text": "<b>No licence.</b>\r\nAsk Mei."})

    assert answer["Location"] == f"{address}#notes"
    shown = body()
    assert "Nobody has taken it on." in shown
    assert "<bdi>&lt;b&gt;No licence.&lt;/b&gt;<br>Ask Mei.</bdi>" in shown


def test_a_note_that_is_too_long_says_so_and_stays_in_its_box(listing, as_user, owner):
    address = f"/stores/harbour-home/listings/{listing.product_id}/note/"

    answer = as_user(owner).post(address, {"text": "x" * 3000})

    assert answer.status_code == 400
    assert "Note must be text of at most 2,000 ordinary characters." in answer.content.decode()
    assert "x" * 3000 in answer.content.decode()


def test_notes_are_written_by_nobody_who_does_not_see_the_listing(listing, as_user, member):
    address = f"/stores/harbour-home/listings/{listing.product_id}/note/"
    stranger = member("owner", of_store=False)

    assert as_user(stranger).post(address, {"text": "Seen."}).status_code == 404
    assert as_user(None).post(address, {"text": "Seen."}).status_code == 302
    assert not listing.notes.exists()


def test_older_notes_are_a_click_away(listing, as_user, owner, body):
    for number in range(23):
        note_on(listing, f"Note {number}.", by=owner, at=NOON + timedelta(minutes=number))

    assert "Note 3." in body()
    assert "Note 2." not in body()
    assert "Show all 23 notes" in body()
    address = f"/stores/harbour-home/listings/{listing.product_id}/?notes=all"
    assert "Note 2." in as_user(owner).get(address).content.decode()


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
