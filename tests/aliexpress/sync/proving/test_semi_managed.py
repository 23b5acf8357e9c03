"""Listings marked semi-managed are held against AliExpress's own list of those, and never added."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing
from aliexpress.sandbox import Fault
from aliexpress.sandbox.aliexpress_words import JOINED_LIST, SOLUTION_LIST


@pytest.fixture
def catalogue(sandbox):
    """Of 60 listings six or so are semi-managed."""
    sandbox.fill(sandbox.seller, {"onSelling": 50, "auditing": 6, "offline": 4})
    return sandbox.catalogue()


def row_of(snapshot):
    return next((row for row in snapshot.evidence if row["status"] == "semi-managed"), None)


def marked():
    found = Listing.objects.filter(product_type="POP_CHOICE").values_list("product_id", flat=True)
    assert found
    return sorted(found)


def calls(sandbox):
    return sum(seen.method == JOINED_LIST for seen in sandbox.requests)


def lists(sandbox, product_ids):
    """AliExpress's own list holds these."""
    shape = {
        "result": {
            "success": True,
            "total_item": len(product_ids),
            "pop_choice_product_list": [{"product_id": one} for one in product_ids],
        }
    }
    sandbox.faults.add(Fault("bad_shape", method=JOINED_LIST, shape=shape))


def test_where_both_name_as_many_a_pop_store_says_nothing_and_asks_once_a_day(
    read, sandbox, catalogue
):
    read()
    assert calls(sandbox) == 0
    run = read(full=True)
    read()

    assert (run.snapshot.verdict, row_of(run.snapshot), run.snapshot.remark) == (
        "complete",
        None,
        "",
    )
    assert calls(sandbox) == 1


def test_a_store_without_semi_managed_listings_is_not_asked_for_any(read, sandbox):
    sandbox.fill(sandbox.add_shop("choice", name="CN"), {"ONLINE": 3})

    assert row_of(read().snapshot) is None
    assert calls(sandbox) == 0


def test_an_account_of_several_shops_is_compared_at_once_and_its_row_names_the_pop_shop(
    read, sandbox, catalogue
):
    sandbox.fill(sandbox.add_shop("choice", name="CN"), {"ONLINE": 3})
    assert row_of(read().snapshot) is None
    sandbox.faults.add(Fault("joined_elsewhere", method=JOINED_LIST))

    snapshot = read(full=True).snapshot

    assert row_of(snapshot)["shop"] == sandbox.seller.seller_id
    assert snapshot.total_count == sum(row["listed"] for row in snapshot.evidence) == 63


def test_what_joined_and_is_in_no_list_is_in_dispute_and_not_added(read, sandbox, catalogue):
    sandbox.faults.add(Fault("joined_elsewhere", method=JOINED_LIST, count=2))
    read()

    snapshot = read(full=True).snapshot

    row = row_of(snapshot)
    assert (snapshot.total_count, snapshot.verdict) == (60, "disputed")
    assert (row["joined"], row["marked"]) == (len(marked()) + 2, len(marked()))
    assert row["in_no_list_count"] == len(row["in_no_list"]) == 2
    assert str(row["in_no_list"][0]) in snapshot.remark
    assert "they are not counted" in snapshot.remark


def test_the_dispute_stays_until_the_lists_are_compared_again(read, sandbox, catalogue):
    sandbox.faults.add(Fault("joined_elsewhere", method=JOINED_LIST))
    read()
    first = read(full=True).snapshot
    sandbox.faults.clear()
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))

    same = read()
    sandbox.clock.set(sandbox.clock.now() + timedelta(hours=25))
    later = read()

    assert (same.published, same.snapshot) == (False, first)
    assert (later.snapshot.verdict, later.snapshot.remark) == ("complete", "")


def test_listings_the_two_mark_differently_are_named_and_nothing_is_in_dispute(
    read, sandbox, catalogue
):
    read()
    first, *rest = marked()
    other = Listing.objects.filter(product_type="POP").values_list("product_id", flat=True)[:2]
    lists(sandbox, [*rest, *other])

    snapshot = read(full=True).snapshot

    row = row_of(snapshot)
    assert (snapshot.total_count, snapshot.verdict) == (60, "complete")
    assert (row["not_joined"], row["not_marked"]) == ([first], sorted(other))


def test_what_was_removed_since_is_no_difference(read, sandbox, catalogue):
    read()
    gone = catalogue.in_status("auditing")[0]
    catalogue.delete(gone)
    lists(sandbox, [*marked(), gone])

    snapshot = read(full=True).snapshot

    assert (snapshot.total_count, snapshot.verdict) == (59, "complete")


@pytest.mark.parametrize("kind", ["http_503", "html", "success_false", "bad_shape", "throttled"])
def test_a_list_that_does_not_answer_keeps_no_number_back(read, sandbox, catalogue, kind):
    sandbox.faults.add(Fault(kind, method=JOINED_LIST, seconds=0.1, shape=[]))
    read()

    snapshot = read(full=True).snapshot

    assert (snapshot.total_count, snapshot.verdict, row_of(snapshot)) == (60, "complete", None)


def test_without_marks_only_what_is_in_no_list_tells(read, sandbox, catalogue):
    sandbox.seller.list_methods = frozenset({SOLUTION_LIST})
    lists(sandbox, [catalogue.in_status("onSelling")[0], 1_005_999])
    read()

    snapshot = read(full=True).snapshot

    row = row_of(snapshot)
    assert (snapshot.verdict, row["marked"], row["in_no_list"]) == ("disputed", None, [1_005_999])
