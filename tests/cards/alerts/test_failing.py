"""A store that cannot be read is told to operations without anybody asking."""

from datetime import timedelta

import pytest

from aliexpress.models import SyncRun
from cards.alerts.watch import look
from cards.models import Alert, AlertDelivery
from tests.factories import SyncRunFactory
from tests.moments import NOON

REFUSED = SyncRun.ErrorKind.REFUSED
HOUR = timedelta(hours=1)


@pytest.fixture
def colleagues(member):
    member("operations", email="ops@example.com")
    member("owner", email="ada@example.com")


def test_operations_are_told_at_once_where_somebody_has_to_act(snapshot, colleagues):
    SyncRunFactory(
        store=snapshot.store, failed=True, error_kind=REFUSED, error="The token has ended."
    )

    look(at=NOON)

    alert = Alert.objects.get()
    assert (alert.trigger, alert.sentence) == (
        "failing",
        "It cannot be read: The token has ended.",
    )
    assert [one.email for one in AlertDelivery.objects.all()] == ["ops@example.com"]


def test_no_cause_among_listings_is_looked_for_where_there_is_no_reading(snapshot, member, as_user):
    SyncRunFactory(store=snapshot.store, failed=True, error_kind=REFUSED)
    look(at=NOON)

    page = as_user(member("operations")).get("/alerts/").content.decode()

    assert "It cannot be read" in page
    assert "/why/" not in page


def test_one_attempt_that_failed_passes_by_itself(snapshot, colleagues):
    SyncRunFactory(store=snapshot.store, failed=True)

    look(at=NOON)

    assert not Alert.objects.exists()


def test_it_is_told_once_the_number_is_out_of_date(snapshot, colleagues):
    SyncRunFactory(store=snapshot.store, failed=True)

    look(at=NOON + HOUR)

    assert Alert.objects.get().trigger == "failing"


def test_it_closes_when_the_store_is_read_again(snapshot, colleagues):
    SyncRunFactory(store=snapshot.store, failed=True, error_kind=REFUSED)
    look(at=NOON)
    SyncRunFactory(store=snapshot.store, complete=True, snapshot=snapshot)

    look(at=NOON + HOUR)

    assert Alert.objects.get().closed_at == NOON + HOUR


def test_a_store_that_was_never_read_is_told_as_well(store, colleagues):
    SyncRunFactory(store=store, failed=True)

    look(at=NOON)

    assert Alert.objects.get().trigger == "failing"
