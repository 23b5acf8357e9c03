"""What is not yours is not there."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import SnapshotFactory, StoreFactory

HIDDEN = [
    reverse("card", args=["harbour-home", "aex_total_listings"]),
    reverse("listings", args=["harbour-home"]),
]


@pytest.mark.parametrize("address", HIDDEN)
def test_a_store_of_somebody_else_is_not_found(person, sign_in, trouble, address):
    page = sign_in(person("owner", of_store=False))
    page.get_by_role("heading", name="Board").wait_for()

    answer = page.goto(address)
    trouble.clear()  # the browser reports the 404 itself

    assert answer.status == 404
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    expect(page.get_by_text("Harbour Home")).to_have_count(0)


def test_the_board_names_only_ones_own_stores(person, sign_in):
    SnapshotFactory(store=StoreFactory(slug="other", name="Somebody Else's"))

    page = sign_in(person("operations"))

    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.get_by_role("rowheader")).to_contain_text("Harbour Home")


def test_an_owner_has_no_way_into_the_admin(person, sign_in, trouble):
    page = sign_in(person("owner"))
    expect(page.get_by_role("rowheader")).to_be_visible()
    expect(page.get_by_role("link", name="Admin")).to_have_count(0)

    answer = page.goto("/admin/")
    trouble.clear()  # the browser reports the 404 itself

    assert answer.status == 404


def test_operations_go_from_the_board_to_the_admin(person, sign_in):
    page = sign_in(person("operations"))

    page.get_by_role("link", name="Admin").click()

    sections = page.get_by_role("navigation", name="Sections")
    expect(sections.get_by_role("link", name="Stores")).to_be_visible()
