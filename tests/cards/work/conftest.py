"""A store with what stands on a workbench."""

from datetime import timedelta

import pytest

from aliexpress.models import Listing
from cards.work.items import take_on
from tests.factories import ListingFactory, TransitionFactory
from tests.moments import NOON

A_DAY = timedelta(days=1)
LATER = NOON + A_DAY


@pytest.fixture
def rejected(snapshot):
    """Makes listings of the worked example that AliExpress turned down."""

    def make(count=1, reason="category_audit_fail", **fields):
        return ListingFactory.create_batch(
            count,
            store=snapshot.store,
            state="rejected",
            status="editingRequired",
            audit_failure_reason=reason,
            **fields,
        )

    return make


@pytest.fixture
def taken_on(store, owner, rejected):
    """Three rejected listings that somebody took on, and their item."""
    rejected(3)
    item = take_on(store, {"kind": "rejected", "reason": "category_audit_fail"}, by=owner, at=NOON)
    return item, list(Listing.objects.order_by("pk"))


@pytest.fixture
def move():
    """Moves a listing as a sync writes it."""

    def to(snapshot, listing, state):
        TransitionFactory(
            snapshot=snapshot,
            listing=listing,
            from_state=None if listing.gone_at else listing.state,
            to_state=state,
        )
        listing.gone_at = None if state else snapshot.as_of
        listing.state = state or listing.state
        listing.save()

    return to
