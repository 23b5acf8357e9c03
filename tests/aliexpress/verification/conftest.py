"""A store that has lived for some days on the sandbox."""

from datetime import timedelta

import pytest

from tests.aliexpress.sync.conftest import catalogue, read, sandbox, store

__all__ = ["catalogue", "read", "sandbox", "store"]


@pytest.fixture
def lived(sandbox, catalogue, store, read):
    """Four snapshots: the first, one edited, one approved and one gone, one new."""
    read()
    on_sale = catalogue.in_status("onSelling")[:2]
    steps = [
        lambda: catalogue.edit(on_sale[0]),
        lambda: (catalogue.approve(on_sale[0]), catalogue.delete(on_sale[1])),
        lambda: catalogue.create("auditing"),
    ]
    for step in steps:
        sandbox.clock.set(sandbox.clock.now() + timedelta(hours=2))
        step()
        read(full=True)
    return store
