"""Connecting an account names the shops it has, however AliExpress calls them."""

import pytest

from aliexpress.connection import CannotConnect, connect
from aliexpress.models import Shop
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS
from tests.connected_store import connected_to


def sentence(sandbox) -> str:
    return connect(
        "harbour-home",
        at=sandbox.clock.now(),
        clock=sandbox.clock.now,
        name="Harbour Home",
        access_token=sandbox.seller.access_token,
        app_key=sandbox.app_key,
        app_secret=sandbox.app_secret,
        gateway_url=sandbox.url,
    ).sentence


@pytest.mark.django_db
def test_an_account_of_two_shops_is_told_with_what_each_has_on_sale(sandbox):
    sandbox.fill(sandbox.add_shop("local_service", name="Harbour EU"), {"ONLINE": 110})

    said = sentence(sandbox)

    assert (
        "2 shops: POP harbour-home (20 on sale), overseas-managed Harbour EU (110 online)." in said
    )
    assert [shop.is_counted for shop in Shop.objects.order_by("pk")] == [True, True]


@pytest.mark.django_db
def test_a_store_of_one_pop_shop_is_told_as_ever(sandbox):
    assert "shop" not in sentence(sandbox)
    assert Shop.objects.get().family == "pop"


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["", "SOMETHING_NEW"])
@pytest.mark.parametrize("family", sorted(MANAGED_LISTS))
def test_a_shop_of_no_known_business_type_is_known_by_the_list_that_answers(sandbox, family, word):
    sandbox.fill(sandbox.add_shop(family, name="EU", business_type=word), {"ONLINE": 3})

    connected_to(sandbox, clock=sandbox.clock.now)

    shop = Shop.objects.exclude(family="pop").get()
    assert (shop.family, shop.business_type, shop.on_sale_count) == (family, word, 3)


@pytest.mark.django_db
def test_what_sells_on_another_marketplace_is_named_and_not_counted(sandbox):
    sandbox.add_shop("choice", name="Spain", channel="ARISE_ES", business_type="")

    store = connected_to(sandbox, clock=sandbox.clock.now)

    shop = store.shops.exclude(family="pop").get()
    assert (shop.is_counted, shop.not_counted_reason) == (
        False,
        "It sells on ARISE_ES, which is not AliExpress.",
    )


@pytest.mark.django_db
def test_a_pure_managed_account_is_connected_without_a_pop_list(sandbox):
    sandbox.fill(sandbox.add_shop("choice", name="CN"), {"ONLINE": 3})
    sandbox.seller.has_pop_shop, sandbox.seller.list_methods = False, frozenset()

    store = connected_to(sandbox, clock=sandbox.clock.now)

    assert [shop.family for shop in store.shops.all()] == ["choice"]


@pytest.mark.django_db
def test_an_account_none_of_whose_shops_can_be_read_is_refused(sandbox):
    sandbox.add_shop("choice", name="CN")
    sandbox.seller.has_pop_shop, sandbox.seller.list_methods = False, frozenset()
    sandbox.seller.refused_methods = frozenset(MANAGED_LISTS.values())

    with pytest.raises(CannotConnect):
        connected_to(sandbox, clock=sandbox.clock.now)
