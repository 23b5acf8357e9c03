"""A store that has lived for some days on the sandbox."""

import pytest

from aliexpress.models import Store
from aliexpress.sync import sync_store
from tests.aliexpress.sync.conftest import (
    catalogue,
    pass_time,
    read,
    running_sandbox,
    sandbox,
    store,
    store_of,
)

__all__ = ["catalogue", "read", "sandbox", "store"]


@pytest.fixture(scope="module")
def lived_once(module_db):
    with running_sandbox() as sandbox:
        counts = {"onSelling": 6, "auditing": 3, "editingRequired": 2, "offline": 1}
        sandbox.fill(sandbox.seller, counts)
        store, catalogue = store_of(sandbox), sandbox.catalogue()
        first, second = catalogue.in_status("onSelling")[:2]
        sync_store(store, clock=sandbox.clock.now)
        pass_time(sandbox, hours=2)
        catalogue.edit(first)
        sync_store(store, clock=sandbox.clock.now, full=True)
        pass_time(sandbox, hours=2)
        catalogue.approve(first)
        catalogue.delete(second)
        sync_store(store, clock=sandbox.clock.now, full=True)
        pass_time(sandbox, hours=2)
        catalogue.create("auditing")
        sync_store(store, clock=sandbox.clock.now, full=True)
        for hours in (1, 3):
            pass_time(sandbox, hours=hours)
            sync_store(store, clock=sandbox.clock.now)
        return store


@pytest.fixture
def lived(db, lived_once):
    """Four snapshots: the first, one edited, one approved and one gone, one new and
    found still true twice."""
    return Store.objects.get(pk=lived_once.pk)
