"""A store of three hundred listings, read once and changed since."""

from datetime import timedelta

import pytest

from aliexpress.gateway import retry

THREE_HUNDRED = {"onSelling": 250, "auditing": 30, "editingRequired": 12, "offline": 8}


@pytest.fixture(autouse=True)
def _short_read_timeout(request, monkeypatch):
    """Half a minute is a long time in a test, where an answer is meant never to come. Elsewhere
    a busy machine may be slow."""
    if "timeout" in request.node.name:
        monkeypatch.setattr(retry, "LONGEST_READ", 0.5)


@pytest.fixture
def catalogue(sandbox):
    sandbox.fill(sandbox.seller, THREE_HUNDRED)
    return sandbox.catalogue(sandbox.seller)


@pytest.fixture
def snapshot(read, catalogue, sandbox):
    """The last complete reading; then ten listings change, and one is gone."""
    snapshot = read(patience=20).snapshot
    time_goes_on(sandbox, catalogue)
    return snapshot


def time_goes_on(sandbox, catalogue):
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    ids = [pid for pid, (status, _) in catalogue.truth().items() if status == "auditing"]
    for product_id in ids[:10]:
        catalogue.approve(product_id)
    catalogue.delete(ids[20])
