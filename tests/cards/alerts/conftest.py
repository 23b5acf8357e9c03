"""The worked example, with a trigger on its card."""

import pytest

from cards.models import Card
from tests.factories import SnapshotFactory


@pytest.fixture
def snapshot(store):
    return SnapshotFactory(store=store)


@pytest.fixture
def trigger(db):
    """Writes a trigger on a card, as operations do."""

    def write(text, *, card="aex_total_listings"):
        Card.objects.filter(key=card).update(alert_trigger=text)

    return write
