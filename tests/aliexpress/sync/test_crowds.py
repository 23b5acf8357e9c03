"""Listings that share a moment, and drafts, are read however many there are, at the usual cost."""

import json

import pytest

from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun
from tests.aliexpress.sync.conftest import pass_time

Kind = SyncRun.Kind
USUAL = 8  # calls of a confirmation: two a status


@pytest.fixture
def crowd(sandbox, catalogue):
    """A great many listings that were modified in the same second, the newest of all."""
    return [catalogue.create("onSelling") for _ in range(1_300)]


def test_a_crowd_that_bears_the_newest_moment_is_confirmed_at_the_usual_cost(read, sandbox, crowd):
    read()

    for _ in range(3):
        pass_time(sandbox, minutes=5)
        run = read()
        assert (run.kind, run.error) == (Kind.CONFIRM, "")
        assert run.request_count <= USUAL


@pytest.mark.parametrize("number", [99, 100, 198])
def test_so_is_a_crowd_of_a_page_or_two(read, sandbox, catalogue, number):
    for _ in range(number):
        catalogue.create("auditing")
    read()
    pass_time(sandbox, minutes=5)

    assert read().request_count <= USUAL


def test_a_crowd_that_was_modified_together_later_is_confirmed_at_the_usual_cost(
    read, sandbox, catalogue, crowd
):
    read()
    pass_time(sandbox, minutes=5)
    for product_id in crowd:
        catalogue.modify(product_id)
    read()
    pass_time(sandbox, minutes=5)

    run = read()

    assert (run.kind, run.error) == (Kind.CONFIRM, "")
    assert run.request_count <= USUAL


def test_whatever_one_of_a_crowd_does_next_is_read(read, sandbox, catalogue, crowd):
    read()
    for act in (catalogue.take_down, catalogue.modify, catalogue.delete):
        pass_time(sandbox, minutes=5)
        act(crowd.pop())
        assert read().error == ""

    counted = Listing.objects.counted()
    assert {one.product_id: (one.status, one.offline_reason) for one in counted} == (
        catalogue.truth()
    )


def test_what_another_listing_does_beside_a_crowd_is_read_as_well(read, sandbox, catalogue, crowd):
    read()
    pass_time(sandbox, minutes=5)
    catalogue.approve(catalogue.in_status("auditing")[0])

    run = read()

    assert (run.kind, run.snapshot.active_count) == (Kind.INCREMENTAL, 1_307)


@pytest.mark.parametrize("number", [3, 20, 21, 99, 250])
def test_drafts_are_counted_however_many_there_are(read, sandbox, store, catalogue, number):
    Store.objects.filter(pk=store.pk).update(counts_drafts=True)
    for _ in range(number):
        catalogue.create_draft()

    run = read()

    assert run.error == ""
    assert (run.snapshot.draft_count, run.snapshot.total_count) == (number, 12 + number)
    asked = [seen for seen in sandbox.requests if seen.status == "draft"]
    assert {json.dumps(sorted(seen.parameters)) for seen in asked} == {
        '["current_page", "page_size"]'
    }
    pass_time(sandbox, minutes=5)
    assert read().snapshot == ListingSnapshot.objects.get()
