"""A store without a source says and costs what it did before there were any."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aliexpress.bridge import count_again
from aliexpress.models import Store
from tests.bridge_stores import counted, held_together
from tests.factories import ListingDetailFactory, ListingFactory, SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/stores/harbour-home/cards/aex_total_listings/",
    "/stores/harbour-home/cards/aex_rejected_listings/",
    "/stores/harbour-home/listings/",
    "/stores/harbour-home/flow/",
    "/api/v1/stores/harbour-home/cards/aex_total_listings/",
    "/api/v1/stores/harbour-home/listings/",
    "/api/v1/stores/harbour-home/flow/",
    "/api/v1/stores/harbour-home/today/",
    "/stores/harbour-home/why/aex_rejected_listings/",
)
# What asks for a source, an item, or a bridge; the pointers of now come with the store.
OF_A_BRIDGE = (
    *("aliexpress_bridge", "aliexpress_finding", "aliexpress_skualias", "aliexpress_skuproposal"),
    *("aliexpress_sourceitem", "aliexpress_sourceread", "aliexpress_sourceupload"),
)


@pytest.fixture
def desk(store, member, as_user):
    """A store of its own, beside one that has a source and a bridge."""
    for state in ("active", "active", "rejected"):
        listing = ListingFactory(store=store, state=state)
        ListingDetailFactory(listing=listing, store=store)
    SnapshotFactory(store=store, active_count=2, rejected_count=1)
    counted(held_together(items=["A", "B"], listings=[["A"]]))
    return as_user(member("owner"))


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_it_looks_at_a_bridge_but_through_its_cards(desk, page):
    desk.get(page)
    with CaptureQueriesContext(connection) as asked:
        answer = desk.get(page)

    assert answer.status_code == 200
    looked = [one["sql"] for one in asked if any(f'FROM "{t}' in one["sql"] for t in OF_A_BRIDGE)]
    assert looked == []


def test_no_page_of_it_names_a_source(desk, store):
    for page in (
        "/stores/harbour-home/cards/aex_total_listings/",
        "/stores/harbour-home/listings/",
    ):
        text = desk.get(page).content.decode()
        for name in ("in_source", "source_brand", "source_category", "/bridge/"):
            assert name not in text, (page, name)


def test_counting_again_costs_it_no_statement(desk, django_assert_num_queries):
    store = Store.objects.select_related("now").get(slug="harbour-home")

    with django_assert_num_queries(0):
        count_again(store, clock=lambda: NOON)
