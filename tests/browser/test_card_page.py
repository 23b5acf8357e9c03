"""The card page answers in five seconds, on a phone too."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from cards.models import Alert, AlertEvent, Card
from tests.browser.places import TOTAL
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory
from tests.moments import NOON

CARD = reverse("card", args=["harbour-home", "aex_total_listings"])
WORD = "averylongword" * 20
EDGES = """element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().toJSON();
}"""


@pytest.fixture
def card(person, sign_in):
    page = sign_in(person("owner"))
    page.locator(TOTAL).wait_for()
    page.goto(CARD)
    return page


@pytest.fixture
def word_in_an_alert(store):
    card = Card.objects.get(key="aex_total_listings")
    alert = Alert.objects.create(
        card=card, store=store, trigger="below 5,000", opened_at=NOON, updated_at=NOON
    )
    AlertEvent.objects.create(alert=alert, kind="noted", at=NOON, text=WORD)
    return WORD


def test_the_number_stands_with_its_equation_and_its_age(card):
    number = card.get_by_role("region", name="The number")

    expect(number.get_by_text("4,820 listings", exact=True)).to_be_visible()
    expect(number.get_by_text("4,310").first).to_be_visible()
    expect(number.get_by_text("510").first).to_be_visible()
    expect(card.locator("#standing")).to_contain_text("As of 14 Mar")


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


def test_a_printed_page_names_its_store_where_there_are_several(card):
    [owner] = User.objects.all()
    MembershipFactory(store=StoreFactory(name="Lakeside"), user=owner)
    card.reload()

    card.emulate_media(media="print")

    expect(card.locator(".where").get_by_text("Harbour Home").first).to_be_visible()


def test_a_number_of_eight_digits_fits_the_smallest_phone(card, store):
    SnapshotFactory(store=store, active_count=12_345_678, auditing_count=4_310_000)
    card.set_viewport_size({"width": 320, "height": 640})
    card.reload()

    expect(card.locator("#numbers")).to_contain_text("16,655,848")
    assert card.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_word_without_an_end_fits_a_phone(card, word_in_an_alert):
    card.set_viewport_size({"width": 390, "height": 844})
    card.goto(reverse("alerts"))

    card.get_by_text("What happened").click()

    expect(card.get_by_text(word_in_an_alert)).to_be_visible()
    assert card.evaluate("document.documentElement.scrollWidth") <= 390


def test_numbers_of_a_board_do_not_run_into_each_other(card, store):
    SnapshotFactory(store=store, active_count=12_345_678, auditing_count=4_310_000)
    card.set_viewport_size({"width": 1024, "height": 768})
    card.goto(reverse("board"))

    total, active = (
        card.locator("[data-card='Total Listings'] b"),
        card.locator("[data-card='Active Listings'] b"),
    )

    # The number itself, not the block it stands in.
    end, begin = total.evaluate(EDGES)["right"], active.evaluate(EDGES)["left"]
    assert end <= begin
