"""What moved since the last snapshot, written once: into a state, out of one, gone."""

from datetime import timedelta

import pytest

from aliexpress.lifecycle import State
from aliexpress.models import (
    Listing,
    ListingSnapshot,
    SyncRun,
    Transition,
)
from tests.aliexpress.sync.conftest import counts, pass_time
from tests.moments import NOON

Kind = SyncRun.Kind


def test_the_first_snapshot_has_no_movements(read, catalogue):
    read()

    assert not Transition.objects.exists()


def test_a_move_is_read_incrementally_and_written_as_a_transition(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    product_id = next(pid for pid, (status, _) in catalogue.truth().items() if status == "auditing")
    catalogue.approve(product_id)

    run = read()

    move = Transition.objects.get()
    assert (run.kind, counts(run.snapshot)) == (
        Kind.INCREMENTAL,
        {"active": 7, "auditing": 2, "rejected": 2, "expired": 1},
    )
    assert (move.listing.product_id, move.from_state, move.to_state) == (
        product_id,
        State.AUDITING,
        State.ACTIVE,
    )
    assert (move.after_at, move.by_at) == (NOON, NOON + timedelta(minutes=5))


def test_a_listing_that_appeared_has_no_state_it_came_from(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    product_id = catalogue.create()

    read()

    move = Transition.objects.get()
    assert (move.listing.product_id, move.from_state, move.to_state) == (
        product_id,
        None,
        State.AUDITING,
    )


def test_a_listing_that_is_gone_keeps_its_row_and_leaves_the_count(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    product_id = next(pid for pid, (status, _) in catalogue.truth().items() if status == "offline")
    catalogue.delete(product_id)

    run = read()

    listing = Listing.objects.get(product_id=product_id)
    assert run.snapshot.total_count == 11
    assert listing.gone_at == NOON + timedelta(minutes=5)
    assert Transition.objects.get().to_state is None


def test_a_listing_missing_from_its_list_is_asked_for_before_it_is_called_gone(
    read, catalogue, sandbox
):
    read()
    pass_time(sandbox, minutes=5)
    product_id = next(pid for pid, (status, _) in catalogue.truth().items() if status == "offline")
    catalogue.delete(product_id)

    read()

    assert any(seen.method.endswith("offer.product.query") for seen in sandbox.requests)


def test_a_listing_gone_before_the_read_did_not_move_during_it(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)
    product_id = next(pid for pid, (status, _) in catalogue.truth().items() if status == "offline")
    catalogue.delete(product_id)

    run = read(full=True)

    assert run.snapshot.moved_count == 0


def test_a_listing_that_moves_while_its_list_is_read_is_said_to_have_moved(
    read, catalogue, sandbox, settings
):
    settings.ALIEXPRESS_CONNECTIONS = 1  # one page after another: auditing first
    read()
    pass_time(sandbox, minutes=5)
    truth = catalogue.truth()
    product_id = next(pid for pid, (status, _) in truth.items() if status == "auditing")

    def approve_once(seen):
        if seen.page_size == 99 and seen.status == "onSelling":
            sandbox.on_request = None
            catalogue.approve(product_id)

    sandbox.on_request = approve_once
    run = read(full=True)

    assert run.snapshot.moved_count == 1
    assert Listing.objects.get(product_id=product_id).state == State.ACTIVE


def test_a_modified_listing_is_written_without_a_new_snapshot(read, catalogue, sandbox):
    first = read().snapshot
    pass_time(sandbox, minutes=5)
    product_id = next(iter(catalogue.truth()))
    catalogue.modify(product_id)

    run = read()

    assert (run.kind, run.snapshot, run.published) == (Kind.INCREMENTAL, first, False)
    assert ListingSnapshot.objects.count() == 1


@pytest.mark.parametrize("full", [False, True])
def test_opening_plus_movements_is_closing_in_every_state(read, catalogue, sandbox, full):
    before = read().snapshot
    pass_time(sandbox, minutes=5)
    ids = {status: pid for pid, (status, _) in catalogue.truth().items()}
    catalogue.approve(ids["auditing"])
    catalogue.expire(ids["onSelling"])
    catalogue.delete(ids["editingRequired"])
    catalogue.create()

    after = read(full=full).snapshot

    moves = after.transitions.all()
    for state in State:
        moved_in = sum(move.to_state == state for move in moves)
        moved_out = sum(move.from_state == state for move in moves)
        assert before.count_of(state) + moved_in - moved_out == after.count_of(state)
