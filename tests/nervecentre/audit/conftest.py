"""A store, and an audit that begins now."""

from types import SimpleNamespace

import pytest

from cards.models import Card
from nervecentre.audit.models import Entry
from tests.factories import (
    MembershipFactory,
    StoreFactory,
    UserFactory,
)


@pytest.fixture
def world(client):
    """A store, an operations member signed in, and an audit that begins now."""
    store = StoreFactory(slug="harbour-home")
    ops = UserFactory(username="olga", role="operations")
    MembershipFactory(user=ops, store=store)
    client.force_login(ops)
    start = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return SimpleNamespace(
        store=store,
        ops=ops,
        client=client,
        card=Card.objects.get(key="aex_total_listings"),
        entries=lambda **of: list(Entry.objects.filter(pk__gt=start, **of).order_by("pk")),
    )
