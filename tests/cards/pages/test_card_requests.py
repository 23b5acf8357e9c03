"""What the card page costs in statements, and how a refresh is asked for on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cards.long_history import much_happened
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
)

STORE = "/stores/harbour-home/"
CARD = f"{STORE}cards/aex_total_listings/"


def test_the_card_page_counts_no_listings_but_the_rejected(
    snapshot, owner, as_user, django_assert_max_num_queries
):
    much_happened(snapshot.store)
    browser = as_user(owner)

    with django_assert_max_num_queries(10) as statements:
        browser.get(CARD)

    of_listings = [one["sql"] for one in statements if '"aliexpress_listing"' in one["sql"]]
    assert of_listings  # since when the longest-standing ones are where they are
    [counted] = [sql for sql in of_listings if "COUNT(" in sql]
    assert "'rejected'" in counted  # by reason, for Today


def test_the_card_page_costs_ten_statements_however_much_there_is(
    snapshot, owner, as_user, django_assert_num_queries
):
    """Session, user, the six of the page, and two of Today."""
    browser = as_user(owner)
    with django_assert_num_queries(10):
        browser.get(CARD)
    much_happened(snapshot.store)
    for _ in range(5):
        MembershipFactory(user=owner, store=StoreFactory())

    with django_assert_num_queries(10):
        browser.get(CARD)


@pytest.mark.parametrize(("address", "most"), [("/", 22), ("/stores/harbour-home/listings/", 15)])
def test_a_page_costs_the_same_however_much_there_is(snapshot, owner, as_user, address, most):
    browser = as_user(owner)
    ListingFactory(store=snapshot.store)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for _ in range(5):
        SnapshotFactory(store=MembershipFactory(user=owner, store=StoreFactory()).store)
    ListingFactory.create_batch(30, store=snapshot.store)

    with CaptureQueriesContext(connection) as many:
        browser.get(address)

    assert len(many) <= len(few) <= most


def test_refresh_asks_for_a_run_and_comes_back(snapshot, owner, as_user):
    answer = as_user(owner).post(f"{CARD}refresh/")

    assert (answer.status_code, answer["Location"]) == (302, CARD)
    assert snapshot.store.runs.get().requested_by == owner


def test_refresh_twice_is_one_run(snapshot, owner, as_user):
    browser = as_user(owner)

    browser.post(f"{CARD}refresh/")
    browser.post(f"{CARD}refresh/")

    assert snapshot.store.runs.count() == 1


def test_refresh_is_no_link_that_somebody_else_can_send(snapshot, owner, as_user):
    assert as_user(owner).get(f"{CARD}refresh/").status_code == 405
