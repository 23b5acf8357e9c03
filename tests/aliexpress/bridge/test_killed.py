"""A worker that dies at any statement leaves the last bridge and source as they were."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from aliexpress.models import (
    BridgeEntry,
    BridgeTally,
    Finding,
    SourceItem,
    SourceSnapshot,
    StoreNow,
)
from aliexpress.source.item_row import ItemRow
from tests.bridge_stores import (
    aliexpress_read_again,
    counted,
    held_together,
    listed,
    snapshot_of,
    source_read,
)
from tests.moments import NOON

pytestmark = [
    pytest.mark.django_db,
    # Django closes a cursor on PostgreSQL for every Exception, and a death is none.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
LATER = NOON + timedelta(minutes=1)
BEFORE = [ItemRow("1", "A", code="A-1", stock=0), ItemRow("2", "B", code="B-1"), ItemRow("3", "C")]
AFTER = [ItemRow("1", "A", code="A-1", stock=5), ItemRow("4", "D", code="D-1")]


class Killed(BaseException):
    """As a worker's death: nothing catches it."""


class Death:
    """Comes with one statement, the n-th; None: never. Counts them all."""

    def __init__(self, number=None):
        self.number, self.count = number, 0

    def __call__(self, execute, *statement):
        self.count += 1
        if self.count == self.number:
            raise Killed
        return execute(*statement)


@pytest.fixture
def store():
    store = held_together(items=BEFORE, listings=[["A-1"], ["B-1"], ["STRAY"]])
    counted(store)
    return store


def facts(store):
    now = StoreNow.objects.get(store=store)
    return [
        now.source_id, now.bridge_id,
        *(list(model.objects.order_by("pk").values()) for model in
          (SourceSnapshot, SourceItem, BridgeTally, BridgeEntry, Finding)),
    ]  # fmt: skip


def dies_at_each_statement(act, store):
    """What `act` leaves where it was killed at each of its statements, and where it was not."""
    with transaction.atomic():
        whole = Death()
        with connection.execute_wrapper(whole):
            act()
        done = facts(store)
        transaction.set_rollback(True)
    left = []
    for number in range(1, whole.count + 1):
        with transaction.atomic():
            try:
                with connection.execute_wrapper(Death(number)), transaction.atomic():
                    act()
            except Killed:
                left.append(facts(store))
            transaction.set_rollback(True)
    return left, done


def test_a_bridge_is_whole_or_is_not_there(store):
    listed(store, ["B-1", "D-1"])
    snapshot_of(store, at=LATER)
    aliexpress_read_again(store, at=LATER)
    before = facts(store)

    left, done = dies_at_each_statement(lambda: counted(store, at=LATER), store)

    assert len(left) > 15
    assert len(done[4]) == len(before[4]) + 1
    assert all(one == before for one in left)


def test_a_source_is_whole_or_is_as_it_was(store):
    before = facts(store)

    left, done = dies_at_each_statement(lambda: source_read(store, AFTER, at=LATER), store)

    assert len(left) > 10
    assert len(done[2]) == len(before[2]) + 1
    assert all(one == before for one in left)


def test_what_a_dead_worker_left_is_taken_up_to_the_same_end(store):
    try:
        with connection.execute_wrapper(Death(12)), transaction.atomic():
            source_read(store, AFTER, at=LATER)
    except Killed:
        pass
    source_read(store, AFTER, at=LATER)
    tally = counted(store, at=LATER)

    assert (tally.item_count, tally.listed_count, tally.missing_count) == (2, 1, 1)
    assert SourceSnapshot.objects.count() == 2
