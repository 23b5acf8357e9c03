"""A store of the worked example, and people who may or may not see it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cards.api_keys import issue_api_key
from cards.models import Card
from tests.factories import MembershipFactory, SnapshotFactory, StoreFactory, UserFactory


@pytest.fixture
def store(db):
    return StoreFactory(slug="harbour-home", name="Harbour Home")


@pytest.fixture
def snapshot(store):
    """4,820 = 4,310 + 340 + 120 + 50."""
    return SnapshotFactory(store=store)


@pytest.fixture
def member(store):
    """Makes a user of a role; a member of the store unless told otherwise."""

    def make(role, *, of_store=True, **fields):
        user = UserFactory(role=role, **fields)
        MembershipFactory(user=user, store=store if of_store else StoreFactory(name="Another"))
        return user

    return make


@pytest.fixture
def owner(member):
    return member("owner")


class Browser(Client):
    """Reads a file to its end, as browsers do. Left half read it would keep a cursor of PostgreSQL
    open, and end the transaction of whichever test runs when Python clears it away."""

    def request(self, **request):
        answer: Any = super().request(**request)
        if answer.streaming:
            answer.streaming_content = [b"".join(answer.streaming_content)]
        return answer


@pytest.fixture
def as_user():
    """A browser signed in as the user."""

    def sign_in(user):
        client = Browser()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def with_key():
    """Another app, reading with a key of the user."""

    def client_of(user):
        key = issue_api_key(user, name="warehouse", at=timezone.now())
        return Client(headers={"authorization": f"Bearer {key}"})

    return client_of


@pytest.fixture
def total(db) -> Card:
    return Card.objects.get(key="aex_total_listings")


@pytest.fixture
def active(db) -> Card:
    return Card.objects.get(key="aex_active_listings")
