"""The catalogue moves while it is read: whatever moves when, nothing false is published.

The sandbox is asked over real HTTP; between two of its answers a drawn move is made. What is
published is held against every state each listing was in while the run went on.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aliexpress.lifecycle import STATUSES, State, state_of
from aliexpress.models import Listing, ListingSnapshot, SyncRun
from aliexpress.sandbox import Catalogue, Sandbox
from aliexpress.sync import sync_store
from aliexpress.sync.reading import pages
from tests.factories import ConnectionFactory
from tests.thorough import examples

pytestmark = pytest.mark.django_db

MOVES = (
    "approve",
    "reject",
    "edit",
    "expire",
    "renew",
    "take_down",
    "delete",
    "service_delete",
    "modify",
    "create",
)
LISTINGS_A_PAGE = 3  # so that a few listings make many pages


@dataclass(frozen=True)
class Move:
    """What befalls a listing so many requests after the move before it."""

    kind: str
    listing: int  # modulo how many there are
    status: str  # of a listing that is created
    requests: int
    seconds: int  # the clock moves on by so much before it: AliExpress stamps whole seconds

    def make(self, sandbox: Sandbox, catalogue: Catalogue) -> None:
        pass_seconds(sandbox, self.seconds)
        known = sorted(catalogue.truth())
        if self.kind == "create" or not known:
            catalogue.create(self.status)
        else:
            getattr(catalogue, self.kind)(known[self.listing % len(known)])


@dataclass(frozen=True)
class Round:
    """Moves made before a run, then a run, and moves made while it goes on."""

    before: list[Move]
    during: list[Move]
    full: bool


moves = st.builds(
    Move,
    kind=st.sampled_from(MOVES),
    listing=st.integers(0, 40),
    status=st.sampled_from(STATUSES),
    requests=st.integers(0, 9),
    seconds=st.integers(0, 2),
)
rounds = st.builds(
    Round,
    before=st.lists(moves, max_size=4),
    during=st.lists(moves, max_size=6),
    full=st.booleans(),
)
sizes = st.fixed_dictionaries({status: st.integers(0, 8) for status in STATUSES})

many_examples = settings(
    max_examples=examples(40),
    deadline=None,
    derandomize=True,
    # The sandbox and the database serve every example: each has a store of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def pass_seconds(sandbox, seconds):
    sandbox.clock.set(sandbox.clock.now() + timedelta(seconds=seconds))


class Shop:
    """A store of its own on the sandbox, and what every listing of it has been in."""

    def __init__(self, sandbox: Sandbox, counts: dict[str, int]) -> None:
        self.sandbox = sandbox
        self.seller = sandbox.add_seller()
        sandbox.fill(self.seller, counts)
        self.catalogue = sandbox.catalogue(self.seller)
        self.store = ConnectionFactory(
            gateway_url=sandbox.url,
            app_key=sandbox.app_key,
            app_secret=sandbox.app_secret,
            access_token=self.seller.access_token,
            refresh_token=self.seller.refresh_token,
        ).store

    def read(self, *, full: bool = False, during: list[Move] | None = None) -> SyncRun:
        """One run. `self.seen[id]`: the standings the listing had meanwhile; None: not there."""
        waiting = list(during or [])
        requests = 0
        standings = [self.catalogue.truth()]

        def move_on(_: object) -> None:
            nonlocal requests
            while waiting and requests >= waiting[0].requests:
                requests = 0
                waiting.pop(0).make(self.sandbox, self.catalogue)
                standings.append(self.catalogue.truth())
            requests += 1

        self.sandbox.on_request = move_on
        try:
            run = sync_store(self.store, clock=self.sandbox.clock.now, full=full, patience=0)
        finally:
            self.sandbox.on_request = None
        everything = {pid for standing in standings for pid in standing}
        self.seen = {pid: {one.get(pid) for one in standings} for pid in everything}
        return run

    def counted(self) -> dict[int, tuple[str, str]]:
        rows = Listing.objects.of(self.store).counted()
        return {
            pid: (status, reason)
            for pid, status, reason in rows.values_list("product_id", "status", "offline_reason")
        }

    def newest(self) -> ListingSnapshot | None:
        return ListingSnapshot.objects.newest_of(self.store)


@pytest.fixture(autouse=True, params=[1, 8], ids=["one by one", "side by side"])
def _many_pages_and_no_bans(request, monkeypatch, settings, sandbox):
    settings.ALIEXPRESS_CONNECTIONS = request.param
    monkeypatch.setattr(pages, "PAGE_SIZE", LISTINGS_A_PAGE)


def assert_counts_join(shop: Shop) -> None:
    """The counts are those of the listings, and the movements lead from one to the next."""
    snapshot = shop.newest()
    assert snapshot is not None
    counted = shop.counted()
    assert snapshot.total_count == sum(snapshot.counts.values()) == len(counted)
    for state in State:
        assert snapshot.count_of(state) == sum(state_of(*one) == state for one in counted.values())
    if snapshot.previous is not None:
        transitions = list(snapshot.transitions.all())
        for state in State:
            moved_in = sum(move.to_state == state for move in transitions)
            moved_out = sum(move.from_state == state for move in transitions)
            opening = snapshot.previous.count_of(state)
            assert opening + moved_in - moved_out == snapshot.count_of(state)


def assert_no_listing_is_told_wrong(shop: Shop) -> None:
    """Untouched: in its true state. Touched: in one it had meanwhile, or gone if it was."""
    counted = shop.counted()
    assert set(counted) <= set(shop.seen), "counted, and it was not there"
    for product_id, standings in shop.seen.items():
        assert counted.get(product_id) in standings, product_id


@given(counts=sizes, story=st.lists(rounds, min_size=1, max_size=3))
@many_examples
def test_what_moves_during_a_run_is_counted_once_and_nothing_else_is_touched(
    sandbox, counts, story
):
    shop = Shop(sandbox, counts)

    for part in story:
        for move in part.before:
            move.make(sandbox, shop.catalogue)
        standing = shop.newest()
        run = shop.read(full=part.full, during=part.during)

        if run.status == SyncRun.Status.FAILED:
            assert run.error_kind == SyncRun.ErrorKind.UNPROVEN, run.error
            assert shop.newest() == standing
        else:
            assert_counts_join(shop)
            assert_no_listing_is_told_wrong(shop)

    pass_seconds(sandbox, 60)
    run = shop.read()

    assert run.error == ""
    assert shop.counted() == shop.catalogue.truth()
    assert_counts_join(shop)
