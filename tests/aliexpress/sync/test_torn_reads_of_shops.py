"""An account of two shops moves while it is read: whatever moves when, nothing false is published.

As `test_torn_reads` does for a POP shop alone, with a shop of each family beside it.
"""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aliexpress.gateway.families import FAMILIES
from aliexpress.lifecycle import MANAGED_STATUSES, State, state_of
from aliexpress.models import Listing, SyncRun
from aliexpress.sandbox import Catalogue, Sandbox
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS
from aliexpress.sync.reading import pages
from tests.aliexpress.sync.test_torn_reads import (
    LISTINGS_A_PAGE,
    Move,
    Round,
    Shop,
    many_examples,
    pass_seconds,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class ManagedMove(Move):
    """Of a listing of the managed shop; `kind`: the status it moves to, or what befalls it."""

    def make(self, sandbox: Sandbox, catalogue: Catalogue) -> None:
        pass_seconds(sandbox, self.seconds)
        known = sorted(catalogue.truth())
        if self.kind == "create" or not known:
            catalogue.create(self.status)
        elif self.kind in MANAGED_STATUSES:
            catalogue.move(known[self.listing % len(known)], self.kind)
        else:
            getattr(catalogue, self.kind)(known[self.listing % len(known)])


class Account(Shop):
    """A POP shop that stands still beside a managed shop that does not."""

    def __init__(self, sandbox: Sandbox, family: str, counts: dict[str, int]) -> None:
        super().__init__(sandbox, {"onSelling": 4, "offline": 1})
        self.pop = self.catalogue
        managed = sandbox.add_shop(family, name="EU", of=self.seller)
        sandbox.fill(managed, counts)
        self.catalogue = sandbox.catalogue(managed)
        self.family = family

    def truth(self) -> dict[int, tuple[str, str]]:
        return self.pop.truth() | self.catalogue.truth()

    def assert_counts_are_those_of_listings(self) -> None:
        snapshot = self.newest()
        assert snapshot is not None
        rows = Listing.objects.of(self.store).counted().select_related("shop")
        assert snapshot.total_count == sum(snapshot.counts.values()) == len(rows)
        for state in State:
            assert snapshot.count_of(state) == sum(
                state_of(one.status, one.offline_reason, family=one.family) == state for one in rows
            )

    def assert_no_listing_is_told_wrong(self) -> None:
        counted = self.counted()
        known = self.seen | {pid: {one} for pid, one in self.pop.truth().items()}
        assert set(counted) <= set(known), "counted, and it was not there"
        for product_id, standings in known.items():
            assert counted.get(product_id) in standings, product_id


moves = st.builds(
    ManagedMove,
    kind=st.sampled_from([*MANAGED_STATUSES, "delete", "modify", "create"]),
    listing=st.integers(0, 40),
    status=st.sampled_from(MANAGED_STATUSES),
    requests=st.integers(0, 9),
    seconds=st.integers(0, 2),
)
rounds = st.builds(
    Round,
    before=st.lists(moves, max_size=4),
    during=st.lists(moves, max_size=6),
    full=st.booleans(),
)
sizes = st.fixed_dictionaries({status: st.integers(0, 6) for status in MANAGED_STATUSES})


@pytest.fixture(autouse=True)
def _many_pages(monkeypatch):
    monkeypatch.setattr(pages, "PAGE_SIZE", LISTINGS_A_PAGE)
    for name in MANAGED_LISTS:
        small = replace(FAMILIES[name], largest_page=LISTINGS_A_PAGE)  # type: ignore[type-var]
        monkeypatch.setitem(FAMILIES, name, small)


@given(
    family=st.sampled_from(sorted(MANAGED_LISTS)),
    counts=sizes,
    story=st.lists(rounds, min_size=1, max_size=3),
)
@many_examples
def test_what_moves_in_a_managed_shop_is_counted_once_and_nothing_else_is_touched(
    sandbox, family, counts, story
):
    account = Account(sandbox, family, counts)

    for part in story:
        for move in part.before:
            move.make(sandbox, account.catalogue)
        standing = account.newest()
        run = account.read(full=part.full, during=part.during)

        if run.status == SyncRun.Status.FAILED:
            assert run.error_kind == SyncRun.ErrorKind.UNPROVEN, run.error
            assert account.newest() == standing
        else:
            account.assert_counts_are_those_of_listings()
            account.assert_no_listing_is_told_wrong()

    pass_seconds(sandbox, 60)
    run = account.read()

    assert run.error == ""
    assert account.counted() == account.truth()
    account.assert_counts_are_those_of_listings()
