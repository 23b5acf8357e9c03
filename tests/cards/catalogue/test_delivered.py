"""The delivered definitions, and what people made of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cards.catalogue import delivery
from cards.catalogue.definitions import CARDS, definition, definitions
from cards.measures import MEASURES
from cards.models import Card
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def deliver(key, **texts):
    """A newer delivery of one card."""
    delivery._deliver(replace(definition(key), **texts), at=NOON)
    return Card.objects.get(key=key)


def test_settings_that_are_delivered_anew_do_not_change_the_past():
    card = deliver("aex_listings_expiring_soon", settings={"days": 9})

    assert card.settings_at(NOON - timedelta(seconds=1)) == {"days": 3}
    assert card.settings_at(NOON) == card.settings_at(None) == {"days": 9}


def test_a_delivery_of_the_same_settings_is_no_change():
    assert deliver("aex_listings_expiring_soon").settings_before == []


def test_every_delivered_card_has_a_measure_and_a_row():
    assert set(CARDS) == set(MEASURES)
    assert set(Card.objects.values_list("key", flat=True)) == set(CARDS)


def test_total_listings_is_defined_as_asked_for():
    card = Card.objects.get(key="aex_total_listings")

    assert (card.unit, card.time_window, card.alert_trigger) == ("count", "RT", "-")
    assert card.sentiment_key == "aex_total_listings"
    assert {role.name for role in card.roles.all()} == {"owner", "operations"}
    assert [sibling["card"] for sibling in card.siblings] == [
        "aex_active_listings",
        "aex_rejected_listings_24h",
        "aex_oos_listings",
        "aex_listings_expiring_soon",
        "aex_listing_quality_score",
    ]
    assert [note["direction"] for note in card.reconciling["notes"]] == [
        "Variable",
        "Marginal",
        "Variable",
    ]


@pytest.mark.parametrize("figure", ["4,820", "4,310", "510", "340", "120", "50", "14 March 2026"])
def test_the_worked_example_carries_every_figure(figure):
    assert figure in Card.objects.get(key="aex_total_listings").worked_example


def test_every_text_of_a_definition_says_something():
    for delivered in definitions():
        for name in delivery.RENEWED:
            if name not in ("aliases", "on_board", "settings"):
                assert getattr(delivered, name), (delivered.key, name)


def test_a_new_delivery_renews_what_nobody_edited():
    card = deliver("aex_total_listings", title="All Listings")

    assert card.title == "All Listings"


def test_a_new_delivery_never_overwrites_an_edit():
    Card.objects.filter(key="aex_total_listings").update(title="Our count")

    card = deliver("aex_total_listings", title="All Listings", why_it_matters="New words.")

    assert (card.title, card.why_it_matters) == ("Our count", "New words.")


def test_an_edit_survives_a_second_delivery_too():
    Card.objects.filter(key="aex_total_listings").update(title="Our count")
    deliver("aex_total_listings", title="All Listings")

    card = deliver("aex_total_listings", title="Every Listing")

    assert card.title == "Our count"


def test_roles_are_delivered_once():
    Card.objects.get(key="aex_total_listings").roles.clear()

    delivery.ship()

    assert not Card.objects.get(key="aex_total_listings").roles.exists()
