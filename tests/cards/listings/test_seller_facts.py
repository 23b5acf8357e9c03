"""Lists narrowed by what a seller settled, also where it is known from before the last edit."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aliexpress.models import FactName, Store
from aliexpress.source.item_row import ItemRow
from aliexpress.typed.bad_input import BadInput
from cards.listings.export import CSV_COLUMNS, listing_rows
from cards.listings.filters import NAMES, filters_from
from cards.listings.listing_set import find
from cards.listings.seller_facts import FACTS, HELP, LABELS, words_at_source
from tests.bridge_stores import held_together, source_read
from tests.factories import ListingDetailFactory, ListingFactory
from tests.moments import NOON


@pytest.fixture
def curtain(store):
    listing = ListingFactory(
        store=store,
        owner_member_id="harbour-assistant",
        source="isv",
        product_type="POP",
        freight_template_id=-1719201133,
        group_id=511,
        created_at=NOON,
        gmt_modified="2026-03-14 05:00:00",
    )
    ListingDetailFactory(
        listing=listing,
        asked_for="2026-03-13 05:00:00",  # out of date
        facts_at=NOON,
        codes_kept=True,
        sku_count=1,
        image_count=4,
        brand_id=2000,
        brand="Harbour Home",
        attributes={"a2": [2000, "Harbour Home"], "a326": [326001, "Nordic"]},
        msr_eu_id=-2,
        manufacturer_id=880001,
        has_qualification=False,
        has_video=True,
        gross_weight=Decimal("1.25"),
        delivery_days=5,
        validity_days=30,
    )
    return listing


@pytest.fixture
def unread(store):
    return ListingFactory(store=store)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("owner", "harbour-assistant"),
        ("freight", "-1719201133"),
        ("group", "511"),
        ("category", "200000101"),
        ("brand", "Harbour Home"),
        ("attribute", "326:Nordic"),
        ("sku_codes", "one"),
    ],
)
def test_what_hardly_changes_is_found_though_the_detail_is_out_of_date(
    store, curtain, unread, name, text
):
    assert find(store, filters_from({name: text}), at=NOON).listings.get() == curtain


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("images", "3..5"),
        ("eu_person", "no"),
        ("manufacturer", "880001"),
        ("papers", "no"),
        ("video", "yes"),
        ("weight", "1..2"),
        ("delivery_days", "5"),
        ("validity_days", "30.."),
    ],
)
def test_what_an_edit_may_change_is_found_while_the_detail_is_of_now(
    store, curtain, unread, name, text
):
    found = find(store, filters_from({name: text}), at=NOON).listings
    assert not found.exists()
    curtain.detail.asked_for = curtain.gmt_modified
    curtain.detail.save()
    assert found.get() == curtain


def test_what_is_not_read_yet_is_a_list_of_its_own(store, curtain, unread):
    found = find(store, filters_from({"sku_codes": "not_read"}), at=NOON).listings
    assert found.get() == unread


@pytest.mark.parametrize(
    ("name", "text"), [("attribute", "Nordic"), ("attribute", ":x"), ("sku_codes", "many")]
)
def test_a_fact_that_cannot_be_read_is_one_sentence_that_names_it(name, text):
    with pytest.raises(BadInput, match=name) as refused:
        filters_from({name: text})

    assert refused.value.field == name


def test_every_fact_is_a_filter_by_its_name():
    assert {fact.name for fact in FACTS} <= set(NAMES)
    assert set(LABELS) == set(HELP) | {"batch", "submitted"}


def test_the_file_ends_with_the_facts_their_names_and_the_codes(store, curtain, unread):
    FactName.objects.create(store=store, kind="category", value="200000101", name="Home > Cushions")
    curtain.skus.create(store=store, sku_id="1", code="0017", key="0017", position=1)

    rows = listing_rows(store, filters_from({}), at=NOON)
    first, second = (dict(zip(CSV_COLUMNS, row, strict=True)) for row in rows)

    assert CSV_COLUMNS[21] == "id"
    assert (first["category_id"], first["category"]) == (200000101, "Home > Cushions")
    assert (first["freight_id"], first["brand"]) == (-1719201133, "Harbour Home")
    assert (first["papers"], first["video"], first["size_chart"]) == ("no", "yes", None)
    assert first["attributes"] == "2: Harbour Home; 326: Nordic"
    assert (first["sku_codes"], first["facts_as_of"]) == ("'0017", "2026-03-14T12:00:00Z")
    assert (second["sku_codes"], second["category_id"], second["facts_as_of"]) == ("", None, "")


def test_words_of_a_source_are_looked_for_once_until_it_is_published_anew(
    db, django_assert_num_queries
):
    store = held_together(items=[ItemRow("1", "1", code="A", brand="Linum")], listings=[])
    store = Store.objects.select_related("now").get(pk=store.pk)
    first = words_at_source(store)

    with django_assert_num_queries(0):
        again = words_at_source(store)
    source_read(store, [ItemRow("1", "1", code="A", brand="Lappo")], at=NOON + timedelta(hours=1))
    anew = words_at_source(Store.objects.select_related("now").get(pk=store.pk))

    assert first == again == {("source_brand", "Linum"): "Linum"}
    assert anew == {("source_brand", "Lappo"): "Lappo"}
