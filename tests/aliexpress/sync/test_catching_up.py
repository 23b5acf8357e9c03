"""What was modified is read whole or not at all: the counts of statuses would not tell."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest

from aliexpress.lifecycle import State, state_of
from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox.faults.script import Fault
from aliexpress.sync.reading import modified_lists, pages
from tests.aliexpress.sync.conftest import pass_time

pytestmark = pytest.mark.django_db

FULL_PAGE = pages.PAGE_SIZE


@pytest.fixture
def three_a_page(monkeypatch, settings):
    """One call after another, so that something can happen between two pages."""
    settings.ALIEXPRESS_CONNECTIONS = 1
    monkeypatch.setattr(pages, "PAGE_SIZE", 3)


@pytest.fixture
def expired(catalogue):
    return [catalogue.create("offline", "expire_offline") for _ in range(8)]


@pytest.fixture
def before_page_2(sandbox):
    """Do this once, before page 2 of what was modified in a status is answered."""

    def do(status, act):
        def on(seen):
            if (seen.status, seen.page) == (status, 2) and "modified" in str(seen.parameters):
                sandbox.on_request = None
                pass_time(sandbox, seconds=2)
                act()

        sandbox.on_request = on

    return do


def take_down(sandbox, catalogue, product_ids) -> None:
    for product_id in product_ids:
        catalogue.take_down(product_id, "violate_offline")
        pass_time(sandbox, seconds=1)


def assert_exact(catalogue, run) -> None:
    """By the word: the status alone would agree."""
    assert run.status == SyncRun.Status.COMPLETE, run.error
    snapshot = run.snapshot
    truth = Counter(state_of(*words) for words in catalogue.truth().values())
    assert {state: n for state, n in snapshot.counts.items() if n} == truth
    assert snapshot.verdict == ListingSnapshot.Verdict.COMPLETE


def test_a_listing_modified_in_years_to_come_keeps_no_change_from_being_read(
    sandbox, catalogue, expired, read
):
    read()
    now = sandbox.clock.now()
    sandbox.clock.set(now + timedelta(days=3_650))
    catalogue.modify(catalogue.in_status("onSelling")[0])
    sandbox.clock.set(now + timedelta(minutes=5))
    read()
    pass_time(sandbox, minutes=5)
    take_down(sandbox, catalogue, expired[:1])

    run = read()

    assert_exact(catalogue, run)


def test_an_answer_that_lost_listings_it_counts_is_asked_for_again(
    sandbox, catalogue, expired, read
):
    read()
    pass_time(sandbox, minutes=5)
    take_down(sandbox, catalogue, expired[-3:])
    lost = Fault("missing_items", status="offline", page_size=FULL_PAGE, count=2, times=1)
    sandbox.faults.add(lost)

    run = read()

    assert_exact(catalogue, run)
    assert run.kind == SyncRun.Kind.INCREMENTAL


def test_a_listing_that_slides_past_a_page_while_one_leaves_is_not_missed(
    sandbox, catalogue, expired, read, three_a_page, before_page_2
):
    read()
    pass_time(sandbox, minutes=5)
    take_down(sandbox, catalogue, expired)
    before_page_2("offline", lambda: catalogue.renew(expired[-1]))

    run = read()

    assert sandbox.on_request is None
    assert_exact(catalogue, run)


def test_a_date_that_slides_past_a_page_is_not_missed_either(
    sandbox, catalogue, read, three_a_page, before_page_2
):
    on_sale = [catalogue.create("onSelling") for _ in range(8)]
    read()
    pass_time(sandbox, hours=20)
    read()
    before = dict(Listing.objects.values_list("product_id", "offline_at"))
    pass_time(sandbox, minutes=5)
    for product_id in on_sale:
        catalogue.renew(product_id)
        pass_time(sandbox, seconds=1)
    before_page_2("onSelling", lambda: catalogue.take_down(on_sale[-1]))

    run = read()

    assert sandbox.on_request is None
    assert run.kind == SyncRun.Kind.INCREMENTAL
    after = dict(Listing.objects.values_list("product_id", "offline_at"))
    assert [pid for pid in on_sale[:-1] if after[pid] == before[pid]] == []


def test_one_that_moves_between_two_lists_does_not_make_up_for_one_that_is_gone(
    sandbox, catalogue, expired, read, three_a_page
):
    read()
    catalogue.delete(expired[0])
    catalogue.approve(expired[1])
    looked: list[object] = []
    came: list[int] = []

    def act(seen):
        modified = "modified" in str(seen.parameters)
        if looked and not modified and not came:  # declared from now on
            came.append(catalogue.create("offline", "expire_offline"))
        elif came and modified and seen.status == "offline":  # the others are read already
            sandbox.on_request = None
            catalogue.approve(came[0])
        elif modified and seen.status == "offline":
            looked.append(seen)

    sandbox.on_request = act
    run = read()

    assert sandbox.on_request is None
    assert_exact(catalogue, run)
    assert run.kind == SyncRun.Kind.INCREMENTAL


def test_a_list_that_never_comes_whole_is_walked_instead(sandbox, catalogue, expired, read):
    read()
    pass_time(sandbox, minutes=5)
    catalogue.modify(catalogue.in_status("onSelling")[0])
    read()
    pass_time(sandbox, minutes=5)
    take_down(sandbox, catalogue, expired[-3:])
    tries = 1 + modified_lists.MOST_TRIES
    lost = Fault("missing_items", status="offline", page_size=FULL_PAGE, count=1, times=tries)
    sandbox.faults.add(lost)

    run = read()

    assert_exact(catalogue, run)
    evidence = {row["status"]: row["read"] for row in run.snapshot.evidence}
    assert evidence == {
        "onSelling": "incremental",
        "auditing": "incremental",
        "editingRequired": "incremental",
        "offline": "full",
    }


def test_a_shop_that_never_stands_still_is_caught_up_with_and_not_walked(
    sandbox, catalogue, read, three_a_page, monkeypatch
):
    monkeypatch.setattr(pages, "PAGE_SIZE", 10)
    on_sale = [catalogue.create("onSelling") for _ in range(100)]
    pass_time(sandbox, minutes=5)
    catalogue.modify(on_sale[-1])
    read()
    pass_time(sandbox, minutes=5)
    for product_id in on_sale[:24]:
        catalogue.modify(product_id)
        pass_time(sandbox, seconds=1)
    catalogue.take_down(on_sale[0])
    others = itertools.cycle(on_sale[24:-1])

    def modify_another(_seen):
        pass_time(sandbox, seconds=1)
        catalogue.modify(next(others))

    sandbox.on_request = modify_another
    run = read()

    assert_exact(catalogue, run)
    assert {row["read"] for row in run.snapshot.evidence} == {"incremental"}


@pytest.mark.parametrize("short", [-1, -2])
def test_pages_aliexpress_does_not_count_are_read_all_the_same(
    sandbox, catalogue, read, monkeypatch, short
):
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    sandbox.faults.add(Fault("page_count_changes", status="onSelling", delta=short, page_size=2))

    assert_exact(catalogue, read())

    snapshot = ListingSnapshot.objects.get()
    assert (snapshot.total_count, snapshot.counts[State.ACTIVE]) == (12, 6)


@pytest.mark.parametrize("modified", ["yesterday", "zzz", "soon 9999"])
def test_a_moment_that_is_none_sets_no_mark(sandbox, catalogue, read, modified):
    catalogue.create("auditing", fields={"gmt_modified": modified})
    read()
    pass_time(sandbox, minutes=5)
    catalogue.approve(catalogue.in_status("auditing")[0])

    assert_exact(catalogue, read())


def test_a_word_no_database_takes_is_kept_without_what_it_does_not_take(sandbox, catalogue, read):
    read()
    pass_time(sandbox, minutes=5)
    catalogue.move(sorted(catalogue.truth())[0], "fro\x00zen")

    run = read()

    assert run.status == SyncRun.Status.COMPLETE, run.error
    assert Listing.objects.filter(status="frozen").count() == 1
    assert run.snapshot.counts[State.UNMAPPED] == 1


def test_a_failure_is_told_though_the_answer_held_what_no_database_takes(
    sandbox, catalogue, read, monkeypatch
):
    monkeypatch.setattr("aliexpress.sandbox.methods.lists.NOT_PRODUCTS", ("nul \x00 inside",))
    sandbox.faults.add(Fault("not_products", status="onSelling"))
    sandbox.faults.add(Fault("declared_wrong", status="onSelling"))

    run = read()

    assert (run.status, run.error_kind) == (SyncRun.Status.FAILED, SyncRun.ErrorKind.UNPROVEN)
    assert "nul   inside" in run.error
