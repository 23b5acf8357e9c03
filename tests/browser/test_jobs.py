"""What people come for, done as they do it: few clicks, on a phone or at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from aliexpress.models import ListingSnapshot
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
)

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
def board(owner, sign_in, page):
    sign_in(owner)
    page.get_by_role("heading", name="Board").wait_for()
    return page


def test_an_owner_on_a_phone_sees_at_once_how_many_where_the_rest_is_and_what_to_do(board):
    board.set_viewport_size(PHONE)
    board.goto("/stores/harbour-home/cards/aex_total_listings/")

    for words in ("4,820", "active", "gap"):
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
