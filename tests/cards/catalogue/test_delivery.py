"""Delivering definitions after every migrate, and what operations may do."""

import dataclasses

import pytest
from django.contrib.auth.models import Group, Permission

from cards.catalogue.definitions import Definition, definition
from cards.catalogue.delivery import ship
from cards.models import Card

pytestmark = pytest.mark.django_db


@pytest.fixture
def total() -> Card:
    return Card.objects.get(key="aex_total_listings")


def next_release(monkeypatch, **changes) -> Definition:
    """Delivers Total Listings with these changes."""
    delivered = dataclasses.replace(definition("aex_total_listings"), **changes)
    monkeypatch.setattr("cards.catalogue.delivery.definitions", lambda: [delivered])
    ship()
    return delivered


def test_a_migrated_database_has_the_cards_with_their_roles(total):
    assert total.title == "Total Listings"
    assert {role.name for role in total.roles.all()} == {"owner", "operations"}


def test_delivering_again_changes_nothing():
    before = list(Card.objects.in_order().values())

    ship()

    assert list(Card.objects.in_order().values()) == before


def test_an_edit_of_one_text_does_not_hold_back_the_others(monkeypatch, total):
    Card.objects.filter(pk=total.pk).update(why_it_matters="As we say it here.")

    next_release(monkeypatch, title="All Listings")

    total.refresh_from_db()
    assert total.title == "All Listings"


def test_each_new_delivery_arrives_after_the_last(monkeypatch, total):
    next_release(monkeypatch, title="All Listings")

    next_release(monkeypatch, title="Every Listing")

    total.refresh_from_db()
    assert total.title == "Every Listing"


def test_siblings_edited_by_people_stay(monkeypatch, total):
    edited = [{"card": "aex_active_listings", "why": "Ours."}]
    Card.objects.filter(pk=total.pk).update(siblings=edited)

    next_release(monkeypatch, siblings=[])

    total.refresh_from_db()
    assert total.siblings == edited


def test_a_field_delivered_for_the_first_time_arrives(monkeypatch, total):
    shipped = {name: text for name, text in total.shipped.items() if name != "calculation"}
    Card.objects.filter(pk=total.pk).update(shipped=shipped, calculation="")

    delivered = next_release(monkeypatch)

    total.refresh_from_db()
    assert total.calculation == delivered.calculation


def test_roles_taken_away_stay_away(total):
    total.roles.remove(Group.objects.get(name="owner"))

    ship()

    assert [role.name for role in total.roles.all()] == ["operations"]


def test_nothing_is_delivered_after_a_step_back(total):
    Card.objects.all().delete()

    ship(plan=[(object(), True)])

    assert not Card.objects.exists()


def test_operations_may_change_policy_and_only_look_at_facts():
    granted = {
        permission.codename for permission in Permission.objects.filter(group__name="operations")
    }

    assert {"view_listing", "view_syncrun", "change_store", "change_card"} <= granted
    assert not granted & {"change_listing", "delete_listing", "change_listingsnapshot"}


def test_owners_get_nothing_in_the_admin():
    assert not Permission.objects.filter(group__name="owner").exists()
