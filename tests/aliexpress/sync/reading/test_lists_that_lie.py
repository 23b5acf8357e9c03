"""A list is what was listed, not what was declared: it ends right, or nothing is published."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault

LIST = "findproductinfolistquery"
OTHERS = {"auditing": 3, "editingRequired": 1}


@pytest.fixture
def fill(sandbox):
    def fill_status(number, status="onSelling"):
        sandbox.fill(sandbox.seller, OTHERS | {status: number})
        return number + sum(n for name, n in OTHERS.items() if name != status)

    return fill_status


@pytest.fixture
def lie(sandbox):
    def add(kind, **more):
        return sandbox.faults.add(Fault(kind, method=LIST, status="onSelling", **more))

    return add


def proof_of(snapshot, status):
    row = next(row for row in snapshot.evidence if row["status"] == status)
    return row["declared"], row["listed"]


@pytest.mark.parametrize(("there", "declared"), [(300, 293), (524, 300), (297, 99), (199, 0)])
def test_a_count_that_is_capped_ends_no_list(read, fill, lie, there, declared):
    total = fill(there)
    lie("count_capped", count=declared)

    run = read()

    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (total, "disputed")
    assert proof_of(run.snapshot, "onSelling") == (declared, there)
    assert Listing.objects.counted().count() == total


@pytest.mark.parametrize("size", [50, 20, 30, 64])
def test_a_page_size_that_is_cut_in_silence_loses_nothing(read, fill, lie, size):
    total = fill(590)
    lie("page_size_cut", count=size)

    run = read()

    assert (run.snapshot.total_count, run.snapshot.verdict) == (total, "complete")


@pytest.mark.parametrize("there", [254, 99, 198, 100])
def test_counts_that_are_those_of_the_page_end_no_list(read, fill, lie, there):
    total = fill(there)
    lie("counts_of_the_page")

    assert read().snapshot.total_count == total


def test_counts_of_a_page_that_is_cut_as_well_end_no_list(read, fill, lie):
    total = fill(254)
    lie("page_size_cut", count=50)
    lie("counts_of_the_page")

    assert read().snapshot.total_count == total


@pytest.mark.parametrize("pages", [1, 3, 5])
def test_a_first_reading_whose_pages_end_too_soon_publishes_nothing(read, fill, lie, pages):
    fill(524)
    lie("pages_capped", count=pages)

    run = read()

    assert run.error_kind == SyncRun.ErrorKind.UNPROVEN
    assert f"onSelling: declared 524, listed {99 * pages}" in run.error
    assert "unchanged" not in run.error
    assert not ListingSnapshot.objects.exists()


def test_a_list_that_is_cut_off_later_leaves_the_last_number(read, fill, lie, sandbox):
    total = fill(524)
    first = read().snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    lie("pages_capped", count=3)

    run = read(full=True)

    assert not run.published
    assert ListingSnapshot.objects.get() == first
    assert Listing.objects.counted().count() == total


@pytest.mark.parametrize("there", [198, 150, 40])
def test_pages_beyond_the_end_that_show_the_last_again_are_no_listings(read, fill, lie, there):
    total = fill(there)
    lie("repeated_end")

    run = read()

    assert (run.snapshot.total_count, run.snapshot.verdict) == (total, "complete")
    assert proof_of(run.snapshot, "onSelling") == (there, there)


@pytest.mark.parametrize("kind", ["count_capped", "page_size_cut", "counts_of_the_page"])
def test_a_lie_that_stays_is_told_the_same_at_every_run(read, fill, lie, sandbox, kind):
    total = fill(310)
    lie(kind, count=50)
    snapshot = read().snapshot
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    sandbox.catalogue(sandbox.seller).create("onSelling")

    run = read()

    assert (snapshot.total_count, run.snapshot.total_count) == (total, total + 1)


@pytest.mark.parametrize("there", [99, 98, 100])
def test_one_page_is_asked_beyond_a_full_last_page(read, fill, sandbox, there):
    fill(there)

    read()

    pages = [
        seen.page
        for seen in sandbox.requests
        if (seen.status, seen.page_size) == ("onSelling", 99)
        and "gmt_modified_start" not in seen.parameters
    ]
    assert pages == ([1] if there == 98 else [1, 2])


def test_a_store_without_listings_is_read_and_complete(read, sandbox):
    run = read()

    assert (run.error, run.snapshot.total_count) == ("", 0)
