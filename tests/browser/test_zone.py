"""Moments stand in the reader's zone, and nobody waits for it to see the page."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

CARD = reverse("card", args=["harbour-home", "aex_total_listings"])
# Which script was being run when each formatter was made; none for what a script has put off.
FORMATTERS = """
    window.madeBy = [];
    const note = () => madeBy.push(document.currentScript ? document.currentScript.src : "");
    Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
        construct(made, given) { note(); return Reflect.construct(made, given); },
        apply(made, self, given) { note(); return made(...given); },
    });
"""


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"timezone_id": "Asia/Tokyo"}


@pytest.fixture
def opened(store, person, signed_in):
    page = signed_in(person("owner"))

    def open_with(kept=None, address=CARD):
        if kept:
            page.add_init_script(f"localStorage.setItem('zone', '{kept}')")
        page.goto(address)
        expect(page.get_by_label("Times in")).to_be_visible()
        return page

    return open_with


def as_of(page):
    return page.locator("#standing time[data-clock]").first


def test_a_moment_is_told_in_the_zone_of_the_browser(opened):
    page = opened()

    expect(as_of(page)).to_have_text(re.compile(r"^14 Mar( \d{4})? 21:00$"))
    expect(page.get_by_label("Times in")).to_have_value("Asia/Tokyo")
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    assert cookies["zone"] == "Asia%2FTokyo"


def test_a_zone_that_was_chosen_is_kept(opened):
    page = opened(kept="America/New_York")

    expect(as_of(page)).to_have_text(re.compile(r"^14 Mar( \d{4})? 08:00$"))
    expect(page.get_by_label("Times in")).to_have_value("America/New_York")


def test_a_zone_the_browser_does_not_know_is_its_own(opened):
    page = opened(kept="Atlantis/Capital")

    expect(as_of(page)).to_have_text(re.compile(r"^14 Mar( \d{4})? 21:00$"))


def test_choosing_a_zone_turns_every_moment(opened):
    page = opened()

    page.get_by_label("Times in").select_option("UTC")

    expect(as_of(page)).to_have_text(re.compile(r"^14 Mar( \d{4})? 12:00$"))
    assert "(UTC)" in page.locator("label[for=as_of]").text_content()


@pytest.mark.parametrize("address", ["/", CARD])
def test_no_formatter_is_made_before_the_page_is_seen(opened, page, address):
    page.add_init_script(FORMATTERS)

    opened(address=address)

    made_by = page.evaluate("() => madeBy")
    assert "" in made_by
    assert not [script for script in made_by if "zone.js" in script]
