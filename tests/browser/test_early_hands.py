"""What somebody does before every script runs is not lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from aliexpress.models import ListingSnapshot
from tests.factories import ListingFactory, SnapshotFactory

ALERT = "/stores/harbour-home/cards/aex_total_listings/alert/"
RUN_LATER = re.compile(r"/(htmx|tables|charts|uPlot)[^/]*\.js")


@pytest.fixture
def owner(person, store):
    """Of a store that has had more than 4,000 listings since yesterday."""
    ListingSnapshot.objects.all().delete()
    SnapshotFactory(store=store, as_of=timezone.now() - timedelta(days=1))
    ListingFactory(store=store, subject="Linen cushion")
    return person("owner")


@pytest.fixture
def early(owner, signed_in, page):
    """A page as somebody quick has it: what runs after the first paint has not come."""
    held: list[Route] = []
    let_through: list[bool] = []

    def hold(route):
        if let_through:
            route.continue_()
        else:
            held.append(route)

    def let_go():
        let_through.append(True)
        while held:
            held.pop(0).continue_()

    page.route(RUN_LATER, hold)
    page.let_go = let_go
    signed_in(owner)
    yield page
    let_go()


def test_the_key_that_leads_to_the_search_box(early):
    early.goto("/", wait_until="domcontentloaded")

    early.keyboard.press("/")
    early.keyboard.type("linen cush")
    early.keyboard.press("Enter")
    early.let_go()

    expect(early.get_by_role("main")).to_contain_text("Linen cushion")


def test_a_form_that_is_sent_by_a_double_click_is_sent_once(early):
    sent = []

    def note(request):
        if request.method == "POST":
            sent.append(request.url)

    early.on("request", note)
    early.goto(ALERT, wait_until="domcontentloaded")

    early.get_by_label("Number").fill("4000")
    early.get_by_role("button", name="Alert me").dblclick(delay=20)
    early.wait_for_url("**/alerts/**", wait_until="commit")

    assert len(sent) == 1


def test_what_an_alert_would_have_done_follows_from_what_was_typed_already(early):
    early.goto(ALERT, wait_until="domcontentloaded")
    early.get_by_label("It", exact=True).select_option("above")
    early.get_by_label("Number").fill("4000")

    early.let_go()

    expect(early.locator("#tried")).to_contain_text("It would have fired once")


def test_what_may_be_asked_is_offered_in_a_box_that_was_entered_already(early):
    early.goto("/ask/", wait_until="domcontentloaded")
    early.get_by_label("Ask", exact=True).focus()

    early.let_go()

    expect(early.locator("#completions option").first).to_be_attached()
