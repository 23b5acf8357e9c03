"""What was held against Seller Center is what the readings give for it."""

from datetime import timedelta

import pytest
from django.db.models import F

from aliexpress.models import ListingSnapshot
from cards.models import Reconciliation
from cards.reconciliation.entry import entry_from
from cards.reconciliation.records import reconcile, recount_unsettled
from cards.verification.reconciliations import problems
from tests.factories import SnapshotFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db


def kept(store, **values):
    entry = entry_from({"observed_at": NOON.isoformat(), **values}, at=NOON)
    return reconcile(store, entry, by=None, at=NOON)


@pytest.fixture
def records(store):
    """Of a reading, of some of its states, and of a disputed one that was corrected later."""
    SnapshotFactory(store=store, as_of=NOON)
    return [kept(store, entered=4820), kept(store, entered=120, states=["rejected"])]


def test_records_that_agree_with_their_reading_hold(store, records):
    assert list(problems(store)) == []


def test_a_number_the_reading_does_not_give_is_named(store, records):
    record = records[1]
    Reconciliation.objects.filter(pk=record.pk).update(
        computed=121, difference=F("difference") - 1, status="open", unexplained=-1
    )

    assert list(problems(store)) == [
        f"Reconciliation {record.pk} is held against 121, and its snapshot gives 120."
    ]


def test_a_reading_of_another_store_is_named(store, records):
    Reconciliation.objects.filter(pk=records[0].pk).update(snapshot=SnapshotFactory())

    assert list(problems(store)) == [
        f"Reconciliation {records[0].pk} stands on a snapshot that is none of the store's."
    ]


def test_what_a_later_reading_corrected_holds(store):
    disputed = [{"status": "auditing", "declared": 341, "listed": 340}]
    SnapshotFactory(store=store, as_of=NOON, verdict="disputed", evidence=disputed)
    record = kept(store, entered=4821)
    assert list(problems(store)) == []
    corrected = [{"status": "auditing", "declared": 341, "listed": 341}]
    SnapshotFactory(
        store=store, as_of=NOON + timedelta(hours=1), auditing_count=341, evidence=corrected
    )
    assert recount_unsettled(at=NOON + timedelta(hours=1)) == 1
    record.refresh_from_db()
    assert (record.computed, record.is_settled) == (4821, True)

    assert list(problems(store)) == []
    ListingSnapshot.objects.filter(verdict="complete").update(
        auditing_count=342, total_count=F("total_count") + 1
    )
    assert list(problems(store)) == [
        f"Reconciliation {record.pk} is held against 4,821, and its snapshot gives 4,822."
    ]
