"""Cards and keys, and people of each role."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cards.models import Card
from tests.factories import UserFactory


@pytest.fixture
def operations(db) -> Any:
    return UserFactory(username="ops", role="operations")


@pytest.fixture
def ops(operations: Any) -> Client:
    return signed_in(operations)


@pytest.fixture
def card(db) -> Card:
    """A card of both roles."""
    return make_card("aex_test_card", roles=["owner", "operations"])


@pytest.fixture
def owners_card(db) -> Card:
    """A card operations may not see."""
    return make_card("aex_owners_card", roles=["owner"])


def make_card(key: str, *, roles: list[str]) -> Card:
    card = Card.objects.create(key=key, title=key.title(), at_a_glance="One line.")
    card.roles.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return card


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
