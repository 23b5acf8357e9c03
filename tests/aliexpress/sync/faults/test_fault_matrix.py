"""Each fault in each phase of a sync: before, the reading stands; after, it stands or is exact.

Over real HTTP against the sandbox. A fault that stays leaves the last snapshot as it was and says
so in the run; a fault that passes is waited out within the run's patience.
"""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, SyncRun
from aliexpress.sandbox import Fault
from tests.aliexpress.sync.conftest import moved_to, read_first
from tests.aliexpress.sync.faults.conftest import THREE_HUNDRED, time_goes_on
from tests.aliexpress.sync.faults.kinds_of_fault import (
    FAILURES,
    GATEWAY,
    LIES,
    PHASES,
    REFUSALS,
    WIRE,
    assert_exact,
    assert_nothing_was_published,
)
from tests.thorough import first_always, matrix


@pytest.fixture(scope="module")
def read_once(module_db):
    """What all of them begin with."""
    return read_first(THREE_HUNDRED)


@pytest.fixture
def store(db, sandbox, read_once):
    return moved_to(sandbox, read_once)


@pytest.fixture
def snapshot(store, sandbox, catalogue, read_once):
    time_goes_on(sandbox, catalogue)
    return ListingSnapshot.objects.get(pk=read_once.snapshot_id)


@pytest.mark.parametrize(("kind", "phase"), matrix([*WIRE, *GATEWAY], PHASES))
def test_while_aliexpress_is_unavailable_the_reading_stands(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, seconds=0.1, **PHASES[phase]))

    run = read(full=True)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.UNAVAILABLE


@pytest.mark.parametrize(("refusal", "phase"), matrix(REFUSALS, PHASES))
def test_what_aliexpress_refuses_stops_the_run_at_once(
    read, catalogue, sandbox, snapshot, refusal, phase
):
    fault = sandbox.faults.add(Fault(**REFUSALS[refusal], **PHASES[phase]))

    run = read(full=True, patience=30)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert fault.fired <= 8  # the calls that were under way together; none was repeated


@pytest.mark.parametrize(
    ("failure", "phase"),
    matrix(FAILURES, [phase for phase in PHASES if phase != "one product singly"]),
)
def test_a_call_that_always_fails_leaves_the_reading_as_it_was_and_the_store_on_its_turn(
    read, catalogue, sandbox, snapshot, failure, phase
):
    sandbox.faults.add(Fault(**FAILURES[failure], **PHASES[phase]))

    run = read(full=True)

    assert_nothing_was_published(run, snapshot)
    assert run.error_kind == SyncRun.ErrorKind.UNAVAILABLE
    assert run.retry_at - run.finished_at <= timedelta(seconds=60)


@pytest.mark.parametrize(("failure", "phase"), matrix(FAILURES, PHASES))
def test_a_call_that_fails_once_is_made_again_in_the_run(
    read, catalogue, sandbox, snapshot, failure, phase
):
    sandbox.faults.add(Fault(**FAILURES[failure], times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


@pytest.mark.parametrize(
    ("kind", "phase"), matrix(LIES, ["first page", "middle page", "last page"])
)
def test_what_a_list_leaves_out_is_asked_for_singly_or_nothing_is_published(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, **PHASES[phase]))

    run = read(full=True)

    if run.status == SyncRun.Status.FAILED:
        assert_nothing_was_published(run, snapshot)
    else:
        assert_exact(run, catalogue)


@pytest.mark.parametrize(("kind", "phase"), matrix([*WIRE, *GATEWAY], PHASES))
def test_a_fault_that_passes_is_waited_out(read, catalogue, sandbox, snapshot, kind, phase):
    sandbox.faults.add(Fault(kind, seconds=0.1, times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


@pytest.mark.parametrize(
    ("kind", "phase"), matrix(LIES, ["first page", "middle page", "last page"])
)
def test_a_page_that_was_not_whole_once_is_read_again(
    read, catalogue, sandbox, snapshot, kind, phase
):
    sandbox.faults.add(Fault(kind, times=1, **PHASES[phase]))

    run = read(full=True, patience=20)

    assert_exact(run, catalogue)


@pytest.mark.parametrize("phase", first_always(PHASES))
def test_after_any_fault_the_next_sync_mends_everything(read, catalogue, sandbox, snapshot, phase):
    sandbox.faults.add(Fault("http_503", **PHASES[phase]))
    read(full=True)
    sandbox.faults.clear()

    run = read()

    assert_exact(run, catalogue)
