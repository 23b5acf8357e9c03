"""A fall nobody should believe at once is looked at again, over real minutes, before it is."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.sandbox import Fault
from aliexpress.sync import schedule
from tests.aliexpress.sync.conftest import pass_time

LIST = "findproductinfolistquery"
LOOKING = SyncRun.ErrorKind.LOOKING_AGAIN


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, {"onSelling": 300, "auditing": 70, "editingRequired": 30})
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def only_lists(sandbox):
    permit_only_lists(sandbox)


def permit_only_lists(sandbox):
    """The app may call nothing but list methods."""
    sandbox.faults.clear()
    for method in ("offer.product.query", "merchant.profile.get"):
        sandbox.faults.add(
            Fault("error_response", method=method, code="InsufficientPermission", message="No.")
        )


@pytest.fixture
def snapshot(read, catalogue, only_lists, sandbox):
    snapshot = read().snapshot
    pass_time(sandbox, minutes=5)
    return snapshot


def say_nothing_of(sandbox, *statuses):
    return [sandbox.faults.add(Fault("empty_list", method=LIST, status=one)) for one in statuses]


EVERYTHING = ("onSelling", "auditing", "editingRequired", "offline")


@pytest.mark.parametrize(
    ("statuses", "left"),
    [
        (EVERYTHING, 0),
        (["auditing"], 330),
        pytest.param(["onSelling"], 100, marks=pytest.mark.thorough),
        pytest.param(["editingRequired"], 370, marks=pytest.mark.thorough),
    ],
)
def test_a_list_of_none_for_a_minute_is_never_published(read, sandbox, snapshot, statuses, left):
    say_nothing_of(sandbox, *statuses)

    runs = [read()]
    pass_time(sandbox, seconds=1)
    runs.append(read())
    pass_time(sandbox, seconds=59)
    runs.append(read())
    sandbox.faults.clear()
    pass_time(sandbox, minutes=2)

    assert {run.error_kind for run in runs} == {LOOKING}
    assert f"AliExpress lists {left} listings now, where 400 were counted" in runs[0].error
    assert read().snapshot == snapshot
    assert ListingSnapshot.objects.get().total_count == 400
    assert Listing.objects.counted().count() == 400


def test_it_says_meanwhile_what_was_seen_how_often_and_what_comes_next(read, sandbox, snapshot):
    say_nothing_of(sandbox, *EVERYTHING)

    first = read()
    pass_time(sandbox, minutes=2)
    second = read()

    assert "this was look 1, the next comes in 2 minutes" in first.error
    assert "this was look 2" in second.error
    assert "Until then the number is as it was last read." in first.error


def test_the_store_is_warned_of_until_it_is_read_right_again(read, sandbox, snapshot, store):
    say_nothing_of(sandbox, *EVERYTHING)
    run = read()

    def warnings():
        watched = with_their_state(Store.objects.filter(pk=store.pk)).get()
        return warnings_of(watched, at=sandbox.clock.now())

    assert run.error in warnings()
    permit_only_lists(sandbox)
    read()
    assert warnings() == []


def test_the_store_comes_due_again_after_minutes_and_no_worker_waits(
    read, sandbox, snapshot, store
):
    say_nothing_of(sandbox, *EVERYTHING)

    run = read()
    pass_time(sandbox, minutes=2)
    read()

    due_at = Store.objects.get(pk=store.pk).next_due_at
    assert run.retry_at - run.finished_at == timedelta(minutes=2)
    assert due_at == sandbox.clock.now() + timedelta(minutes=2)
    assert not schedule.start_due(at=due_at - timedelta(seconds=1))
    assert schedule.start_due(at=due_at)


def test_a_fall_seen_three_times_over_minutes_is_published_and_marked(read, sandbox, snapshot):
    say_nothing_of(sandbox, *EVERYTHING)

    for _ in range(2):
        assert read().error_kind == LOOKING
        pass_time(sandbox, minutes=2)
    run = read()

    assert run.error == ""
    assert run.snapshot.total_count == 0
    assert "Total fell by 400, from 400 to 0" in run.snapshot.remark
    assert run.snapshot.remark.endswith(
        "It was looked at 3 times over several minutes, and it stands."
    )
    assert run.request_count < 200


def test_three_looks_within_a_minute_are_not_enough(read, sandbox, snapshot):
    say_nothing_of(sandbox, *EVERYTHING)

    for _ in range(5):
        assert read().error_kind == LOOKING
        pass_time(sandbox, seconds=10)


def test_two_looks_are_not_enough_however_far_apart(read, sandbox, snapshot):
    say_nothing_of(sandbox, *EVERYTHING)
    read()
    pass_time(sandbox, hours=3)

    assert read().error_kind == LOOKING


def test_a_look_that_finds_them_all_begins_anew(read, sandbox, snapshot):
    say_nothing_of(sandbox, *EVERYTHING)
    for _ in range(2):
        read()
        pass_time(sandbox, minutes=3)
    permit_only_lists(sandbox)
    assert read().error == ""
    pass_time(sandbox, minutes=3)
    say_nothing_of(sandbox, *EVERYTHING)

    run = read()

    assert "this was look 1" in run.error
