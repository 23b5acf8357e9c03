"""Tokens are refreshed before they end, once a store, and kept before they are used."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from aliexpress.models import Connection, SyncRun
from aliexpress.sandbox import Fault
from aliexpress.sync import sync_store
from tests.factories import ConnectionFactory, StoreFactory
from tests.moments import NOON

REFRESH = "/auth/token/refresh"
LIST = "findproductinfolistquery"
MINUTE = timedelta(minutes=1)


def connected(sandbox, store=None, **fields):
    seller = sandbox.seller
    return ConnectionFactory(
        store=store or StoreFactory(),
        gateway_url=sandbox.url,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        access_token=seller.access_token,
        refresh_token=seller.refresh_token,
        **{
            "access_expires_at": NOON + timedelta(days=30),
            "refresh_expires_at": NOON + timedelta(days=60),
            **fields,
        },
    )


@pytest.fixture
def connection(db, sandbox, catalogue):
    return connected(sandbox)


@pytest.fixture
def read_at(sandbox, connection):
    """Read the store so long after noon."""

    def read(stretch, *, patience=0.0):
        sandbox.clock.set(NOON + stretch)
        return sync_store(connection.store, clock=sandbox.clock.now, patience=patience)

    return read


def refreshes(sandbox):
    return sum(seen.method == REFRESH for seen in sandbox.requests)


def test_a_token_is_refreshed_half_an_hour_before_it_ends(read_at, sandbox):
    read_at(timedelta(days=30) - 31 * MINUTE)
    before = refreshes(sandbox)

    run = read_at(timedelta(days=30) - 30 * MINUTE)

    assert (before, refreshes(sandbox)) == (0, 1)
    assert (run.error, run.status) == ("", SyncRun.Status.COMPLETE)


def test_a_refreshed_token_is_good_for_another_month(read_at, sandbox):
    read_at(timedelta(days=30) - 30 * MINUTE)

    run = read_at(timedelta(days=30) + 60 * MINUTE)

    assert (run.error, run.status) == ("", SyncRun.Status.COMPLETE)
    assert refreshes(sandbox) == 1


def test_the_new_pair_is_kept_before_it_is_used(read_at, sandbox, connection):
    sandbox.faults.add(Fault("http_503", method=LIST))

    run = read_at(timedelta(days=30) - 10 * MINUTE)

    connection = Connection.objects.get(pk=connection.pk)
    assert run.status == SyncRun.Status.FAILED
    assert connection.access_token == sandbox.seller.access_token
    assert connection.refresh_token == sandbox.seller.refresh_token
    assert connection.access_expires_at == sandbox.clock.now() + timedelta(days=30)


def test_refreshing_does_not_prolong_the_authorisation(read_at, connection):
    read_at(timedelta(days=30) - 10 * MINUTE)

    connection.refresh_from_db()
    assert connection.refresh_expires_at == NOON + timedelta(days=60)


@pytest.mark.parametrize("code", ["ServiceUnavailable", "IllegalRefreshToken"])
def test_a_refresh_that_fails_while_the_old_token_is_good_stops_nobody(read_at, sandbox, code):
    sandbox.faults.add(Fault("error_response", method=REFRESH, code=code))

    run = read_at(timedelta(days=30) - 10 * MINUTE, patience=3)

    assert (run.error, run.status) == ("", SyncRun.Status.COMPLETE)


def test_a_new_pair_lost_on_its_way_is_asked_for_again(read_at, sandbox):
    sandbox.faults.add(Fault("http_503", method=REFRESH, times=1))

    run = read_at(timedelta(days=30) - 10 * MINUTE, patience=10)

    assert (run.error, run.status) == ("", SyncRun.Status.COMPLETE)
    assert refreshes(sandbox) == 2


def test_after_the_authorisation_ended_the_run_says_who_must_do_what(read_at, sandbox, connection):
    reading = read_at(timedelta(0)).snapshot
    connection.access_expires_at = NOON + timedelta(days=60)
    connection.save()
    sandbox.accounts.revoke(sandbox.seller)

    run = read_at(timedelta(days=60))

    assert run.error_kind == SyncRun.ErrorKind.REFUSED
    assert "Connect the store again in the admin, or ask operations to." in run.error
    assert connection.store.snapshots.get() == reading


@pytest.mark.django_db(transaction=True)
def test_a_pair_somebody_connected_meanwhile_is_not_written_over(read_at, sandbox, connection):
    def connect_anew(seen):
        if seen.method == REFRESH:
            Connection.objects.filter(pk=connection.pk).update(refresh_token="from-a-new-consent")
            connections.close_all()

    sandbox.on_request = connect_anew

    read_at(timedelta(days=30) - 10 * MINUTE)

    assert Connection.objects.get(pk=connection.pk).refresh_token == "from-a-new-consent"


@pytest.mark.django_db(transaction=True)
def test_many_workers_refresh_a_store_s_token_once(sandbox, catalogue):
    store = connected(sandbox, access_expires_at=NOON).store

    def work():
        try:
            runs.append(sync_store(store, clock=sandbox.clock.now, patience=5))
        finally:
            connections.close_all()

    runs: list[SyncRun] = []
    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [run.status for run in runs] == [SyncRun.Status.COMPLETE] * 6
    assert refreshes(sandbox) == 1
