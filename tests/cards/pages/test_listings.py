"""The page of listings: what it counts, why each row is here, and where to go on."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.gateway.pictures import Picture
from aliexpress.models import CategoryAttributes, FactName, ListingProblem, ListingSku, Shop
from cards.listings.why_here import why_in_state
from cards.models import Card, SavedView
from cards.work.items import take_on
from tests.factories import ListingDetailFactory, ListingFactory
from tests.moments import NOON

PAGE = "/stores/harbour-home/listings/"


@pytest.fixture
def person(snapshot, owner, as_user):
    return as_user(owner)


def rejected(store, count, reason="category_audit_fail", **fields):
    return ListingFactory.create_batch(
        count,
        store=store,
        state="rejected",
        status="editingRequired",
        audit_failure_reason=reason,
        **fields,
    )


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


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


def test_the_chip_of_a_card_says_its_title_as_people_gave_it(person, store):
    Card.objects.filter(key="aex_oos_listings").update(title="Sold out")

    assert "Counted by: Sold out" in text_of(person.get(PAGE, {"card": "aex_oos_listings"}))


def test_the_chip_of_a_price_says_its_currency(person, store):
    ListingFactory.create_batch(2, store=store, currency="EUR", min_price="7", max_price="9")
    ListingFactory(store=store, currency="USD", min_price="7", max_price="9")

    assert "Price from: EUR 5" in text_of(person.get(PAGE, {"min_price": "5"}))


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
    stranger = as_user(member("operations"))
    forget = f"/stores/harbour-home/views/{view.pk}/forget/"
    assert stranger.post(forget).status_code == 404
    assert person.post(forget).status_code == 302
    assert not SavedView.objects.exists()


def test_a_list_without_a_name_is_not_kept(person, store):
    answer = person.post("/stores/harbour-home/listings/keep/?state=rejected", {"name": " "})

    assert answer.status_code == 400
    assert "The list&#x27;s name must say what the view is called." in answer.content.decode()


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


@pytest.fixture
def sold(store):
    """One listing of which everything is known that a filter can ask for."""
    listing = ListingFactory(
        store=store,
        subject="Linen cushion",
        min_price="12.50",
        max_price="12.50",
        currency="USD",
        created_at=NOON,
    )
    ListingDetailFactory(
        listing=listing,
        asked_for=listing.gmt_modified,
        gross_weight="1.4",
        category_id=200000101,
        attributes={"a326": [326000, "Nordic"]},
    )
    FactName.objects.create(store=store, kind="category", value="200000101", name="Cushions")
    CategoryAttributes.objects.create(
        category_id=200000101, names={"326": "Style"}, fetched_at=NOON
    )
    ListingFactory(store=store, subject="Oak lamp", currency="USD")
    return listing


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"weight": "1..2"}, "Weight in kilograms: 1 to 2 kg"),
        ({"price": "USD 10..20"}, "Price: 10 to 20 USD"),
        ({"attribute_of": "326", "attribute_is": "Nordic"}, "Attribute: Style is Nordic"),
        (
            {"created_from": "2026-03-14T11:00", "created_to": "2026-03-14T13:00:00Z"},
            "Created: from 14 March 2026, 11:00:00 UTC to 14 March 2026, 13:00:00 UTC",
        ),
    ],
)
def test_what_is_measured_is_chosen_and_said_in_words(person, sold, query, words):
    text = text_of(person.get(PAGE, query))

    assert "Linen cushion" in text
    assert "Oak lamp" not in text
    assert f'aria-label="Leave out {words}"' in text


def test_the_form_offers_weights_prices_and_attributes_and_asks_for_days_in_fields(person, sold):
    text = text_of(person.get(PAGE))

    assert '<option value="20..">20 kg or more</option>' in text
    assert '<option value="USD 0..1">up to 1 USD</option>' in text
    assert '<option value="326">Style</option>' in text
    assert 'name="validity_from" type="datetime-local"' in text
    assert ".. in between" not in text


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


@pytest.fixture
def pictured(store, monkeypatch):
    """A listing with a picture, and what was asked of AliExpress's picture servers."""
    asked = []

    def fetch(address):
        asked.append(address)
        return Picture("image/jpeg", b"picture")

    monkeypatch.setattr("aliexpress.pictures.fetch_picture", fetch)
    listing = ListingFactory(store=store, image_url="https://ae01.alicdn.com/a.jpg;b")
    return listing, asked


def test_no_picture_is_shown_or_fetched_unless_the_store_is_set_to(person, store, pictured):
    listing, asked = pictured

    assert "<img" not in text_of(person.get(PAGE))
    assert person.get(f"{PAGE}{listing.product_id}/picture/").status_code == 404
    assert asked == []


def test_a_picture_goes_through_our_own_server(person, store, pictured, member, as_user):
    listing, asked = pictured
    store.shows_pictures = True
    store.save()
    address = f"{PAGE}{listing.product_id}/picture/"

    for page in (PAGE, f"{PAGE}{listing.product_id}/"):
        assert f'src="{address}"' in text_of(person.get(page))
    answer = person.get(address)
    stranger = as_user(member("owner", of_store=False)).get(address)

    assert (answer.content, answer["Content-Type"]) == (b"picture", "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert asked == ["https://ae01.alicdn.com/a.jpg"]
    assert stranger.status_code == 404


def test_what_is_known_is_chosen_and_a_chip_says_its_name(person, store):
    FactName.objects.create(store=store, kind="group", value="512", name="Curtains")
    ListingFactory(store=store, group_id=512)

    text = text_of(person.get(PAGE, {"group": "512", "papers": "yes"}))

    assert '<option value="512" selected>Curtains</option>' in text
    assert re.search('<select id="papers" name="papers"> <option value="">Any</option>', text)
    assert "<li>Product group: Curtains<a" in text


def test_what_is_the_same_for_every_row_is_no_column(person, store):
    rejected(store, 2)

    assert 'data-label="State"' not in text_of(person.get(f"{PAGE}?state=rejected"))
    assert 'data-label="State"' in text_of(person.get(f"{PAGE}?state=rejected,active"))
    assert 'data-label="State"' in text_of(person.get(PAGE))


def test_a_list_of_several_states_names_them(person, store):
    rejected(store, 2)

    text = text_of(person.get(f"{PAGE}?state=rejected,active"))

    assert "2 rejected or active listings" in text


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


def test_filters_are_chosen_where_their_values_are_known(person, store):
    ListingFactory(store=store, source="some-tool", product_type="POP_CHOICE")
    ListingFactory(store=store, product_type="")

    text = text_of(person.get(f"{PAGE}?skus=3..4&source=some-tool"))

    assert '<option value="some-tool" selected>some-tool</option>' in text
    assert '<option value="-">AliExpress gives none</option>' in text
    assert '<option value="POP_CHOICE">POP_CHOICE</option>' in text
    assert '<option value="6..">6 or more</option>' in text
    assert "SKUs: 3 to 4" in text
