"""Reads details on the sandbox's clock."""

import pytest

from aliexpress.sync.details import read_details


@pytest.fixture
def look(sandbox, store):
    """Read the details, on the sandbox's clock, without waiting for it to recover."""

    def look_now(**kwargs):
        return read_details(store, clock=sandbox.clock.now, patience=0, **kwargs)

    return look_now


@pytest.fixture
def synced(catalogue, read):
    read()
    return catalogue
