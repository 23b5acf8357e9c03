"""Two stores with facts, and people who may see one of them, both or none."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from aliexpress.models import Store
from aliexpress.sandbox import Sandbox
from tests.factories import (
    ConnectionFactory,
    ListingFactory,
    MembershipFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    TransitionFactory,
    UserFactory,
)


@pytest.fixture
def store(db) -> Store:
    return with_facts(StoreFactory(name="Harbour Home", slug="harbour-home"))


@pytest.fixture
def hidden(db) -> Store:
    """A store that operations are no member of."""
    return with_facts(StoreFactory(name="Quay Lights", slug="quay-lights"))


def with_facts(store: Store) -> Store:
    ConnectionFactory(
        store=store,
        seller_id=f"seller-of-{store.slug}",
        app_secret="secret-app-secret",
        access_token="secret-access-token",
        refresh_token="secret-refresh-token",
    )
    snapshot = SnapshotFactory(store=store)
    listing = ListingFactory(store=store)
    TransitionFactory(snapshot=snapshot, listing=listing)
    SyncRunFactory(store=store, complete=True, snapshot=snapshot, published=True)
    return store


@pytest.fixture
def operations(store: Store) -> Any:
    user = UserFactory(username="ops", role="operations")
    MembershipFactory(store=store, user=user)
    return user


@pytest.fixture
def ops(operations: Any) -> Client:
    """Signed in as operations, a member of the store and not of the hidden one."""
    return signed_in(operations)


@pytest.fixture
def people(store: Store, hidden: Store, operations: Any) -> SimpleNamespace:
    """One of each kind of person, by name; every member is one of the store alone."""
    staff_owner = UserFactory(role="owner", is_staff=True)
    owner = UserFactory(role="owner")
    inactive = UserFactory(role="operations", is_active=False)
    for user in (staff_owner, owner, inactive):
        MembershipFactory(store=store, user=user)
    return SimpleNamespace(
        operations=operations,
        operations_elsewhere=UserFactory(role="operations"),
        staff_owner=staff_owner,
        owner=owner,
        inactive=inactive,
        superuser=UserFactory(is_staff=True, is_superuser=True),
    )


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(seed=7)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def good(sandbox: Sandbox) -> dict[str, str]:
    """What somebody types to connect the sandbox's seller."""
    return {
        "slug": "lamp-shop",
        "name": "Lamp Shop",
        "access_token": sandbox.seller.access_token,
        "refresh_token": sandbox.seller.refresh_token,
        "app_key": sandbox.app_key,
        "app_secret": sandbox.app_secret,
        "gateway_url": sandbox.url,
    }
