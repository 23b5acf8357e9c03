"""A store of the worked example, read at noon and again at one."""

import pytest

from tests.factories import SnapshotFactory
from tests.moments import NOON


@pytest.fixture
def snapshot(store):
    return SnapshotFactory(store=store, as_of=NOON)
