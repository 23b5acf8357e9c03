"""A worker's clock was an hour ahead: now and ?as_of=now agree, and things go stale."""

from datetime import timedelta

import pytest

from aliexpress.models import ListingSnapshot, Store, StoreNow, SyncRun
from aliexpress.models.warnings import warnings_of, with_their_state
from aliexpress.sync import sync_store
from cards.models import Card
from cards.readings.reader import read
from tests.cards.polling import polled_by
from tests.factories import MembershipFactory, UserFactory
from tests.moments import NOON
from tests.thorough import examples, matrix

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def total(db):
    return Card.objects.get(key="aex_total_listings")


@pytest.fixture
def says(store, total):
    """Now, and of that very moment as it is asked a second later."""

    owner = MembershipFactory(store=store, user=UserFactory(role="owner")).user

    def asked(at):
        now = read(total, store, at=at)
        assert polled_by(owner, slug=store.slug, key=total.key, at=at) == now
        then = read(total, store, at=at + SECOND, as_of=at)
        assert (now.value, now.breakdown, now.stale) == (then.value, then.breakdown, then.stale)
        assert (now.snapshot, now.verdict) == (then.snapshot, then.verdict)
        assert then.confirmed_at <= at
        return now

    return asked


def test_an_hour_ahead_now_and_as_of_now_say_the_same_and_it_is_stale(catalogue, read_at, says):
    read_at(NOON)
    catalogue.delete(next(iter(catalogue.truth())))
    read_at(NOON + HOUR)

    for minutes in (2, 20, 58):
        said = says(NOON + minutes * MINUTE)
        assert (said.value, said.stale) == (11, True)


def test_a_confirmation_dated_ahead_keeps_nothing_fresh(read_at, says):
    read_at(NOON)
    read_at(NOON + HOUR)

    assert says(NOON + 21 * MINUTE).stale


@pytest.mark.parametrize("moves", [True, False])
def test_the_next_run_by_a_right_clock_makes_it_fresh_and_changes_no_fact(
    catalogue, store, read_at, says, moves
):
    read_at(NOON)
    read_at(NOON + HOUR)
    if moves:
        catalogue.delete(next(iter(catalogue.truth())))
    before = list(ListingSnapshot.objects.order_by("pk").values())
    read_at(NOON + 5 * MINUTE)

    said = says(NOON + 6 * MINUTE)
    assert (said.value, said.stale) == (11 if moves else 12, False)
    assert said.confirmed_at == NOON + 5 * MINUTE
    assert says(NOON + 21 * MINUTE).stale
    now = StoreNow.objects.get(store=store)
    assert now.pointers == StoreNow.objects.search(store.pk).pointers
    assert list(ListingSnapshot.objects.order_by("pk").values())[: len(before)] == before


@pytest.mark.parametrize(("moves", "ahead_by"), matrix([True, False], [HOUR, 90 * MINUTE]))
def test_every_moment_after_the_clock_was_set_right_is_told_ever_after_as_it_was_then(
    catalogue, store, read_at, says, total, moves, ahead_by
):
    """For as long as the wrong moments lie ahead, when they come, and when they are over."""
    listings = iter(catalogue.truth())
    read_at(NOON)
    catalogue.delete(next(listings))
    read_at(NOON + ahead_by)
    said = {}
    for minutes in range(5, 125, 120 // examples(24, otherwise=12)):
        if moves and minutes in (25, 95):
            catalogue.delete(next(listings))
        read_at(NOON + minutes * MINUTE)
        at = NOON + minutes * MINUTE + SECOND
        said[at] = says(at)

    later = NOON + 3 * HOUR
    for at, then in said.items():
        again = read(total, store, at=later, as_of=at)
        assert (again.value, again.breakdown, again.stale) == (then.value, then.breakdown, False)
        assert (again.snapshot, again.confirmed_at) == (then.snapshot, then.confirmed_at)
    values = [one.value for one in said.values()]
    assert values == sorted(values, reverse=True)
    assert {*values} == ({11, 10, 9} if moves else {11})


def test_a_store_that_a_clock_ahead_only_confirmed_is_told_fresh_ever_after(
    store, read_at, says, total
):
    read_at(NOON)
    read_at(NOON + HOUR)
    read_at(NOON + 5 * MINUTE)
    at = NOON + 6 * MINUTE
    then = says(at)

    again = read(total, store, at=NOON + 3 * HOUR, as_of=at)
    assert (then.stale, again.stale) == (False, False)
    assert again.confirmed_at == then.confirmed_at == NOON + 5 * MINUTE


def test_movements_join_what_was_dated_ahead_to_what_came_after(catalogue, store, read_at):
    listings = iter(catalogue.truth())
    read_at(NOON)
    catalogue.delete(next(listings))
    read_at(NOON + HOUR)
    catalogue.delete(next(listings))
    read_at(NOON + 5 * MINUTE)

    first, ahead, right = ListingSnapshot.objects.order_by("pk")
    assert (ahead.previous, right.previous) == (first, ahead)
    assert [one.total_count for one in (first, ahead, right)] == [12, 11, 10]
    assert right.as_of == right.published_at == NOON + 5 * MINUTE


def test_a_clock_that_is_behind_tells_no_past_moment_another_number(
    catalogue, store, total, read_at, sandbox
):
    """AliExpress's own clock does not agree with it."""
    read_at(NOON)
    read_at(NOON + 10 * MINUTE)
    catalogue.delete(next(iter(catalogue.truth())))
    run = sync_store(store, clock=lambda: NOON - HOUR, patience=0)

    assert run.error == ""
    for minutes in (1, 5, 9):
        at = NOON + minutes * MINUTE
        assert read(total, store, at=NOON + 2 * HOUR, as_of=at).value == 12
    assert read(total, store, at=NOON + 11 * MINUTE).value == 11


def test_a_moment_just_before_something_was_published_is_told_as_it_was(
    catalogue, store, read_at, total
):
    read_at(NOON)
    catalogue.delete(next(iter(catalogue.truth())))
    read_at(NOON + MINUTE)

    at = NOON + MINUTE + SECOND
    assert read(total, store, at=at, as_of=NOON + MINUTE - SECOND).value == 12


@pytest.mark.parametrize("ahead_by", [2 * MINUTE, HOUR])
def test_what_a_worker_finds_whose_clock_is_ahead_of_aliexpress_is_dated_by_aliexpress(
    catalogue, sandbox, store, total, says, read_at, ahead_by
):
    """So every moment is told as it was told then: right after the clock was corrected as well."""
    read_at(NOON)
    catalogue.delete(next(iter(catalogue.truth())))
    sandbox.clock.set(NOON + 5 * MINUTE)
    run = sync_store(store, clock=lambda: NOON + 5 * MINUTE + ahead_by, patience=0)
    assert run.error == ""

    corrected = NOON + 6 * MINUTE
    said = says(corrected)
    assert (said.value, said.stale, said.as_of) == (11, False, NOON + 5 * MINUTE)
    for later in (10 * MINUTE, 3 * HOUR):
        again = read(total, store, at=corrected + later, as_of=corrected)
        assert (again.snapshot, again.value, again.stale) == (said.snapshot, 11, False)
        assert again.confirmed_at == said.confirmed_at
        before = read(total, store, at=corrected + later, as_of=NOON + 4 * MINUTE)
        assert before.value == 12
    given = ListingSnapshot.objects.given_at(store, at=corrected)
    assert given == ListingSnapshot.objects.newest_of(store)
    assert says(NOON + 21 * MINUTE).stale


def test_a_clock_that_is_ahead_of_aliexpress_is_said(store, read_at):
    def is_said(at):
        said = " ".join(warnings_of(with_their_state(Store.objects.all()).get(), at=at))
        return "about 60 minutes ahead of AliExpress" in said

    read_at(NOON)
    assert not is_said(NOON)

    sync_store(store, clock=lambda: NOON + HOUR, patience=0)
    assert is_said(NOON + HOUR)


def test_half_a_minute_ahead_now_and_as_of_now_say_the_same(catalogue, read_at, says):
    read_at(NOON)
    catalogue.delete(next(iter(catalogue.truth())))
    read_at(NOON + 30 * SECOND)

    assert says(NOON + 10 * SECOND).value == 11


def test_a_store_is_back_on_its_turn_by_the_clock_of_whoever_gives_turns(catalogue, store, read_at):
    read_at(NOON)
    ahead = NOON + HOUR
    Store.objects.update(next_due_at=ahead + MINUTE)
    sync_store(store, clock=lambda: ahead, patience=0)

    store.refresh_from_db()
    assert store.next_due_at == ahead + MINUTE
    assert SyncRun.objects.latest("id").finished_at == ahead


@pytest.fixture
def read_at(sandbox, read):
    """By that clock the store is read, whatever the time is."""

    def read_by(clock):
        sandbox.clock.set(clock)
        run = read()
        assert run.error == ""
        return run

    return read_by
