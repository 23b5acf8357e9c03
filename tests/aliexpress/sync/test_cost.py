"""What a run costs: calls in proportion to what changed, not to the size of the store."""

from datetime import timedelta

import pytest

from aliexpress.lifecycle import STATUSES
from aliexpress.models import SyncRun
from aliexpress.sandbox import Fault
from tests.aliexpress.sync.conftest import moved_to, pass_time, read_first

LIST = "findproductinfolistquery"
LISTINGS = 5_000
ON_SALE = 3_950
PAGE = 99


CATALOGUE = {"onSelling": ON_SALE, "auditing": 450, "editingRequired": 200, "offline": 400}


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, CATALOGUE)
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture(scope="module")
def read_once(module_db):
    return read_first(CATALOGUE)


@pytest.fixture
def store(db, sandbox, read_once):
    return moved_to(sandbox, read_once)


@pytest.fixture
def first(store, catalogue, sandbox, read_once):
    """The run that read all of it; five minutes ago."""
    pass_time(sandbox, minutes=5)
    return read_once


def test_the_first_reading_asks_for_every_page_once(first, catalogue):
    pages = sum(-(-number // PAGE) for number in catalogue.counts().values() if number)

    assert first.snapshot.total_count == LISTINGS
    assert first.request_count <= pages + 4 * len(STATUSES)


def test_an_unchanged_store_costs_two_calls_a_status(read, first):
    run = read()

    assert (run.kind, run.request_count) == (SyncRun.Kind.CONFIRM, 2 * len(STATUSES))


def test_one_listing_in_a_hundred_changed_costs_pages_in_proportion(read, catalogue, first):
    changed = LISTINGS // 100
    for product_id in catalogue.in_status("auditing")[:changed]:
        catalogue.approve(product_id)

    run = read()

    assert run.kind == SyncRun.Kind.INCREMENTAL
    assert run.snapshot.active_count == ON_SALE + changed
    # Counts and changes of each status, and once more to see that no more has changed.
    assert run.request_count <= 2 * (2 * len(STATUSES) + -(-changed // PAGE))


def test_a_listing_that_was_removed_costs_no_walk(read, catalogue, first):
    catalogue.delete(catalogue.in_status("onSelling")[0])

    run = read()

    assert run.snapshot.total_count == LISTINGS - 1
    assert run.request_count <= 8 * len(STATUSES)


def test_only_the_statuses_that_do_not_agree_are_walked(read, catalogue, sandbox, first):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="offline"))
    sandbox.requests.clear()

    read()

    walked = {
        seen.status
        for seen in sandbox.requests
        if seen.page_size == PAGE and "gmt_modified_start" not in seen.parameters
    }
    assert walked == {"offline"}


def test_a_dispute_takes_two_walks_that_agree(read, catalogue, sandbox, first):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="offline"))
    sandbox.requests.clear()

    run = read()

    pages = [
        seen.page
        for seen in sandbox.requests
        if (seen.status, seen.page_size) == ("offline", PAGE)
        and "gmt_modified_start" not in seen.parameters
    ]
    assert run.snapshot.verdict == "disputed"
    assert sorted(pages) == sorted([1, 2, 3, 4, 5] * 2)


def test_a_day_after_the_last_full_walk_everything_is_read_again(read, sandbox, first):
    pages = first.request_count
    sandbox.clock.set(sandbox.clock.now() + timedelta(hours=24))

    run = read()

    assert run.kind == SyncRun.Kind.FULL
    assert run.request_count >= pages - len(STATUSES)
