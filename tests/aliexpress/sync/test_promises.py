"""What a sync promises, seen from outside: a sandbox over real HTTP in, facts out."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from aliexpress.models import (
    Listing,
    ListingSnapshot,
    SyncRun,
)
from aliexpress.sync import sync_store
from aliexpress.sync.publishing import publish
from tests.aliexpress.sync.conftest import counts
from tests.moments import NOON


def test_every_listing_is_counted_in_its_state(read, catalogue):
    run = read()

    assert run.error == ""
    assert counts(run.snapshot) == {"active": 6, "auditing": 3, "rejected": 2, "expired": 1}
    assert run.snapshot.total_count == 12
    assert Listing.objects.counted().count() == 12


def test_more_drafts_than_fit_on_a_page_are_counted_where_the_store_says_so(read, store, catalogue):
    for _ in range(120):
        catalogue.create_draft()
    store.counts_drafts = True
    store.save()

    run = read()

    assert (run.error, run.snapshot.total_count) == ("", 132)


def test_every_status_carries_its_proof(read, catalogue):
    evidence = {row["status"]: row for row in read().snapshot.evidence}

    assert set(evidence) == {"onSelling", "auditing", "editingRequired", "offline"}
    assert (evidence["onSelling"]["declared"], evidence["onSelling"]["listed"]) == (6, 6)
    assert (evidence["onSelling"]["pages"], evidence["onSelling"]["duplicates"]) == (1, 0)


def test_a_snapshot_is_given_when_it_is_written_whole_and_not_a_moment_before(
    store, catalogue, sandbox, monkeypatch
):
    """Whoever asks what was said while it was being written is told what was said then."""
    hundredths = itertools.count()
    written = []

    def clock():
        return NOON + timedelta(milliseconds=10 * next(hundredths))

    def close(*args, **kwargs):
        written.append(clock())
        return close_run(*args, **kwargs)

    close_run = publish._close
    monkeypatch.setattr(publish, "_close", close)

    sync_store(store, clock=clock, patience=0)

    snapshot = ListingSnapshot.objects.get()
    assert snapshot.published_at > written[0] > snapshot.as_of


def test_an_offline_reason_never_seen_is_unmapped_and_named(read, catalogue, sandbox):
    product_id = next(iter(catalogue.truth()))
    catalogue.take_down(product_id, "moon_offline")

    snapshot = read().snapshot

    assert snapshot.unmapped_count == 1
    assert Counter(row["offline_reason"] for row in snapshot.reasons)["moon_offline"] == 1
    assert snapshot.total_count == 12


@pytest.mark.django_db(transaction=True)
def test_a_database_that_breaks_off_while_a_store_is_read_is_no_fault_of_ours(read, catalogue):
    first = read().snapshot
    catalogue.create("onSelling")

    def breaks_off(execute, sql, *rest):
        if sql.startswith("INSERT") and ListingSnapshot._meta.db_table in sql:
            raise OperationalError("the connection was closed")
        return execute(sql, *rest)

    with connection.execute_wrapper(breaks_off):
        run = read()

    assert (run.status, run.error_kind) == (SyncRun.Status.FAILED, SyncRun.ErrorKind.LOST)
    assert run.error.startswith("The database stopped answering while the store was read.")
    assert ListingSnapshot.objects.get() == first
    assert read().snapshot.total_count == 13
