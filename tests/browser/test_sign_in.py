"""In and out, and nowhere without it."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.places import TOTAL


def test_a_member_signs_in_and_sees_the_board(person, sign_in, live_server):
    page = sign_in(person("owner"))

    expect(page).to_have_url(f"{live_server.url}/")
    expect(page.get_by_role("rowheader", name="Harbour Home")).to_be_visible()
    expect(page.locator(TOTAL)).to_contain_text("4,820")


def test_a_wrong_password_is_answered_with_a_sentence(person, sign_in):
    page = sign_in(person("owner"), password="not it")

    expect(page.get_by_role("alert")).to_contain_text("do not belong together")


def test_who_asks_for_a_card_signs_in_first_and_lands_on_it(person, page, live_server):
    user = person("owner")
    card = reverse("card", args=["harbour-home", "aex_total_listings"])

    page.goto(card)
    page.get_by_label("Name").fill(user.username)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(f"{live_server.url}{card}")
    expect(page.get_by_role("heading", name="Total Listings")).to_be_visible()


def test_after_signing_out_the_board_asks_for_a_name_again(person, sign_in):
    page = sign_in(person("owner"))

    page.get_by_role("button", name="Sign out").click()
    page.goto("/")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_everything_can_be_done_with_the_keyboard(person, page):
    user = person("owner")
    page.goto("/")

    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_role("rowheader", name="Harbour Home").wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.locator(TOTAL).get_by_role("link").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Total Listings")).to_be_visible()
