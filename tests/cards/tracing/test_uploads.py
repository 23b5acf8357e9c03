"""What one account hands in with less than half an hour in between is one upload, whatever became
of its listings."""

from datetime import timedelta

import pytest

from aliexpress.models import Submission, Transition
from cards.listings.filters import filters_from
from cards.tracing.one_pass import Sides, read_windows
from cards.tracing.questions import window_of
from cards.tracing.side_rows import Window
from tests.factories import ListingFactory, SnapshotFactory
from tests.moments import NOON


def moved(snapshot, listing, source, to):
    return Transition.objects.create(
        store=snapshot.store, snapshot=snapshot, listing=listing, from_state=source, to_state=to,
        after_at=snapshot.previous.as_of, by_at=snapshot.as_of,
    )  # fmt: skip


@pytest.fixture
def shop(store):
    """Three listings handed in 25 minutes apart; of the second nobody has decided yet."""
    snapshots = [SnapshotFactory(store=store, as_of=NOON)]
    for minutes in (25, 50, 75, 200):
        at = NOON + timedelta(minutes=minutes)
        snapshots.append(SnapshotFactory(store=store, as_of=at, previous=snapshots[-1]))
    listings = [
        ListingFactory(store=store, owner_member_id="cn1", state=state)
        for state in ("rejected", "auditing", "active")
    ]
    for snapshot, listing in zip(snapshots[1:4], listings, strict=True):
        move = moved(snapshot, listing, None, "auditing")
        Submission.objects.create(transition=move, listing=listing, owner_member_id="cn1")
    for listing in (listings[0], listings[2]):
        moved(snapshots[4], listing, "auditing", listing.state)
    return store, snapshots


def uploads(store, snapshots):
    opening, closing = snapshots[3], snapshots[4]
    window = window_of(opening, closing)
    sides = [filters_from({"reviewed": outcome, **window}) for outcome in ("rejected", "active")]
    found = Sides(*sides).found(store, at=closing.published_at)
    (read,) = read_windows(
        store, [Window(found, closing)], looks_at_when=True, looks_at_titles=False
    )
    population = read.population()
    return [*population.target_batches, *population.rest_batches]


def test_a_listing_nobody_has_decided_of_joins_those_before_and_after_it(shop):
    first, last = uploads(*shop)

    assert first == last != 0


def test_half_an_hour_without_anything_parts_two_uploads(shop):
    store, snapshots = shop
    Transition.objects.filter(store=store, snapshot=snapshots[2]).delete()

    first, last = uploads(store, snapshots)

    assert first != last
