"""Two stores with a row of every model, and staff who see one of them."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group

from aliexpress.models import Listing, ListingSnapshot, Store, SyncRun
from cards.models import (
    Alert,
    AlertDelivery,
    AlertEvent,
    Annotation,
    Card,
    Reconciliation,
    Webhook,
    WorkItem,
)
from tests.aliexpress.admin.conftest import with_facts
from tests.factories import ApiKeyFactory, MembershipFactory, StoreFactory, UserFactory
from tests.moments import NOON


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    shown = with_facts(StoreFactory(name="Harbour Home", slug="harbour-home"))
    hidden = with_facts(StoreFactory(name="Quay Lights", slug="quay-lights"))
    Listing.objects.filter(store=hidden).update(product_id=7777777777777, subject="Quay Lights")
    ops = UserFactory(username="ops", role="operations")
    member = UserFactory(username="hidden-member", role="owner")
    MembershipFactory(store=shown, user=ops)
    MembershipFactory(store=hidden, user=member)
    card = Card.objects.create(key="aex_owners_only", title="Owners Only", aliases=["aex_hidden"])
    card.roles.set([Group.objects.get(name="owner")])
    rows = {shown: with_cards(shown, by=ops), hidden: with_cards(hidden, by=member)}
    rows[hidden] |= {"card": card}
    return SimpleNamespace(ops=ops, shown=rows[shown], hidden=rows[hidden], member=member)


def with_cards(store: Store, *, by: Any) -> dict[str, Any]:
    """One row of every model that knows the store, by the model's name."""
    card = Card.objects.get(key="aex_total_listings")
    alert = Alert.objects.create(
        card=card, store=store, trigger="> 1", sentence=store.name, opened_at=NOON, updated_at=NOON
    )
    event = AlertEvent.objects.create(alert=alert, kind="opened", at=NOON, text=store.name)
    hook = Webhook.objects.create(store=store, url=f"https://{store.slug}.example/", secret="words")
    snapshot = ListingSnapshot.objects.get(store=store)
    return {
        "store": store,
        "listing": Listing.objects.get(store=store),
        "listingsnapshot": snapshot,
        "syncrun": SyncRun.objects.get(store=store),
        "alert": alert,
        "webhook": hook,
        "alertdelivery": AlertDelivery.objects.create(event=event, webhook=hook),
        "workitem": WorkItem.objects.create(
            store=store, title=store.name, kind="chosen", assignee=by, created_at=NOON
        ),
        "annotation": Annotation.objects.create(
            store=store, at=NOON, text=store.name, by=by, created_at=NOON
        ),
        "apikey": ApiKeyFactory(user=by, name=f"of {store.name}"),
        "reconciliation": Reconciliation.objects.create(
            store=store,
            by=by,
            created_at=NOON,
            observed_at=NOON,
            entered=1,
            snapshot=snapshot,
            computed=1,
            difference=0,
            counted_at=NOON,
            unexplained=0,
            status="agreed",
            note=store.name,
        ),
    }
