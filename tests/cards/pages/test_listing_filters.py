"""Filters of the listings are chosen with units and names, and a chip says them in words."""

import re

import pytest

from aliexpress.models import CategoryAttributes, FactName
from cards.models import Card
from tests.cards.pages.listing_rows import PAGE, rejected, text_of
from tests.factories import ListingDetailFactory, ListingFactory
from tests.moments import NOON


def test_the_chip_of_a_card_says_its_title_as_people_gave_it(person, store):
    Card.objects.filter(key="aex_oos_listings").update(title="Sold out")

    assert "Counted by: Sold out" in text_of(person.get(PAGE, {"card": "aex_oos_listings"}))


def test_the_chip_of_a_price_says_its_currency(person, store):
    ListingFactory.create_batch(2, store=store, currency="EUR", min_price="7", max_price="9")
    ListingFactory(store=store, currency="USD", min_price="7", max_price="9")

    assert "Price from: EUR 5" in text_of(person.get(PAGE, {"min_price": "5"}))


@pytest.fixture
def sold(store):
    """One listing of which everything is known that a filter can ask for."""
    listing = ListingFactory(
        store=store,
        subject="Linen cushion",
        min_price="12.50",
        max_price="12.50",
        currency="USD",
        created_at=NOON,
    )
    ListingDetailFactory(
        listing=listing,
        asked_for=listing.gmt_modified,
        gross_weight="1.4",
        category_id=200000101,
        attributes={"a326": [326000, "Nordic"]},
    )
    FactName.objects.create(store=store, kind="category", value="200000101", name="Cushions")
    CategoryAttributes.objects.create(
        category_id=200000101, names={"326": "Style"}, fetched_at=NOON
    )
    ListingFactory(store=store, subject="Oak lamp", currency="USD")
    return listing


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"weight": "1..2"}, "Weight in kilograms: 1 to 2 kg"),
        ({"price": "USD 10..20"}, "Price: 10 to 20 USD"),
        ({"attribute_of": "326", "attribute_is": "Nordic"}, "Attribute: Style is Nordic"),
        (
            {"created_from": "2026-03-14T11:00", "created_to": "2026-03-14T13:00:00Z"},
            "Created: from 14 March 2026, 11:00:00 UTC to 14 March 2026, 13:00:00 UTC",
        ),
    ],
)
def test_what_is_measured_is_chosen_and_said_in_words(person, sold, query, words):
    text = text_of(person.get(PAGE, query))

    assert "Linen cushion" in text
    assert "Oak lamp" not in text
    assert f'aria-label="Leave out {words}"' in text


FIELDS = f"{PAGE}filters/"


@pytest.mark.parametrize("address", [FIELDS, f"{PAGE}?more=yes"])
def test_the_form_offers_weights_prices_and_attributes_and_asks_for_days_in_fields(
    person, sold, address
):
    text = text_of(person.get(address))

    assert '<option value="20..">20 kg or more</option>' in text
    assert '<option value="USD 0..1">up to 1 USD</option>' in text
    assert '<option value="326">Style</option>' in text
    assert 'name="validity_from" type="datetime-local"' in text
    assert ".. in between" not in text


def test_fields_that_are_folded_away_are_fetched_once_they_are_unfolded(person, sold):
    text = text_of(person.get(PAGE, {"state": "active"}))

    assert '<option value="20..">' not in text
    assert f'href="?state=active&amp;more=yes" hx-get="{FIELDS}?state=active"' in text


def test_what_is_known_is_chosen_and_a_chip_says_its_name(person, store):
    FactName.objects.create(store=store, kind="group", value="512", name="Curtains")
    ListingFactory(store=store, group_id=512)

    text = text_of(person.get(PAGE, {"group": "512", "papers": "yes"}))

    assert '<option value="512" selected>Curtains</option>' in text
    assert re.search('<select id="papers" name="papers"> <option value="">Any</option>', text)
    assert "<li>Product group: Curtains<a" in text


def test_a_list_of_several_states_names_them(person, store):
    rejected(store, 2)

    text = text_of(person.get(f"{PAGE}?state=rejected,active"))

    assert "2 rejected or active listings" in text


def test_filters_are_chosen_where_their_values_are_known(person, store):
    ListingFactory(store=store, source="some-tool", product_type="POP_CHOICE")
    ListingFactory(store=store, product_type="")

    text = text_of(person.get(f"{PAGE}?skus=3..4&source=some-tool"))

    assert '<option value="some-tool" selected>some-tool</option>' in text
    assert '<option value="-">AliExpress gives none</option>' in text
    assert '<option value="POP_CHOICE">POP_CHOICE</option>' in text
    assert '<option value="6..">6 or more</option>' in text
    assert "SKUs: 3 to 4" in text
