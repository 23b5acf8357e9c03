"""One listing in two lists: counted once, by a stated rule, named, and never asked for by the
thousand."""

from dataclasses import replace

import pytest

from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sync.reading.lists import Reader
from tests.aliexpress.sync.conftest import pass_time

LIST = "findproductinfolistquery"
DETAIL = "offer.product.query"


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, {"onSelling": 60, "auditing": 40})
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def in_two_lists(sandbox, catalogue):
    """So many listings that are on sale stand in the list of another status too. Returns them."""

    def add(number, status="auditing"):
        sandbox.faults.add(
            Fault("also_listed", method=LIST, status=status, word="onSelling", count=number)
        )

    return add


def rows_of(snapshot):
    return {row["status"]: row for row in snapshot.evidence}


@pytest.mark.parametrize("number", [1, 4])
def test_a_first_reading_counts_it_once_and_publishes_both_numbers(read, in_two_lists, number):
    in_two_lists(number)

    run = read()

    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (100, "disputed")
    assert (run.snapshot.active_count, run.snapshot.auditing_count) == (60, 40)
    auditing = rows_of(run.snapshot)["auditing"]
    assert (auditing["declared"], auditing["listed"]) == (40 + number, 40)
    assert len(auditing["elsewhere"]) == number


def test_it_is_named_with_both_lists_and_with_what_it_counts_as(read, in_two_lists):
    in_two_lists(1)

    snapshot = read().snapshot

    product_id = rows_of(snapshot)["auditing"]["elsewhere"][0]
    assert Listing.objects.get(product_id=product_id).status == "onSelling"
    assert (
        f"AliExpress lists {product_id} under onSelling and under auditing; it is counted once, "
        "as onSelling." in snapshot.remark
    )


@pytest.mark.parametrize("full", [True, False])
def test_it_is_named_and_disputed_though_the_declared_counts_add_up(
    read, in_two_lists, sandbox, full
):
    """AliExpress declares it once, and lists it twice."""
    in_two_lists(1)
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="auditing", delta=-1))
    snapshot = read().snapshot

    auditing = rows_of(snapshot)["auditing"]
    assert (auditing["declared"], auditing["listed"]) == (40, 40)
    assert (snapshot.total_count, snapshot.verdict) == (100, "disputed")
    assert f"AliExpress lists {auditing['elsewhere'][0]} under onSelling" in snapshot.remark
    pass_time(sandbox, minutes=5)
    assert read(full=full).snapshot == snapshot

    sandbox.faults.clear()
    pass_time(sandbox, hours=25)
    assert read().snapshot.verdict == "complete"


def test_it_is_disputed_where_a_later_reading_meets_it_and_the_counts_add_up(
    read, in_two_lists, sandbox, catalogue
):
    read()
    pass_time(sandbox, minutes=5)
    in_two_lists(1)
    sandbox.faults.add(Fault("declared_wrong", method=LIST, status="auditing", delta=-1))
    for product_id in catalogue.in_status("onSelling"):
        catalogue.modify(product_id)

    snapshot = read().snapshot

    assert (snapshot.total_count, snapshot.verdict) == (100, "disputed")
    assert "under onSelling and under auditing" in snapshot.remark


def test_one_that_left_a_list_while_it_was_read_is_in_one_list_alone(read, sandbox, catalogue):
    """Though its moment of modification stayed as it was."""
    walk = Fault("also_listed", LIST, status="auditing", page_size=99, times=1, word="onSelling")
    sandbox.faults.add(walk)
    sandbox.faults.add(replace(walk, kind="declared_wrong", delta=-1))

    snapshot = read().snapshot

    assert (snapshot.total_count, snapshot.verdict) == (100, "complete")


@pytest.mark.parametrize("seconds", [0, 5])
def test_one_that_moves_between_two_lists_while_they_are_read_is_no_dispute(
    read, sandbox, catalogue, monkeypatch, seconds
):
    """Whether its second sighting is of a later moment or, within a second, of the same."""
    product_id = catalogue.in_status("auditing")[0]
    catalogue.modify(product_id)
    walked = Reader.walk

    def move_between(reader, keys):
        for key in sorted(keys):
            walked(reader, [key])
            if product_id in catalogue.in_status("auditing"):
                pass_time(sandbox, seconds=seconds)
                catalogue.approve(product_id)

    monkeypatch.setattr(Reader, "walk", move_between)

    snapshot = read(full=True).snapshot

    assert (snapshot.total_count, snapshot.verdict) == (100, "complete")
    assert snapshot.moved_count
    assert "elsewhere" not in rows_of(snapshot)["auditing"]


def test_a_later_reading_that_meets_it_publishes_it_disputed_too(read, in_two_lists, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    in_two_lists(1)

    run = read()

    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (100, "disputed")


def test_a_store_with_one_is_confirmed_at_the_usual_cost(read, in_two_lists, sandbox):
    in_two_lists(1)
    snapshot = read().snapshot
    pass_time(sandbox, minutes=5)

    run = read()

    assert (run.snapshot, run.published) == (snapshot, False)
    assert run.request_count <= 8


def test_one_that_was_modified_last_costs_no_more(read, in_two_lists, sandbox, catalogue):
    in_two_lists(1)
    read()
    product_id = rows_of(ListingSnapshot.objects.get())["auditing"]["elsewhere"][0]
    pass_time(sandbox, minutes=5)
    catalogue.modify(product_id)
    read()
    pass_time(sandbox, minutes=5)

    run = read()

    assert run.request_count <= 8
    assert run.snapshot.total_count == 100


def test_a_full_reading_of_a_store_with_one_says_the_same(read, in_two_lists, sandbox):
    in_two_lists(2)
    snapshot = read().snapshot
    pass_time(sandbox, hours=25)

    run = read()

    assert (run.error, run.snapshot) == ("", snapshot)
    assert not [seen for seen in sandbox.requests if seen.method.endswith(DETAIL)][4:]


def test_other_listings_go_on_being_counted(read, in_two_lists, sandbox, catalogue):
    in_two_lists(1)
    read()
    pass_time(sandbox, minutes=5)
    catalogue.approve(catalogue.in_status("auditing")[0])
    catalogue.create("onSelling")

    run = read()

    assert run.error == ""
    assert (run.snapshot.total_count, run.snapshot.verdict) == (101, "disputed")
    assert rows_of(run.snapshot)["auditing"]["elsewhere"]
    assert "it is counted once" in run.snapshot.remark


def test_once_it_stands_in_one_list_alone_the_count_is_complete(read, in_two_lists, sandbox):
    in_two_lists(1)
    read()
    sandbox.faults.clear()
    pass_time(sandbox, minutes=5)

    run = read()

    assert (run.snapshot.total_count, run.snapshot.verdict) == (100, "complete")
    assert "elsewhere" not in rows_of(run.snapshot)["auditing"]


@pytest.mark.parametrize("was_read", [False, True])
def test_lists_that_are_all_the_same_cost_a_bounded_number_of_calls(
    read, sandbox, catalogue, was_read
):
    sandbox.fill(sandbox.seller, {"onSelling": 420})
    if was_read:
        read()
        pass_time(sandbox, minutes=5)
    sandbox.requests.clear()
    sandbox.faults.add(Fault("same_list", method=LIST, word="onSelling"))

    run = read(full=was_read)

    assert not run.published
    assert run.error_kind == SyncRun.ErrorKind.UNPROVEN
    assert run.request_count <= 200
    assert (
        "listings in more than one list (auditing, editingRequired, offline, onSelling: 1005"
        in (run.error)
    )
    assert "unchanged" not in run.error
    assert not [seen for seen in sandbox.requests if seen.method.endswith(DETAIL)][50:]
