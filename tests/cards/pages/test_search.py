"""One box finds a listing by its id, a SKU or its title, in the reader's stores and no other."""

import pytest
from django.urls import reverse

from aliexpress.models import ListingSku
from aliexpress.sku_key import sku_key
from tests.factories import ListingFactory, MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON

SEARCH = reverse("search")


def sku(listing, code):
    ListingSku.objects.create(
        store=listing.store, listing=listing, sku_id="1", code=code, key=sku_key(code), position=1
    )


def page(listing):
    return reverse("timeline", args=[listing.store.slug, listing.product_id])


@pytest.fixture
def curtain(store):
    return ListingFactory(store=store, subject="Linen curtain, blue")


@pytest.fixture
def hidden(db):
    return ListingFactory(store=StoreFactory(name="Quay Lights"), subject="Linen curtain, red")


def found(browser, query):
    return browser.get(SEARCH, {"q": query})


def test_an_id_goes_straight_to_its_listing(curtain, owner, as_user):
    assert found(as_user(owner), f" {curtain.product_id} ").url == page(curtain)


def test_an_id_of_a_listing_that_is_gone_tells_what_became_of_it(store, owner, as_user):
    gone = ListingFactory(store=store, gone_at=NOON)

    assert found(as_user(owner), str(gone.product_id)).url == page(gone)


@pytest.mark.parametrize("typed", ["HH-100-BL", "hh\u2013100\u2011bl ", "\uff28\uff28-100-BL"])
def test_a_sku_goes_straight_to_its_listing_however_it_is_typed(curtain, owner, as_user, typed):
    ListingFactory(store=curtain.store)
    sku(curtain, "HH-100-BL")

    assert found(as_user(owner), typed).url == page(curtain)


def test_a_sku_of_two_listings_shows_both(curtain, owner, as_user):
    second = MembershipFactory(user=owner, store=StoreFactory(name="North Quay")).store
    other = ListingFactory(store=second, subject="Cotton curtain")
    sku(curtain, "HH-1")
    sku(other, "hh-1")

    text = found(as_user(owner), "HH-1").content.decode()

    assert page(curtain) in text
    assert page(other) in text
    assert "North Quay" in text


def test_words_of_a_title_find_it_and_a_single_hit_is_shown_at_once(curtain, owner, as_user):
    assert found(as_user(owner), "CURTAIN blue").url == page(curtain)


def test_nothing_of_another_store_is_ever_found(curtain, hidden, owner, as_user):
    sku(hidden, "QL-1")
    browser = as_user(owner)

    for query in (str(hidden.product_id), "QL-1", "curtain red"):
        answer = found(browser, query)
        assert answer.status_code == 200
        assert "No listing of your stores" in answer.content.decode()


def test_who_sees_no_card_finds_nothing(curtain, as_user):
    user = MembershipFactory(user=UserFactory(), store=curtain.store).user

    assert "No listing of your stores" in found(as_user(user), "curtain").content.decode()


@pytest.mark.parametrize("query", ["", "   ", "9" * 30, "-1", "%", "\u200b", "a'b", "½"])
def test_an_odd_query_is_answered(curtain, owner, as_user, query):
    assert found(as_user(owner), query).status_code == 200


@pytest.mark.parametrize("query", ["a\x00b", "x" * 201])
def test_what_cannot_be_looked_for_is_said(owner, as_user, query):
    answer = found(as_user(owner), query)

    assert answer.status_code == 400
    assert "What you look for must be text" in answer.content.decode()


def test_it_costs_the_same_however_many_stores(
    curtain, owner, as_user, django_assert_max_num_queries
):
    for _ in range(3):
        another = MembershipFactory(user=owner, store=StoreFactory()).store
        ListingFactory.create_batch(20, store=another)
    browser = as_user(owner)
    found(browser, "curtain")

    with django_assert_max_num_queries(6):  # session, user, stores, id or SKU, words
        answer = found(browser, "curtain")

    assert "The first 50" in answer.content.decode()


def test_the_box_is_on_every_page_for_whoever_is_signed_in(snapshot, owner, as_user, client):
    assert 'role="search"' in as_user(owner).get("/").content.decode()
    assert 'role="search"' not in client.get(reverse("login")).content.decode()
