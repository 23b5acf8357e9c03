"""The cards as delivered."""

import pytest

from cards.models import Card


@pytest.fixture
def total(db) -> Card:
    return Card.objects.get(key="aex_total_listings")


@pytest.fixture
def active(db) -> Card:
    return Card.objects.get(key="aex_active_listings")
