"""Stores that were there before have their pointers as soon as the migration is done."""

from importlib import import_module

import pytest
from django.apps import apps

from aliexpress.models import StoreNow
from tests.factories import (
    DetailTallyFactory,
    SnapshotFactory,
    StoreFactory,
    SyncRunFactory,
    ValidityTallyFactory,
)

pytestmark = pytest.mark.django_db

migration = import_module("aliexpress.migrations.0017_fill_the_pointers_of_now")


def test_every_store_is_pointed_at_what_a_search_finds():
    stores = [StoreFactory(), StoreFactory(), StoreFactory()]  # the last was never read
    for store in stores[:2]:
        older = SnapshotFactory(store=store)
        DetailTallyFactory(snapshot=older)
        newest = SnapshotFactory(store=store, previous=older)
        for snapshot in (older, newest, newest):
            ValidityTallyFactory(snapshot=snapshot)
        SyncRunFactory(store=store, complete=True)
        SyncRunFactory(store=store, failed=True)
    SyncRunFactory(store=stores[0])
    StoreNow.objects.all().delete()

    migration.point_at_now(apps, None)

    for store in stores:
        found = StoreNow.objects.get(store=store)
        assert found.pointers == StoreNow.objects.search(store.pk).pointers
    assert StoreNow.objects.exclude(snapshot=None).count() == 2
