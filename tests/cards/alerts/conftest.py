"""The worked example, with a trigger on its card."""

import pytest

from cards.models import Card
from tests.factories import SnapshotFactory


@pytest.fixture
def snapshot(store):
    return SnapshotFactory(store=store)


@pytest.fixture
def trigger(db):
    """Writes a trigger on Total Listings, as operations do."""

    def write(text):
        Card.objects.filter(key="aex_total_listings").update(alert_trigger=text)

    return write
