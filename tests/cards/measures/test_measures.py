"""What each card's number is."""

from hypothesis import given
from hypothesis import strategies as st

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot
from aliexpress.models.snapshot import COUNT_FIELD
from cards.measures import Facts, active_listings, total_listings
from tests.factories import SnapshotFactory

counts = st.fixed_dictionaries({field: st.integers(0, 2**31 - 1) for field in COUNT_FIELD.values()})


def snapshot_of(counts: dict[str, int]) -> ListingSnapshot:
    return ListingSnapshot(total_count=sum(counts.values()), **counts)


def facts_of(snapshot: ListingSnapshot) -> Facts:
    return Facts(counts=snapshot, snapshot=17)


def test_the_worked_example_is_4820_listings_of_which_4310_are_active(db):
    snapshot = SnapshotFactory()

    assert total_listings(facts_of(snapshot)).value == 4820
    assert active_listings(facts_of(snapshot)).value == 4310


@given(counts)
def test_total_is_the_sum_of_every_state(counts):
    snapshot = snapshot_of(counts)

    assert total_listings(facts_of(snapshot)).value == sum(
        snapshot.count_of(state) for state in State
    )


@given(counts)
def test_active_is_what_is_on_sale_and_nothing_else(counts):
    assert active_listings(facts_of(snapshot_of(counts))).value == counts["active_count"]
