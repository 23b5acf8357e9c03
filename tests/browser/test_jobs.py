"""What people come for, done as they do it: few clicks, on a phone or at a desk."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aliexpress.gateway.answers import ListedSku
from aliexpress.models import Listing, ListingSnapshot, StoreNow
from cards.models import AlertRule
from cards.work.items import take_on
from tests.browser.conftest import PASSWORD
from tests.cards.store_past import lived
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    TransitionFactory,
)
from tests.sku_details import keep_skus

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def owner(person, store):
    """Of two stores that were read yesterday and now."""
    user = person("owner")
    now = timezone.now()
    ListingSnapshot.objects.all().delete()
    other = StoreFactory(name="Lakeside", slug="lakeside")
    MembershipFactory(user=user, store=other)
    for one, active in ((store, 4310), (other, 900)):
        then = SnapshotFactory(
            store=one, as_of=now - timedelta(days=2), active_count=active + (one == other) * 50
        )
        SnapshotFactory(store=one, as_of=now, previous=then, active_count=active)
        SyncRunFactory(store=one, complete=True, finished_at=now)
    ListingFactory.create_batch(
        5,
        store=store,
        state="rejected",
        status="editingRequired",
        audit_failure_reason="category_audit_fail",
        subject="Linen cushion",
    )
    return user


@pytest.fixture
def board(owner, signed_in, page):
    signed_in(owner)
    page.goto("/")
    return page


def test_an_owner_on_a_phone_sees_at_once_how_many_where_the_rest_is_and_what_to_do(board):
    board.set_viewport_size(PHONE)
    board.goto("/stores/harbour-home/cards/aex_total_listings/")

    for words in ("4,820", "active", "gap", "340 in auditing, 120 rejected, 50 expired"):
        box = board.locator("#numbers").get_by_text(words).first.bounding_box()
        assert box["y"] + box["height"] < PHONE["height"]
    assert board.locator("#today").bounding_box()["y"] < PHONE["height"]
    expect(board.locator("#today li").first).to_contain_text("in the wrong category")


def test_a_number_of_seller_center_is_explained_in_two_clicks(board):
    board.goto("/stores/harbour-home/cards/aex_total_listings/")
    board.get_by_role("link", name="Seller Center shows another number?").click()

    expect(board.locator("form.entry").locator(":scope > *").nth(1)).to_contain_text("Which tab")
    board.get_by_label("The number Seller Center shows").fill("4310")
    board.get_by_role("button", name="Explain").click()

    expect(board.locator("#answer")).to_contain_text("Active only")
    expect(board.locator("#answer")).not_to_contain_text("explained yet")


def test_what_came_of_work_is_told_without_ticking_anything_off(board, owner, store):
    item = take_on(
        store, {"kind": "rejected", "assignee": "", "title": ""}, by=owner, at=timezone.now()
    )
    edited = Listing.objects.filter(state="rejected").earliest("pk")
    snapshot = SnapshotFactory(store=store, as_of=timezone.now() + timedelta(minutes=1))
    TransitionFactory(snapshot=snapshot, listing=edited, from_state="rejected", to_state="auditing")
    Listing.objects.filter(pk=edited.pk).update(state="auditing", state_since_at=snapshot.as_of)

    board.goto(f"/stores/harbour-home/work/{item.pk}/")

    board.get_by_role("link", name="Sent back to AliExpress 1").click()
    expect(board.locator("tbody tr")).to_have_count(1)
    with board.expect_download() as file:
        board.get_by_role("link", name="Export as CSV").click()
    assert file.value.suggested_filename.endswith(".csv")


def test_what_changed_leads_to_who_moved_with_dates_and_on_to_why(board, owner):
    store = StoreFactory(slug="lived-in", name="Lived In")
    MembershipFactory(user=owner, store=store)
    lived(store, [{1: "auditing", 2: "auditing"}, {1: "active", 2: "rejected", 3: "active"}])
    between = "from=2026-03-14T12:00:00Z&to=2026-03-14T13:00:00Z"

    board.goto(f"/stores/lived-in/flow/?{between}")
    board.locator("a[href*='moved=auditing-rejected']:visible").first.click()

    expect(board.get_by_role("columnheader", name="It moved between")).to_be_visible()
    board.get_by_role("link", name="What do these share?").click()
    expect(board).to_have_url(re.compile("/why/"))


def test_an_alert_is_two_clicks_and_says_how_often_it_would_have_fired(board):
    board.goto("/stores/harbour-home/cards/aex_total_listings/")
    board.get_by_role("link", name="Alert me").click()
    expect(board.locator("#tried")).to_contain_text("It would never have fired in the last")

    board.get_by_label("It", exact=True).select_option("above")
    board.get_by_label("Number").fill("4000")
    expect(board.locator("#tried")).to_contain_text("It would have fired once")
    board.get_by_role("button", name="Send me a test message").click()
    expect(board.get_by_role("status").first).to_contain_text("address")
    board.get_by_role("button", name="Alert me").click()

    expect(board.get_by_role("row", name="Total Listings: more than 4,000")).to_be_visible()
    assert AlertRule.objects.get(store__slug="harbour-home").trigger == "above 4000"


def test_who_may_see_a_new_store_hears_of_it_on_the_board(board, owner):
    quay = StoreFactory(name="North Quay", slug="north-quay")
    MembershipFactory(user=owner, store=quay)

    board.reload()
    board.get_by_role("button", name="Open North Quay").click()

    expect(board.get_by_text("No complete reading yet").first).to_be_visible()


def test_a_colleague_is_invited_by_a_link_and_switched_off_again(
    person, signed_in, page, live_server
):
    signed_in(person("operations"))
    page.goto("/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name they sign in with").fill("ada")
    page.get_by_label("owner").check()
    page.get_by_label("Harbour Home").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("code.once").inner_text()

    guest = page.context.browser.new_context().new_page()
    guest.goto(link)
    for field in guest.locator("input[type=password]").all():
        field.fill(PASSWORD)
    guest.get_by_role("button", name="Set it").click()
    guest.get_by_label("Name").fill("ada")
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_text("Harbour Home").first).to_be_visible()

    page.goto("/people/")
    page.get_by_role("link", name="ada").click()
    page.get_by_role("button", name="Switch off").click()
    guest.goto(live_server.url)
    expect(guest.get_by_role("heading", name="Sign in")).to_be_visible()
    guest.context.close()


def test_a_store_that_fails_says_why_when_and_how_on_board_card_and_desk(
    person, store, signed_in, page
):
    soon = timezone.now() + timedelta(minutes=5, seconds=30)
    run = SyncRunFactory(store=store, failed=True, finished_at=timezone.now(), retry_at=soon)
    StoreNow.objects.point(store.pk, last_run=run)
    signed_in(person("operations"))

    for address, cure in (
        ("/", "Look at its connection"),
        ("/stores/harbour-home/cards/aex_total_listings/", "The refresh at"),
        ("/admin/", "Stores that fail"),
    ):
        page.goto(address)
        text = page.get_by_role("main") if address != "/admin/" else page.locator("#content")
        expect(text).to_contain_text("AliExpress did not answer within 30 seconds")
        expect(text).to_contain_text("in 5 minutes")
        expect(text).to_contain_text(cure)


def test_a_stretch_is_chosen_and_a_moment_marked_by_a_click_on_the_chart(board):
    board.goto("/stores/harbour-home/cards/aex_total_listings/?period=24h")
    board.get_by_text("Other days, or another store beside it").click()
    long_ago = timezone.now() - timedelta(days=5)
    board.get_by_label("From (").fill(f"{long_ago:%Y-%m-%dT%H:%M}")
    board.get_by_role("button", name="Show").first.click()
    board.get_by_role("link", name="With the period before").click()
    expect(board).to_have_url(re.compile("from=.*before=1"))

    board.locator(".canvas .u-over").first.click(position={"x": 60, "y": 40})
    expect(board.get_by_label("When (")).not_to_have_value("")
    board.get_by_label("What happened").fill("Sale began")
    board.get_by_role("button", name="Mark", exact=True).click()

    expect(board.locator(".marks")).to_contain_text("Sale began")


def test_a_listing_is_found_from_any_page_by_its_title(board):
    board.keyboard.press("/")
    board.keyboard.type("linen cush")
    board.keyboard.press("Enter")

    expect(board.get_by_role("main")).to_contain_text("Linen cushion")


def test_two_stores_are_ticked_and_compared_then_drawn_on_one_chart(board):
    board.get_by_label("Sort by the change of Total Listings since yesterday").click()
    board.get_by_label("Sort by the change of Total Listings since yesterday").click()
    expect(board.locator("tbody tr").first).to_contain_text("Lakeside")
    board.get_by_label("Tick Lakeside to compare it").check()
    board.get_by_label("Tick Harbour Home to compare it").check()
    board.get_by_role("button", name="Compare the ticked stores").click()

    row = board.get_by_role("row", name="Total Listings")
    expect(row).to_contain_text("1,410")
    row.get_by_role("link", name="both").click()

    expect(board.locator("#trend .key").first).to_contain_text("Harbour Home")


def test_the_codes_of_a_listing_are_whole_on_a_phone(board, store):
    listing = ListingFactory(store=store)
    sku = ListedSku(
        sku_id="120000269123456789", code="HH-1", stock=3, price=None, barcode="4917811790512"
    )
    keep_skus(store, {listing.product_id: [sku]})
    board.set_viewport_size(PHONE)

    board.goto(f"/stores/harbour-home/listings/{listing.product_id}/")

    lines = """cell => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return words.getClientRects().length;
    }"""
    for code in (sku.sku_id, sku.barcode):
        assert board.get_by_role("cell", name=code).evaluate(lines) == 1
