"""What a sync promises, seen from outside: a sandbox over real HTTP in, facts out."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from aliexpress.lifecycle import State
from aliexpress.models import (
    Confirmation,
    Listing,
    ListingSnapshot,
    ReviewTally,
    SyncRun,
    Transition,
)
from aliexpress.sync import sync_store
from aliexpress.sync.publishing import publish
from tests.moments import NOON

Kind = SyncRun.Kind


def pass_time(sandbox, **stretch):
    sandbox.clock.set(sandbox.clock.now() + timedelta(**stretch))


def counts(snapshot):
    return {str(state): number for state, number in snapshot.counts.items() if number}


def test_every_listing_is_counted_in_its_state(read, catalogue):
    run = read()

    assert run.error == ""
    assert counts(run.snapshot) == {"active": 6, "auditing": 3, "rejected": 2, "expired": 1}
    assert run.snapshot.total_count == 12
    assert Listing.objects.counted().count() == 12


def test_more_drafts_than_fit_on_a_page_are_counted_where_the_store_says_so(read, store, catalogue):
    for _ in range(120):
        catalogue.create_draft()
    store.counts_drafts = True
    store.save()

    run = read()

    assert (run.error, run.snapshot.total_count) == ("", 132)


def test_every_status_carries_its_proof(read, catalogue):
    evidence = {row["status"]: row for row in read().snapshot.evidence}

    assert set(evidence) == {"onSelling", "auditing", "editingRequired", "offline"}
    assert (evidence["onSelling"]["declared"], evidence["onSelling"]["listed"]) == (6, 6)
    assert (evidence["onSelling"]["pages"], evidence["onSelling"]["duplicates"]) == (1, 0)


def test_a_snapshot_is_given_when_it_is_written_whole_and_not_a_moment_before(
    store, catalogue, sandbox, monkeypatch
):
    """Whoever asks what was said while it was being written is told what was said then."""
    hundredths = itertools.count()
    written = []

    def clock():
        return NOON + timedelta(milliseconds=10 * next(hundredths))

    def close(*args, **kwargs):
        written.append(clock())
        return close_run(*args, **kwargs)

    close_run = publish._close
    monkeypatch.setattr(publish, "_close", close)

    sync_store(store, clock=clock, patience=0)

    snapshot = ListingSnapshot.objects.get()
    assert snapshot.published_at > written[0] > snapshot.as_of


def test_the_first_snapshot_has_no_movements(read, catalogue):
    read()

    assert not Transition.objects.exists()


def test_an_unchanged_store_is_confirmed_and_gets_no_new_snapshot(read, catalogue, sandbox):
    first = read().snapshot
    pass_time(sandbox, minutes=5)

    run = read()

    first.refresh_from_db()
    assert (run.kind, run.published, run.snapshot) == (Kind.CONFIRM, False, first)
    assert first.confirmed_at == NOON + timedelta(minutes=5)
    assert Confirmation.objects.get(snapshot=first).seconds == [12 * 3600 + 300]


def test_what_is_in_auditing_is_counted_with_each_snapshot(read, catalogue, sandbox, store):
    read()
    waiting = [pid for pid, (status, _) in catalogue.truth().items() if status == "auditing"]
    pass_time(sandbox, minutes=5)
    catalogue.approve(waiting[0])
    catalogue.edit(next(pid for pid in catalogue.truth() if pid not in waiting))

    snapshot = read().snapshot

    tally = ReviewTally.objects.get(store=store)
    assert tally.snapshot == snapshot
    assert sum(number for _, number in tally.waiting) == snapshot.auditing_count


def test_reviews_that_were_not_counted_yet_are_counted_though_nothing_changed(read, catalogue):
    snapshot = read().snapshot
    ReviewTally.objects.all().delete()

    read()

    assert ReviewTally.objects.get().snapshot == snapshot


def test_the_longest_lapse_between_two_looks_is_kept_with_the_snapshot(read, catalogue, sandbox):
    snapshot = read().snapshot
    kept = [snapshot.longest_lapse]

    for minutes in (5, 60, 10):
        pass_time(sandbox, minutes=minutes)
        read()
        snapshot.refresh_from_db()
        kept.append(snapshot.longest_lapse)

    assert kept == [0, 300, 3600, 3600]


def test_a_longest_lapse_that_is_not_known_does_not_become_known(read, catalogue, sandbox):
    snapshot = read().snapshot
    ListingSnapshot.objects.update(longest_lapse=None)
    pass_time(sandbox, minutes=5)

    read()

    snapshot.refresh_from_db()
    assert snapshot.longest_lapse is None


def test_confirming_costs_at_most_two_calls_a_status(read, catalogue, sandbox):
    read()
    pass_time(sandbox, minutes=5)

    assert read().request_count <= 8


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


def test_a_full_walk_comes_daily_whatever_the_counts_say(read, catalogue, sandbox):
    read()
    pass_time(sandbox, hours=24)

    assert read().kind == Kind.FULL


def test_a_full_walk_that_finds_nothing_new_confirms(read, catalogue, sandbox):
    first = read().snapshot
    pass_time(sandbox, minutes=5)

    run = read(full=True)

    assert (run.kind, run.snapshot, run.published) == (Kind.FULL, first, False)


def test_an_offline_reason_never_seen_is_unmapped_and_named(read, catalogue, sandbox):
    product_id = next(iter(catalogue.truth()))
    catalogue.take_down(product_id, "moon_offline")

    snapshot = read().snapshot

    assert snapshot.unmapped_count == 1
    assert Counter(row["offline_reason"] for row in snapshot.reasons)["moon_offline"] == 1
    assert snapshot.total_count == 12


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


@pytest.mark.django_db(transaction=True)
def test_a_database_that_breaks_off_while_a_store_is_read_is_no_fault_of_ours(read, catalogue):
    first = read().snapshot
    catalogue.create("onSelling")

    def breaks_off(execute, sql, *rest):
        if sql.startswith("INSERT") and ListingSnapshot._meta.db_table in sql:
            raise OperationalError("the connection was closed")
        return execute(sql, *rest)

    with connection.execute_wrapper(breaks_off):
        run = read()

    assert (run.status, run.error_kind) == (SyncRun.Status.FAILED, SyncRun.ErrorKind.LOST)
    assert run.error.startswith("The database stopped answering while the store was read.")
    assert ListingSnapshot.objects.get() == first
    assert read().snapshot.total_count == 13
