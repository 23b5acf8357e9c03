"""The lists of facts: found by filter and search, any page deep, in a constant few statements."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aliexpress.lifecycle import State
from aliexpress.models import Listing, ListingSnapshot
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
)
from tests.moments import NOON

pytestmark = pytest.mark.django_db

LISTINGS = reverse("admin:aliexpress_listing_changelist")
RUNS = reverse("admin:aliexpress_syncrun_changelist")
SNAPSHOTS = reverse("admin:aliexpress_listingsnapshot_changelist")
COMPLETED = reverse("admin:autocomplete")
# Of twenty digits it is zero; the whole of it Python refuses to read.
ZEROS_AND_NINES = "0" * 20 + "9" * 4400


def shown(answer: Any) -> list[int]:
    return [row.pk for row in answer.context["cl"].result_list]


@pytest.fixture
def bare(operations) -> Any:
    """A store of operations that comes first by name, and has no facts yet."""
    return MembershipFactory(user=operations, store=StoreFactory(name="Aaa", slug="aaa")).store


# --- Filters and search


@pytest.mark.parametrize("address", [LISTINGS, reverse("admin:aliexpress_store_changelist")])
@pytest.mark.parametrize("search", ["a " * 1_500, "a" * 60_000], ids=["words", "word"])
def test_a_search_longer_than_any_text_finds_nothing(ops, address, search):
    assert shown(ops.get(address, {"q": search})) == []


@pytest.mark.parametrize("address", [LISTINGS, reverse("admin:aliexpress_store_changelist")])
def test_a_search_as_long_as_a_text_may_be_is_carried_out(ops, address):
    assert len(shown(ops.get(address, {"q": "r " * 500}))) == 1


def test_listings_are_those_of_the_first_store_where_none_is_chosen(ops, bare):
    mine = ListingFactory(store=bare)

    assert shown(ops.get(LISTINGS)) == [mine.pk]


def test_listings_are_filtered_by_state(ops, bare):
    rejected = ListingFactory(store=bare, status="editingRequired", state=State.REJECTED)
    ListingFactory(store=bare)

    assert shown(ops.get(LISTINGS, {"state": "rejected"})) == [rejected.pk]


def test_a_listing_that_is_gone_is_not_among_the_counted(ops, bare):
    gone = ListingFactory(store=bare, gone_at=NOON)

    assert shown(ops.get(LISTINGS)) == []
    assert shown(ops.get(LISTINGS, {"state": "gone"})) == [gone.pk]


def test_the_reasons_offered_are_those_of_the_newest_snapshot(ops, bare):
    SnapshotFactory(store=bare, unmapped_count=2, active_count=4308)

    page = ops.get(LISTINGS).content.decode()

    assert "?reason=expire_offline" in page
    assert "moon_offline (not known to us)" in page


def test_the_reasons_of_a_hidden_store_are_not_offered(ops, hidden):
    page = ops.get(LISTINGS, {"store": hidden.slug}).content.decode()

    assert "expire_offline" not in page


def test_listings_are_filtered_by_offline_reason(ops, bare):
    SnapshotFactory(store=bare)
    expired = ListingFactory(
        store=bare, status="offline", state=State.EXPIRED, offline_reason="expire_offline"
    )
    ListingFactory(store=bare)

    assert shown(ops.get(LISTINGS, {"reason": "expire_offline"})) == [expired.pk]


def test_a_reason_is_filtered_by_though_no_snapshot_counts_it(ops, bare):
    ListingFactory(store=bare)

    assert shown(ops.get(LISTINGS, {"reason": "moon_offline"})) == []


def test_a_listing_is_found_by_its_whole_product_id(ops, bare):
    wanted = ListingFactory(store=bare, product_id=1005003033814656)
    ListingFactory(store=bare, product_id=10050030338146)

    assert shown(ops.get(LISTINGS, {"q": " 1005003033814656 "})) == [wanted.pk]


def test_no_listing_is_found_by_a_number_longer_than_any_product_id(ops, bare):
    ListingFactory(store=bare)

    assert shown(ops.get(LISTINGS, {"q": ZEROS_AND_NINES})) == []


def test_a_listing_is_found_by_words_of_its_subject(ops, bare):
    wanted = ListingFactory(store=bare, subject="Brass lamp with linen shade")
    ListingFactory(store=bare, subject="Cotton rug")

    assert shown(ops.get(LISTINGS, {"q": "lamp LINEN"})) == [wanted.pk]


@pytest.mark.parametrize("query", ["9" * 30, "%", "\x00", "<script>", "a" * 5000])
@pytest.mark.parametrize("parameter", ["q", "state", "reason", "store", "older_than", "newer_than"])
def test_whatever_is_asked_no_list_breaks(ops, bare, parameter, query):
    assert ops.get(LISTINGS, {parameter: query}).status_code in {200, 302}


@pytest.mark.parametrize(
    "term", [pytest.param(ZEROS_AND_NINES, id="many digits"), "\x00", "a\x00b"]
)
@pytest.mark.parametrize(
    "field",
    [
        {"model_name": "transition", "field_name": "listing"},
        {"model_name": "membership", "field_name": "store"},
    ],
)
def test_whatever_is_completed_nothing_breaks(ops, bare, field, term):
    answer = ops.get(COMPLETED, {"app_label": "aliexpress", **field, "term": term})

    assert answer.json()["results"] == []


def test_runs_are_filtered_by_status_and_kind(ops, bare):
    failed = SyncRunFactory(store=bare, failed=True, kind="full")
    SyncRunFactory(store=bare, complete=True)

    answer = ops.get(RUNS, {"status__exact": "failed", "kind__exact": "full"})

    assert shown(answer) == [failed.pk]


def test_snapshots_are_filtered_by_store_and_verdict(ops, bare):
    disputed = SnapshotFactory(store=bare, verdict="disputed")
    SnapshotFactory(store=bare)

    answer = ops.get(SNAPSHOTS, {"store": "aaa", "verdict__exact": "disputed"})

    assert shown(answer) == [disputed.pk]


# --- Pages


@pytest.fixture
def many(bare) -> list[int]:
    """The ids of 250 listings, newest first: three pages."""
    Listing.objects.bulk_create(ListingFactory.build_batch(250, store=bare))
    ids = Listing.objects.filter(store=bare).order_by("-pk").values_list("pk", flat=True)
    return list(ids)


@pytest.mark.parametrize("filters", ["", "state=active"])
def test_following_older_shows_every_listing_once_in_order(ops, many, filters):
    seen: list[int] = []
    address = f"?{filters}"
    while address and len(seen) <= len(many):
        answer = ops.get(f"{LISTINGS}{address}")
        seen += shown(answer)
        address = answer.context["cl"].older_url

    assert seen == many


def test_newer_leads_back_to_where_one_came_from(ops, many):
    first = ops.get(LISTINGS)
    second = ops.get(f"{LISTINGS}{first.context['cl'].older_url}")

    back = ops.get(f"{LISTINGS}{second.context['cl'].newer_url}")

    assert shown(back) == shown(first)
    assert back.context["cl"].newer_url == ""


@pytest.mark.parametrize("position", ["older_than", "newer_than"])
def test_another_filter_begins_at_the_first_page(ops, many, position):
    page = ops.get(LISTINGS, {position: many[120]}).content.decode()

    assert "state=rejected" in page
    assert f"{position}={many[120]}" not in page
    assert f'name="{position}"' not in page


def test_the_pages_keep_the_filters(ops, many):
    answer = ops.get(LISTINGS, {"state": "active", "q": "Linen"})

    assert "state=active" in answer.context["cl"].older_url
    assert "q=Linen" in answer.context["cl"].older_url


# --- Cost


@pytest.mark.parametrize("address", [LISTINGS, RUNS, SNAPSHOTS])
def test_a_list_costs_the_same_for_one_row_and_for_many(ops, bare, address):
    add_facts(bare, 1)
    few = statements_of(ops, address)
    add_facts(bare, 20)

    assert len(statements_of(ops, address)) == len(few)


@pytest.mark.parametrize("address", [LISTINGS, RUNS, SNAPSHOTS])
def test_no_list_counts_its_rows(ops, bare, address):
    add_facts(bare, 3)

    assert not [sql for sql in statements_of(ops, address) if "COUNT(" in sql]


def add_facts(store: Any, number: int) -> None:
    for _ in range(number):
        ListingFactory(store=store)
        snapshot: ListingSnapshot = SnapshotFactory(store=store)
        SyncRunFactory(store=store, complete=True, snapshot=snapshot, published=True)


def statements_of(client: Any, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]
