"""Nothing is cut off: not on paper, not beside the proof, not on a phone."""

import re

import pytest
from django.urls import reverse

from tests.browser.places import TOTAL, open_whole
from tests.factories import ListingFactory, MembershipFactory, SnapshotFactory, StoreFactory

CARD = reverse("card", args=["harbour-home", "aex_total_listings"])
LISTINGS = reverse("listings", args=["harbour-home"])
FLOW = reverse("flow", args=["harbour-home"])
OVERFLOWING = """() => [...document.querySelectorAll(".scroll")]
    .filter(region => region.scrollWidth > region.clientWidth + 1)
    .filter(region => !region.hasAttribute("data-cut"))
    .map(region => region.getAttribute("aria-label"))"""
A4 = {"width": 718, "height": 1047}  # without its margins, in pixels of CSS


@pytest.fixture
def opened(person, sign_in, store):
    owner = person("owner")
    for number in range(30):
        other = StoreFactory(name=f"Store {number}")
        MembershipFactory(store=other, user=owner)
        SnapshotFactory(store=other)
    ListingFactory.create_batch(60, store=store)
    page = sign_in(owner)
    page.locator(TOTAL).first.wait_for()
    return page


def sheets(page):
    paper = page.pdf(prefer_css_page_size=True, format="A4")
    return len(re.findall(rb"/Type\s*/Page\b", paper))


@pytest.mark.parametrize("key", ["aex_total_listings", "aex_rejection_rate"])
def test_a_card_is_printed_on_one_sheet(opened, key):
    opened.goto(reverse("card", args=["harbour-home", key]))

    assert sheets(opened) == 1


@pytest.mark.parametrize("address", [LISTINGS, "/"])
def test_the_first_printed_sheet_is_not_empty(opened, address):
    opened.goto(address)
    opened.set_viewport_size(A4)
    opened.emulate_media(media="print")

    first_row = opened.locator("tbody tr").first.bounding_box()

    assert first_row["y"] < A4["height"] / 2
    held = opened.evaluate(
        "getComputedStyle(document.querySelector('.panel:has(table)')).breakInside"
    )
    assert held == "auto"


def test_the_printed_board_shows_every_card(opened):
    opened.goto("/")
    opened.set_viewport_size({"width": A4["height"], "height": A4["width"]})
    opened.emulate_media(media="print")

    right = opened.locator("thead th").last.evaluate("cell => cell.getBoundingClientRect().right")

    assert right <= A4["height"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("address", [CARD, FLOW, LISTINGS, "/"])
def test_a_table_fits_its_place_or_says_that_there_is_more(opened, address, width):
    opened.set_viewport_size({"width": width, "height": 844})
    open_whole(opened, address)
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    # A table is looked at when its size was laid out.
    opened.wait_for_function(f"() => ({OVERFLOWING})().length === 0")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    if address == CARD and width == 1280:
        proof = opened.get_by_role("region", name="Proof by AliExpress status")
        assert proof.evaluate("region => region.scrollWidth - region.clientWidth") <= 1


def test_what_is_out_of_view_is_laid_out_soon_after_the_page_was_painted(person, signed_in):
    page = signed_in(person("owner"))

    open_whole(page, "/stores/harbour-home/listings/")

    last = page.locator(".listings tbody tr").last
    assert last.evaluate("row => getComputedStyle(row).contentVisibility") == "visible"
