"""Lists and counts that lie each time, or name what is no listing."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from tests.aliexpress.sync.faults.kinds_of_fault import LIST, PHASES, assert_exact


@pytest.mark.parametrize("declared", [250, 0])
def test_a_list_that_is_lost_each_time_is_no_proof_of_its_being_empty(
    read, catalogue, sandbox, declared
):
    lost = {"result": {"success": True, "product_count": declared, "total_page": 0}}
    sandbox.faults.add(
        Fault("bad_shape", method=LIST, status="onSelling", page_size=99, shape=lost)
    )

    run = read()

    assert run.error_kind == SyncRun.ErrorKind.UNPROVEN
    assert "onSelling: declared 250, listed 0" in run.error
    assert not ListingSnapshot.objects.exists()


def test_what_is_listed_and_is_no_listing_is_named(read, catalogue, sandbox):
    sandbox.faults.add(Fault("not_products", **PHASES["middle page"]))

    run = read()

    assert run.snapshot.total_count == 300
    assert "no listing, and it is not counted" in run.snapshot.remark


def test_a_page_count_that_changes_midway_loses_nothing(read, catalogue, sandbox, snapshot):
    sandbox.faults.add(Fault("page_count_changes", delta=-1, times=1, **PHASES["first page"]))

    run = read(full=True)

    assert_exact(run, catalogue)


def test_a_count_that_lies_all_the_time_is_published_as_disputed_with_both_numbers(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))

    run = read(full=True)

    row = next(row for row in run.snapshot.evidence if row["status"] == "onSelling")
    assert run.snapshot.verdict == "disputed"
    assert (row["declared"], row["listed"]) == (262, 260)
    assert run.snapshot.active_count == 260


def test_a_dispute_that_stays_is_confirmed_and_not_read_in_full_each_time(
    read, catalogue, sandbox, snapshot
):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))
    disputed = read(full=True).snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))

    run = read()

    assert (run.snapshot, run.published) == (disputed, False)
    assert run.request_count <= 8


def test_a_dispute_that_is_over_is_published_as_complete(read, catalogue, sandbox, snapshot):
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="onSelling", delta=2))
    read(full=True)
    sandbox.faults.clear()

    run = read()

    assert_exact(run, catalogue)


@pytest.mark.parametrize("full", [True, False])
def test_listings_with_hostile_words_are_counted_like_any_other(
    read, catalogue, sandbox, snapshot, full
):
    sandbox.faults.add(Fault("hostile_items", method=LIST, page_size=99))

    run = read(full=full)

    assert run.error == ""
    assert run.snapshot.total_count == 299


@pytest.mark.parametrize(
    ("kind", "phase"),
    [
        ("lost_page", "middle page"),
        ("lost_page", "last page"),
        ("repeated_page", "middle page"),
        ("repeated_page", "last page"),
        ("missing_items", "middle page"),
    ],
)
def test_the_first_reading_of_a_store_waits_until_its_lists_are_whole(
    read, catalogue, sandbox, kind, phase
):
    fault = sandbox.faults.add(Fault(kind, **PHASES[phase]))

    run = read()

    assert fault.fired
    assert run.status == SyncRun.Status.FAILED
    assert not ListingSnapshot.objects.exists()
