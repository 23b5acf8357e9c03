"""A store of the demo with listings to clear, and the people who do it."""

from datetime import timedelta

from aliexpress.models import Listing, Store
from nervecentre.demo.sign_ins import welcome_colleagues
from nervecentre.demo.work import WorkHistory
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    UserFactory,
)
from tests.moments import NOON

DAY = timedelta(days=1)


def store_with_work() -> Store:
    store = StoreFactory(name="Harbour Home")
    SnapshotFactory(store=store)
    Listing.objects.bulk_create(
        listing
        for state, reason in (("rejected", "category_audit_fail"), ("expired", ""))
        for listing in ListingFactory.build_batch(
            240, store=store, state=state, audit_failure_reason=reason, state_since_at=NOON - DAY
        )
    )
    return store


def history_of(store: Store) -> WorkHistory:
    people = [UserFactory(username=name, role=name) for name in ("owner", "operations")]
    for user in people:
        MembershipFactory(store=store, user=user)
    team = welcome_colleagues(store, at=NOON)
    return WorkHistory(store, people=[*people, *team])
