"""Operations connect a store's source in the admin, and see each attempt to read it."""

import pytest
from django.urls import reverse

from aliexpress.models import SourceCatalogue
from aliexpress.source import lease
from aliexpress.source.gateway import connecting
from tests.factories import SourceCatalogueFactory
from tests.moments import NOON
from tests.source_shops import DirectDoor, market_with_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(monkeypatch):
    market, shop = market_with_shop()
    shop.add("Lamp", "L-1")
    monkeypatch.setattr(
        connecting, "door_of", lambda one: DirectDoor(market, shop, token=one.token)
    )
    return shop


def address(store):
    return reverse("admin:aliexpress_store_source", args=[store.pk])


def test_a_source_is_connected_and_what_was_found_is_named(ops, store, shop):
    given = {"shop": shop.hash, "token": shop.token, "quota_share": "50"}

    answer = ops.post(address(store), given, follow=True)

    assert "Products: 1; variants: 1." in answer.content.decode()
    assert shop.token not in answer.content.decode()
    assert SourceCatalogue.objects.get(store=store).quota_share == 50
    again = ops.get(address(store)).content.decode()
    assert "Set. Leave empty to keep it" in again
    assert shop.token not in again


def test_what_bigcommerce_refuses_is_said_and_the_token_is_not_sent_back(ops, store, shop):
    given = {"shop": shop.hash, "token": "a-wrong-token", "quota_share": "33"}

    answer = ops.post(address(store), given).content.decode()

    assert "opens nothing at BigCommerce" in answer
    assert "a-wrong-token" not in answer
    assert not SourceCatalogue.objects.exists()


def test_a_stored_token_is_not_sent_to_another_shop(ops, store, shop):
    ops.post(address(store), {"shop": shop.hash, "token": shop.token, "quota_share": "33"})

    answer = ops.post(address(store), {"shop": "othershop", "token": "", "quota_share": "33"})

    assert "A token is needed" in answer.content.decode()


def test_the_source_of_a_hidden_store_is_not_found(ops, hidden):
    assert ops.get(address(hidden)).status_code == 404


def test_attempts_are_listed_for_the_stores_one_sees(ops, store, hidden):
    for one in (store, hidden):
        catalogue = SourceCatalogueFactory(store=one, kind="bigcommerce")
        read = lease.request_read(catalogue, at=NOON, trigger="schedule")
    listed = ops.get(reverse("admin:aliexpress_sourceread_changelist")).content.decode()

    assert store.name in listed
    assert hidden.name not in listed
    page = reverse("admin:aliexpress_sourceread_change", args=[read.pk])
    assert ops.get(page).status_code == 404
