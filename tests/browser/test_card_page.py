"""The card page answers in five seconds, on a phone too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.places import TOTAL

CARD = reverse("card", args=["harbour-home", "aex_total_listings"])


@pytest.fixture
def card(person, sign_in):
    page = sign_in(person("owner"))
    page.locator(TOTAL).wait_for()
    page.goto(CARD)
    return page


def test_the_number_stands_with_its_equation_and_its_age(card):
    number = card.get_by_role("region", name="The number")

    expect(number.get_by_text("4,820 listings", exact=True)).to_be_visible()
    expect(number.get_by_text("4,310").first).to_be_visible()
    expect(number.get_by_text("510").first).to_be_visible()
    expect(card.locator("#standing")).to_contain_text("As of 12:00")


def test_every_number_of_the_gap_leads_to_its_listings(card):
    row = card.locator("#ledger").get_by_role("row", name="Rejected")

    row.get_by_role("link", name="120").click()

    expect(card.get_by_label("State", exact=True)).to_have_value("rejected")
    expect(card.locator("tbody tr")).to_have_count(3)


def test_the_unmapped_row_is_there_when_nothing_is_unmapped(card):
    expect(card.locator("#ledger").get_by_role("row", name="Unmapped")).to_contain_text("0")


def test_the_proof_unfolds_with_the_keyboard(card):
    card.get_by_text("Status by status").focus()
    card.keyboard.press("Enter")

    proof = card.get_by_role("region", name="Proof by AliExpress status")
    expect(proof.get_by_role("row", name="onSelling")).to_contain_text("4,310")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        CARD,
        reverse("listings", args=["harbour-home"]),
        reverse("flow", args=["harbour-home"]),
        reverse("reconcile", args=["harbour-home"]),
        reverse("alerts"),
        "/accounts/login/",
    ],
)
def test_no_page_is_wider_than_the_screen(card, address, width):
    card.set_viewport_size({"width": width, "height": 844})
    card.goto(address)

    wide = card.evaluate("document.documentElement.scrollWidth")

    assert wide <= width


def test_the_number_is_on_the_first_screen_of_a_phone(card):
    card.set_viewport_size({"width": 390, "height": 844})
    card.goto(CARD)

    expect(card.get_by_text("4,820 listings", exact=True)).to_be_in_viewport()
    expect(card.get_by_role("button", name="Refresh")).to_be_in_viewport()


def test_a_print_leaves_out_what_cannot_be_pressed(card):
    card.emulate_media(media="print")

    expect(card.get_by_role("button", name="Refresh")).to_be_hidden()
    expect(card.get_by_text("4,820 listings", exact=True)).to_be_visible()
