"""A shop that lives fast while it is read again and again: every snapshot against the truth.

Thirty times always, three hundred times where a run is thorough.
"""

import itertools
import random
from datetime import timedelta

import pytest

from aliexpress.lifecycle import State, state_of
from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun
from aliexpress.sandbox import Life, Sandbox, SandboxClock
from aliexpress.sync import sync_store
from tests.factories import ConnectionFactory
from tests.moments import NOON
from tests.thorough import first_always

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CATALOGUE = {"onSelling": 640, "auditing": 60, "editingRequired": 20, "offline": 10}
# As much happens in a minute as otherwise in an hour and a half: a dozen moves between two syncs.
PACE = 90
BETWEEN_SYNCS = 300  # seconds
DURING_A_CALL = 2  # seconds at most


class Shop:
    """A sandbox that lives between two syncs and while it is asked."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(clock=SandboxClock(NOON))
        self.sandbox.limits.detail_calls_per_second = None
        self.sandbox.fill(self.sandbox.seller, CATALOGUE)
        self.catalogue = self.sandbox.catalogue()
        self._life = Life(self.sandbox, pace=PACE)
        self._chance = random.Random(7)
        self.sandbox.on_request = lambda seen: self.live(self._chance.random() * DURING_A_CALL)

    def live(self, seconds: float) -> None:
        with self.sandbox.lock:
            self._life.advance(self.sandbox.clock.now() + timedelta(seconds=seconds))

    def connected(self) -> Store:
        seller = self.sandbox.seller
        return ConnectionFactory(
            gateway_url=self.sandbox.url,
            app_key=self.sandbox.app_key,
            app_secret=self.sandbox.app_secret,
            access_token=seller.access_token,
            refresh_token=seller.refresh_token,
        ).store

    def standings_during(self, run: SyncRun) -> dict[int, set[tuple[str, str] | None]]:
        """What each listing was in from the run's start to its end; None: not to be counted."""
        assert run.started_at is not None
        assert run.finished_at is not None
        at_first = self.catalogue.truth_at(run.started_at)
        at_last = self.catalogue.truth_at(run.finished_at)
        known = {*at_first, *at_last}
        standings = {pid: {at_first.get(pid), at_last.get(pid)} for pid in known}
        for change in self.catalogue.changes:
            if run.started_at < change.moment <= run.finished_at:
                standings.setdefault(change.product_id, {None}).add(change.after)
        return standings


@pytest.fixture
def shop():
    shop = Shop()
    shop.sandbox.start()
    yield shop
    shop.sandbox.stop()


def counted_listings(store: Store) -> dict[int, tuple[str, str]]:
    rows = Listing.objects.of(store).counted()
    return {
        pid: (status, reason)
        for pid, status, reason in rows.values_list("product_id", "status", "offline_reason")
    }


def assert_true(store: Store, shop: Shop, run: SyncRun) -> None:
    """The run's snapshot counts every listing once, in a standing it had meanwhile; those that
    stood still are in the one they have."""
    counted = counted_listings(store)
    standings = shop.standings_during(run)
    wrong = {
        pid: (counted.get(pid), standings.get(pid))
        for pid in {*counted, *standings}
        if counted.get(pid) not in standings.get(pid, {None})
    }
    assert wrong == {}
    assert run.snapshot is not None
    for state in State:
        number = sum(state_of(*standing) == state for standing in counted.values())
        assert run.snapshot.count_of(state) == number


def assert_flow_joins(snapshots: list[ListingSnapshot]) -> None:
    """Opening and movements lead from each snapshot to the next, in every state."""
    for before, after in itertools.pairwise(snapshots):
        moves = list(after.transitions.values_list("from_state", "to_state"))
        for state in State:
            moved_in = sum(to == state for _, to in moves)
            moved_out = sum(source == state for source, _ in moves)
            assert before.count_of(state) + moved_in - moved_out == after.count_of(state)


@pytest.mark.parametrize("syncs", first_always([30, 300]))
def test_every_snapshot_of_many_syncs_is_true_and_stays_as_it_was(shop, settings, syncs):
    settings.ALIEXPRESS_CONNECTIONS = 4
    store = shop.connected()
    given = []
    failures = []

    for _ in range(syncs):
        shop.live(BETWEEN_SYNCS)
        run = sync_store(store, clock=shop.sandbox.clock.now, patience=5)
        if run.status == SyncRun.Status.FAILED:
            failures.append(run.error)
            continue
        assert_true(store, shop, run)
        given.append((shop.sandbox.clock.now(), run.snapshot))

    snapshots = list(ListingSnapshot.objects.filter(store=store).order_by("id"))
    assert failures == []
    assert len(snapshots) > syncs / 2
    assert len(shop.catalogue.changes) > 10 * syncs
    assert_flow_joins(snapshots)
    for moment, snapshot in given:
        assert ListingSnapshot.objects.given_at(store, at=moment) == snapshot
    # Not all of it was told apart by luck: listings moved while they were read, now and then.
    assert sum(snapshot.moved_count for snapshot in snapshots) > 0
