"""Pages that stay open without their network or their session never look fresh."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from aliexpress.models import ListingSnapshot
from tests.browser.places import TOTAL, open_whole

CARD = reverse("card", args=["harbour-home", "aex_total_listings"])
AN_HOUR = 60 * 60 * 1000  # milliseconds


@pytest.fixture
def fresh(store):
    """The reading was confirmed a moment ago."""
    ListingSnapshot.objects.update(
        as_of=timezone.now(), published_at=timezone.now(), confirmed_at=timezone.now()
    )


@pytest.fixture(params=["/", CARD], ids=["board", "card"])
def opened(request, fresh, person, sign_in, page):
    page.clock.install()
    sign_in(person("owner"))
    page.locator(TOTAL).wait_for()
    open_whole(page, request.param)
    return page


def test_a_page_without_network_grows_old_before_ones_eyes(opened, trouble):
    mark = opened.locator("main .verdict").first
    expect(mark).to_have_text("Complete")

    opened.context.set_offline(True)
    expect(opened.locator("#connection")).to_contain_text("No connection to Nerve Centre since")
    opened.clock.fast_forward(AN_HOUR)

    expect(mark).to_have_text("Out of date")
    expect(opened.locator("main time[data-tick]").first).to_have_text("1 hour ago")
    trouble.clear()  # the browser reports each poll that could not be sent


def test_a_connection_that_is_back_is_said_and_what_was_missed_is_shown(opened, trouble):
    opened.context.set_offline(True)
    expect(opened.locator("#connection")).to_contain_text("No connection")

    opened.context.set_offline(False)

    expect(opened.locator("#connection")).to_have_text("The connection is back.")
    trouble.clear()


def test_a_server_that_fails_is_a_lost_connection_too(opened, trouble):
    for fragment in ("**/standing/**", "**/board/rows/**"):
        opened.route(fragment, lambda route: route.fulfill(status=502, body="Bad gateway"))

    opened.clock.fast_forward(16_000)

    expect(opened.locator("#connection")).to_contain_text("No connection")
    expect(opened.get_by_text("Bad gateway")).to_have_count(0)
    trouble.clear()


def test_a_session_that_ended_leads_to_sign_in_as_a_whole_page_and_back(opened, live_server):
    before = opened.url
    Session.objects.all().delete()

    opened.clock.fast_forward(16_000)

    expect(opened.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(opened.locator("#standing, #board")).to_have_count(0)
    assert "next=" in opened.url
    opened.get_by_label("Name").fill(User.objects.get().username)
    opened.get_by_label("Password").fill("correct horse battery")
    opened.get_by_role("button", name="Sign in").click()
    expect(opened).to_have_url(before)
