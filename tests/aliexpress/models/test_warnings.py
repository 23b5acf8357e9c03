"""What about a store needs somebody's attention, in sentences."""

from datetime import timedelta

import pytest

from aliexpress.models import Connection, Store, StoreNow, SyncRun
from aliexpress.models.warnings import warnings_of, with_their_state
from tests.factories import ConnectionFactory, StoreFactory, SyncRunFactory
from tests.moments import NOON

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def store():
    return ConnectionFactory(refresh_expires_at=NOON + 60 * DAY).store


def warnings(store, *, at=NOON):
    return warnings_of(with_their_state(Store.objects.all()).get(pk=store.pk), at=at)


def test_a_store_that_is_well_has_none(store):
    assert warnings(store) == []


def test_a_fortnight_before_the_refresh_token_ends_operations_are_told(store):
    before = warnings(store, at=NOON + 46 * DAY - timedelta(seconds=1))
    from_then_on = warnings(store, at=NOON + 46 * DAY)

    assert before == []
    assert from_then_on == [
        "The authorisation to read AliExpress ends in 14 days, on 13 May 2026, and cannot be "
        "prolonged. Connect AliExpress again in the admin, or ask operations to."
    ]


def test_after_its_end_it_says_what_that_means_and_who_must_do_what(store):
    assert warnings(store, at=NOON + 60 * DAY) == [
        "The authorisation to read AliExpress ended on 13 May 2026: the number stays as it was "
        "last read. Connect AliExpress again in the admin, or ask operations to."
    ]


def test_beside_a_failure_that_says_to_connect_again_the_end_is_not_told_a_second_time(store):
    watched = with_their_state(Store.objects.all()).get(pk=store.pk)
    refused = (
        "AliExpress no longer accepts the access token. Connect the store again in the admin, or "
        "ask operations to."
    )

    assert warnings_of(watched, at=NOON + 60 * DAY, said=refused) == []
    assert len(warnings_of(watched, at=NOON + 60 * DAY, said="AliExpress did not answer.")) == 1
    assert len(warnings_of(watched, at=NOON + 50 * DAY, said=refused)) == 1


def test_a_fall_that_is_not_believed_is_told_once(store):
    run = SyncRunFactory(store=store, failed=True, error_kind=SyncRun.ErrorKind.LOOKING_AGAIN)
    StoreNow.objects.point(store.pk, last_run=run)
    watched = with_their_state(Store.objects.all()).get(pk=store.pk)

    assert warnings_of(watched, at=NOON) == [run.error]
    assert warnings_of(watched, at=NOON, said=run.error) == []


def test_without_a_refresh_token_the_access_token_is_what_ends(store):
    Connection.objects.update(
        refresh_token="", refresh_expires_at=None, access_expires_at=NOON + 3 * DAY
    )

    assert "ends in 3 days" in warnings(store)[0]


def test_a_token_of_unknown_age_is_not_warned_of(store):
    Connection.objects.update(refresh_expires_at=None, access_expires_at=NOON + DAY)

    assert warnings(store) == []


def test_what_makes_the_accounts_number_too_small_is_said(store):
    Connection.objects.update(account_warning="It seems to belong to a sub-account.")

    assert warnings(store) == ["It seems to belong to a sub-account."]


def test_a_store_is_late_when_it_is_due_for_more_than_a_minute(store):
    store.next_due_at = NOON
    store.save()

    in_time = warnings(store, at=NOON + timedelta(minutes=1))
    late = warnings(store, at=NOON + timedelta(minutes=1, seconds=1))

    assert in_time == []
    assert late == [
        "Late: a refresh was due at 12:00 UTC, and no worker has come to it yet. The number is "
        "as it was last read."
    ]


def test_a_store_is_late_when_its_run_waits_for_a_worker(store):
    SyncRunFactory(store=store, requested_at=NOON)
    store.next_due_at = NOON + 10 * DAY
    store.save()

    assert warnings(store, at=NOON + timedelta(minutes=2))[0].startswith(
        "Late: a refresh was due at 12:00 UTC, and"
    )


def test_a_store_that_is_late_since_another_day_says_since_which(store):
    SyncRunFactory(store=store, requested_at=NOON)

    assert warnings(store, at=NOON + DAY)[0].startswith(
        "Late: a refresh was due at 12:00 UTC on 14 March 2026, and"
    )


def test_a_store_that_is_switched_off_is_never_late(store):
    store.next_due_at, store.is_active = NOON, False
    store.save()

    assert warnings(store, at=NOON + DAY) == []


def test_many_stores_take_one_statement(store, django_assert_num_queries):
    other = ConnectionFactory().store
    Connection.objects.filter(store=other).update(account_warning="Too small.")
    never_connected = StoreFactory()

    with django_assert_num_queries(1):
        found = {one.pk: warnings_of(one, at=NOON) for one in with_their_state(Store.objects.all())}

    assert found == {store.pk: [], other.pk: ["Too small."], never_connected.pk: []}
