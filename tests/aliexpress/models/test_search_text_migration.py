"""Listings that were there before can be found as soon as the migration is done."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from aliexpress.models import Listing
from aliexpress.search_text import found_by
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db

migration = import_module("aliexpress.migrations.0019_fill_the_search_text")


def test_every_listing_is_filled_however_many_and_however_often(monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    for number in range(5):
        ListingFactory(subject=f"Дефлектор {number}", search_text="")
    ListingFactory(subject="", search_text="")
    kept = ListingFactory(subject="Linen", search_text="linen\nlc-140")

    for _ in range(2):
        migration.fill(apps, SimpleNamespace(connection=connection))

    assert Listing.objects.filter(found_by("дефлектор")).count() == 5
    kept.refresh_from_db()
    assert kept.search_text == "linen\nlc-140"
