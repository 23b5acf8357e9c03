"""A store of the worked example, read at noon and again at one."""

from datetime import timedelta

import pytest

from cards.reconciliation import Entry
from tests.factories import SnapshotFactory
from tests.moments import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def snapshot(store):
    return SnapshotFactory(store=store, as_of=NOON)


def entry(entered, *, minutes=0, **more):
    return Entry(entered=entered, observed_at=NOON + minutes * MINUTE, **more)
