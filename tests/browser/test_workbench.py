"""From 120 rejected to work in somebody's hands, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from aliexpress.models import Listing
from cards.models import WorkItem
from tests.factories import ListingFactory

WORK = "/stores/harbour-home/work/"


@pytest.fixture
def operator(person, store):
    Listing.objects.filter(state="rejected").delete()
    ListingFactory.create_batch(
        60,
        store=store,
        state="rejected",
        status="editingRequired",
        audit_failure_reason="category_audit_fail",
    )
    person("owner", username=f"{'a.long.name.of.a.colleague.' * 5}@example.com")
    return person("operations", username="wei")


@pytest.mark.parametrize("width", [390, 1280])
def test_an_operator_finds_the_group_ticks_rows_and_hands_them_over(width, operator, sign_in, page):
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(operator)
    page.goto(WORK)
    page.get_by_role("link", name="Rejected: in the wrong category").click()
    expect(page.get_by_text("Clear these 60: Active 4,370, gap 450")).to_be_visible()

    page.locator("[data-tick-all]").check()
    expect(page.get_by_text("50 ticked")).to_be_visible()
    page.locator("input[name=listing]").first.uncheck()
    expect(page.get_by_text("49 ticked")).to_be_visible()
    page.get_by_role("button", name="Take on what is ticked").click()

    expect(page.get_by_role("heading", name="Take on 49 listings")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("Who does it").select_option("wei")
    page.get_by_label("Due on").fill("2030-12-24")
    page.get_by_role("button", name="Take on").dblclick(delay=100)

    expect(page).to_have_url(re.compile(r"/work/[0-9]+/$"))
    expect(page.get_by_text("49 of 49 left.")).to_be_visible()
    assert WorkItem.objects.get().assignee == operator
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
