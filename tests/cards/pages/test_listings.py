"""The page of listings: what it counts, why each row is here, and where to go on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.models import CategoryAttributes, ListingProblem, ListingSku, Shop
from cards.listings.why_here import why_in_state
from cards.models import SavedView
from cards.work.items import take_on
from nervecentre.audit.models import Entry
from tests.cards.pages.listing_rows import PAGE, rejected, text_of
from tests.factories import ListingDetailFactory, ListingFactory
from tests.moments import NOON


def test_the_headline_counts_the_list_and_its_parts_with_links(person, store):
    rejected(store, 3)
    rejected(store, 2, "duplicate_audit_fail")
    ListingFactory(store=store)

    text = text_of(person.get(PAGE, {"state": "rejected"}))

    assert "5 rejected listings:" in text
    assert "work/groups/rejected/?reason=category_audit_fail" in text
    assert "3 in the wrong category</a>," in text
    whole = text_of(person.get(PAGE))
    assert "6 listings:" in whole
    assert '<a href="?state=rejected">5 rejected</a>' in whole


def test_pages_are_numbered(person, store):
    ListingFactory.create_batch(120, store=store)

    text = text_of(person.get(PAGE, {"page": "2"}))

    assert "Page 2 of 3" in text
    assert 'href="?page=1"' in text
    assert 'href="?page=3"' in text


def test_an_address_from_before_pages_had_numbers_still_leads_to_its_rows(person, store):
    listings = ListingFactory.create_batch(120, store=store)
    ids = sorted(listing.product_id for listing in listings)

    after = text_of(person.get(PAGE, {"after": ids[49]}))
    before = text_of(person.get(PAGE, {"before": ids[50]}))

    assert str(ids[50]) in after
    assert str(ids[49]) in before
    assert str(ids[49]) not in after


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_a_page_that_is_no_number_is_one_sentence(person, page):
    answer = person.get(PAGE, {"page": page})

    assert answer.status_code == 400
    assert "The page must be a whole number from 1 on." in answer.content.decode()


def test_a_page_past_the_end_is_the_last_one(person, store):
    ListingFactory(store=store, subject="The only lamp")

    assert "The only lamp" in text_of(person.get(PAGE, {"page": "999"}))


@pytest.mark.parametrize("sort", ["title", "price", "since", "state", "id", "end"])
def test_any_column_sorts_both_ways(person, store, sort):
    for number in (1, 2):
        ListingFactory(
            store=store,
            product_id=1_005_000_000_000_000 + number,
            subject=f"Lamp {number}",
            min_price=number,
            state=["auditing", "active"][number - 2],
            state_since_at=NOON.replace(hour=number),
            offline_at=NOON.replace(hour=number),
        )

    up, down = (text_of(person.get(PAGE, {"sort": one})) for one in (sort, f"-{sort}"))

    assert up.index("Lamp 1<") < up.index("Lamp 2<") or sort == "state"
    assert (up.index("Lamp 1<") < up.index("Lamp 2<")) != (
        down.index("Lamp 1<") < down.index("Lamp 2<")
    )


def test_a_column_nobody_knows_is_one_sentence_and_keeps_the_chips(person, store):
    answer = person.get(PAGE, {"sort": "smell", "state": "active", "min_price": "5"})

    text = answer.content.decode()
    assert answer.status_code == 400
    assert "The order must be one of" in text
    assert "State: Active" in text
    assert "Price from: 5" in text


@pytest.mark.parametrize(("status", "words"), [("onSelling", "On selling"), ("ONLINE", "Online")])
def test_a_past_status_is_said_in_the_words_of_the_family_it_is_of(store, status, words):
    """A shop can turn from one family to another, and its listings' history stays."""
    for family in ("pop", "choice"):
        shop = Shop.objects.create(store=store, channel_seller_id=family, family=family)
        listing = ListingFactory(store=store, shop=shop, status=status)
        assert why_in_state(listing).words == words


def test_each_row_says_why_it_is_here(person, store):
    [listing] = rejected(store, 1)
    CategoryAttributes.objects.create(
        category_id=200_000_101, required=[2, 10], names={"10": "Material"}, fetched_at=NOON
    )
    ListingDetailFactory(listing=listing, missing=[10], required_filled=50)
    ListingFactory(store=store, state="expired", status="offline", offline_reason="expire_offline")

    text = text_of(person.get(PAGE))

    assert "In the wrong category" in text
    assert "category_audit_fail" in text
    assert "Lacks Material" in text
    assert "Validity ran out" in text


def test_a_list_is_kept_by_name_and_shown_to_others_when_shared(person, store, member, as_user):
    rejected(store, 1)
    address = "/stores/harbour-home/listings/keep/?state=rejected&min_price=5"

    answer = person.post(address, {"name": "Dear and rejected", "is_shared": "yes"})

    assert answer["Location"] == f"{PAGE}?state=rejected&min_price=5"
    text = text_of(as_user(member("operations")).get(PAGE))
    assert f'<a href="{PAGE}?state=rejected&amp;min_price=5">Dear and rejected</a>' in text
    view = SavedView.objects.get()
    stranger = as_user(member("owner"))
    assert "Remove a list" not in text_of(stranger.get(PAGE))
    forget = f"/stores/harbour-home/views/{view.pk}/forget/"
    assert stranger.post(forget).status_code == 404
    assert person.post(forget).status_code == 302
    assert not SavedView.objects.exists()


def test_operations_remove_what_somebody_shared_and_left_behind(store, member, as_user):
    left = member("owner", username="gone", is_active=False)
    views = [
        SavedView.objects.create(
            store=store, owner=left, name=name, is_shared=is_shared, created_at=NOON
        )
        for name, is_shared in (("Lamps", True), ("My own", False))
    ]
    operations = as_user(member("operations"))

    assert "Remove Lamps, by gone" in text_of(operations.get(PAGE))
    answers = [
        operations.post(f"/stores/harbour-home/views/{view.pk}/forget/").status_code
        for view in views
    ]

    assert answers == [302, 404]
    assert list(SavedView.objects.values_list("name", flat=True)) == ["My own"]
    told = Entry.objects.filter(action=Entry.Action.WORK).latest("pk")
    assert "Lamps" in str(told.before)


def test_a_list_without_a_name_is_not_kept(person, store):
    answer = person.post("/stores/harbour-home/listings/keep/?state=rejected", {"name": " "})

    assert answer.status_code == 400
    assert "The list&#x27;s name must say what the view is called." in answer.content.decode()
    assert 'id="view-name"' in answer.content.decode()


def test_one_listings_page_has_everything_known_of_it(person, store, owner):
    [listing] = rejected(store, 1, group_id=77, owner_member_id="li", min_price=5, currency="USD")
    CategoryAttributes.objects.create(
        category_id=200_000_101, required=[10], names={"10": "Material"}, fetched_at=NOON
    )
    ListingDetailFactory(listing=listing, missing=[10], required_filled=50)
    ListingProblem.objects.create(
        store=store, product_id=listing.product_id, kind="BLUR", description="A blurred picture"
    )
    ListingSku.objects.create(
        store=store, listing=listing, sku_id="1", code="LAMP-01", stock=0, position=1
    )
    item = take_on(store, {"kind": "rejected", "note": "Ask Wei."}, by=owner, at=NOON)

    text = text_of(person.get(f"{PAGE}{listing.product_id}/"))

    for said in (
        "In the wrong category",
        "Choose the category AliExpress suggests",
        "Attributes that are missing: Material.",
        "A blurred picture",
        "LAMP-01",
        "1 of 2 SKUs in stock",
        "?group=77",
        "200000101",
        "5.00 USD",
        f"/work/{item.pk}/",
        "Ask Wei.",
        f"https://www.aliexpress.com/item/{listing.product_id}.html",
        f"productId={listing.product_id}",
    ):
        assert said in text
    assert "/admin/" not in text


def test_operations_find_the_listing_in_the_admin_and_the_way_back(
    store, snapshot, member, as_user
):
    [listing] = rejected(store, 1)
    operations = as_user(member("operations"))

    page = text_of(operations.get(f"{PAGE}{listing.product_id}/"))
    back = text_of(operations.get(f"/admin/aliexpress/listing/{listing.pk}/change/"))

    assert f"/admin/aliexpress/listing/{listing.pk}/change/" in page
    assert f"{PAGE}{listing.product_id}/" in back


def test_a_list_is_sorted_by_why_its_rows_are_here(person, store):
    rejected(store, 1, "duplicate_audit_fail", subject="Second")
    ListingFactory(store=store, subject="Last")
    rejected(store, 1, "category_audit_fail", subject="First")

    up, down = (text_of(person.get(PAGE, {"sort": sort})) for sort in ("reason", "-reason"))

    assert up.index("First") < up.index("Second") < up.index("Last")
    assert down.index("Second") < down.index("First") < down.index("Last")


def test_lists_cost_as_many_statements_for_many_listings_as_for_few(person, store):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert len(text_of(person.get(PAGE, {"state": "rejected"}))) < 150_000
        return len(asked)

    for listing in rejected(store, 2):
        ListingDetailFactory(listing=listing, missing=[10])
    rejected(store, 1, "fake_audit_fail")
    few = statements()
    for listing in rejected(store, 60):
        ListingDetailFactory(listing=listing, missing=[10])

    assert statements() <= few <= 16


def test_what_is_the_same_for_every_row_is_no_column(person, store):
    rejected(store, 2)

    assert 'data-label="State"' not in text_of(person.get(f"{PAGE}?state=rejected"))
    assert 'data-label="State"' in text_of(person.get(f"{PAGE}?state=rejected,active"))
    assert 'data-label="State"' in text_of(person.get(PAGE))


def test_a_list_of_what_was_rejected_says_what_to_do_now(person, store):
    taken = rejected(store, 2)
    rejected(store, 3, reason="fake_audit_fail")
    take_on(store, {"kind": "rejected", "reason": "category_audit_fail"}, by=None, at=NOON)

    text = text_of(person.get(f"{PAGE}?state=rejected"))

    assert "5 listings: what to do now" in text
    assert "Take on these 3</a>" in text
    assert "/work/new/?reason=fake_audit_fail&amp;kind=rejected" in text
    assert f"{len(taken)} are in hand." in text
    assert "Take on these 2</a>" not in text
    assert 'href="/stores/harbour-home/work/">The workbench</a>' in text


def test_what_to_do_now_is_said_of_whole_groups_alone(person, store):
    rejected(store, 2)

    for narrowed in ("?state=rejected&search=linen", "?state=active", ""):
        assert "what to do now" not in text_of(person.get(f"{PAGE}{narrowed}"))
