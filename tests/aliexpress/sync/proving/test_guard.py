"""A fall or a rise far outside a store's history is read again before it is believed."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sync.proving.guard import limit

LIST = "findproductinfolistquery"
STANDS = "It was read again in full, and it stands."


@pytest.fixture
def catalogue(sandbox):
    """Four hundred listings: three hundred on sale, a hundred in auditing."""
    sandbox.fill(sandbox.seller, {"onSelling": 300, "auditing": 100})
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def snapshot(read, catalogue, sandbox):
    snapshot = read().snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    sandbox.requests.clear()
    return snapshot


def walks_of(sandbox, status):
    """How many times the list of a status was begun from its first page, without a filter."""
    return sum(
        seen.method.endswith(LIST)
        and (seen.status, seen.page, seen.page_size) == (status, 1, 99)
        and "gmt_modified_start" not in seen.parameters
        for seen in sandbox.requests
    )


def test_a_rise_far_outside_the_history_is_read_in_full_then_published_and_marked(
    read, catalogue, sandbox, snapshot
):
    for _ in range(60):
        catalogue.create("onSelling")

    run = read()

    assert walks_of(sandbox, "onSelling") == 1
    assert (run.published, run.kind) == (True, SyncRun.Kind.FULL)
    assert run.snapshot.total_count == 460
    assert "Total rose by 60, from 400 to 460" in run.snapshot.remark
    assert run.snapshot.remark.endswith(STANDS)


def test_a_fall_far_outside_the_history_is_read_in_full_then_published_and_marked(
    read, catalogue, sandbox, snapshot
):
    for product_id in catalogue.in_status("onSelling")[:60]:
        catalogue.delete(product_id)

    run = read()

    assert walks_of(sandbox, "onSelling") >= 1
    assert (run.published, run.kind) == (True, SyncRun.Kind.FULL)
    assert run.snapshot.total_count == 340
    assert "Total fell by 60, from 400 to 340" in run.snapshot.remark
    assert "Active fell by 60, from 300 to 240" in run.snapshot.remark


def test_many_moves_between_states_leave_the_total_unremarked(read, catalogue, sandbox, snapshot):
    for product_id in catalogue.in_status("auditing")[:60]:
        catalogue.approve(product_id)

    run = read()

    assert "Active rose by 60, from 300 to 360" in run.snapshot.remark
    assert "Total" not in run.snapshot.remark


def test_a_change_the_history_makes_likely_is_published_without_a_remark(
    read, catalogue, sandbox, snapshot
):
    for _ in range(40):
        catalogue.create("onSelling")

    run = read()

    assert walks_of(sandbox, "onSelling") == 0
    assert (run.kind, run.snapshot.remark) == (SyncRun.Kind.INCREMENTAL, "")


def test_a_store_that_often_changes_a_lot_is_not_remarked_upon(read, catalogue, sandbox, snapshot):
    remarks = []
    for _ in range(3):
        for _ in range(60):
            catalogue.create("onSelling")
        sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
        remarks.append(read().snapshot.remark)

    assert remarks[0] != ""
    assert remarks[1:] == ["", ""]


def test_a_fall_that_the_second_reading_does_not_find_is_never_published(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("sub_account", method=LIST, times=4))

    run = read()

    assert (run.published, run.snapshot) == (False, snapshot)


@pytest.mark.parametrize("full", [False, True])
def test_a_token_that_lists_a_part_only_is_recognised_and_what_was_seen_is_said(
    read, store, catalogue, sandbox, snapshot, full
):
    assistant = sandbox.add_sub_account(sandbox.seller)
    connection = store.connection
    connection.access_token = assistant.access_token
    connection.save()

    run = read(full=full)

    assert run.error_kind == SyncRun.ErrorKind.UNPROVEN
    assert "AliExpress counts 300 on sale and lists" in run.error
    assert "the token may be that of a sub-account" in run.error
    assert "connect the store again with its main account" in run.error
    assert ListingSnapshot.objects.get() == snapshot
    assert Listing.objects.counted().count() == 400


def test_a_first_reading_has_no_history_to_be_outside_of(read, catalogue):
    assert read().snapshot.remark == ""


@pytest.mark.parametrize(
    ("history", "most"),
    [
        ([400], 50),  # nothing is usual yet: the floor
        ([1000, 1000, 1000], 100),  # a tenth
        ([400, 380, 400, 380], 160),  # eight times the usual step of twenty
        ([400, 399, 398, 397], 50),
        ([10_000, 9_000, 8_000], 8_000),
        ([10_000, 9_990, 8_000, 7_990, 7_980], 1_000),  # one great step is not the usual one
    ],
)
def test_what_is_likely_is_a_tenth_or_eight_times_the_usual_step(history, most):
    assert limit(history) == most


def test_a_store_that_often_changes_a_lot_is_remarked_upon_beyond_eight_times_that(
    read, catalogue, sandbox, snapshot
):
    for number in (10, 10, 90):
        for _ in range(number):
            catalogue.create("onSelling")
        sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
        newest = read().snapshot

    assert "Total rose by 90, from 420 to 510" in newest.remark
