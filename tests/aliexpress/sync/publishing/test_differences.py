"""What a run leaves behind on a connection that is kept open: nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from aliexpress.models import BridgeChange, Listing, ListingSnapshot
from aliexpress.sync.publishing.differences import DIFFERENCES
from aliexpress.sync.staging.table import TABLE
from tests.factories import SourceCatalogueFactory

pytestmark = pytest.mark.django_db


def exists(table):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("moves", [0, 1, 3])
def test_neither_temporary_table_is_there_after_a_run(read, catalogue, sandbox, moves):
    for _ in range(2):
        read()
        sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
        for product_id in catalogue.in_status("onSelling")[:moves]:
            catalogue.take_down(product_id)

    read()

    assert ListingSnapshot.objects.exists()
    assert [table for table in (DIFFERENCES, TABLE) if exists(table)] == []


def test_nor_after_a_run_that_could_not_publish(read, catalogue, sandbox, monkeypatch):
    read()
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    catalogue.take_down(catalogue.in_status("onSelling")[0])

    def breaks(*_, **__):
        raise DatabaseError("no room")

    monkeypatch.setattr("aliexpress.sync.publishing.publish.snapshot_of", breaks)
    run = read()

    assert run.error_kind == "defect"
    assert [table for table in (DIFFERENCES, TABLE) if exists(table)] == []


def test_what_a_run_writes_is_noted_for_the_bridge_of_a_store_with_a_source(
    read, catalogue, sandbox
):
    read()
    assert not BridgeChange.objects.exists()
    SourceCatalogueFactory(store=ListingSnapshot.objects.get().store)
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=5))
    gone = catalogue.in_status("onSelling")[0]
    catalogue.take_down(gone)

    read()

    noted = BridgeChange.objects.values_list("listing_id", flat=True)
    assert list(noted) == [Listing.objects.get(product_id=gone).pk]
