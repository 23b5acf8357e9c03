"""Shops that were counted and may no longer be read, are named no more, or turned into another."""

import pytest

from aliexpress.connection.shops import decide
from aliexpress.models import ListingSnapshot
from aliexpress.sandbox import Fault
from aliexpress.sandbox.aliexpress_words import FIND_LIST, MANAGED_LISTS, RELATIONS
from tests.aliexpress.sync.conftest import pass_time
from tests.aliexpress.sync.shops.conftest import assert_nothing_was_told

CHOICE = {"ONLINE": 5, "PENDING_APPROVAL": 2}


def name_only(sandbox, *shops):
    """From now on AliExpress's answer names these, and no other."""
    rows = [
        {"channel_seller_id": int(number), "channel": "AE_GLOBAL", "business_type": word}
        for number, word in shops
    ]
    shape = {"success": True, "seller_relation_list": rows}
    return sandbox.faults.add(Fault("bad_shape", method=RELATIONS, shape=shape))


@pytest.fixture
def shop(sandbox, catalogue):
    shop = sandbox.add_shop("choice", name="Harbour CN")
    sandbox.fill(shop, CHOICE)
    return shop


def test_a_shop_the_app_may_no_longer_read_stops_publishing_and_goes_on_by_itself(
    read, sandbox, store, shop
):
    before = read().snapshot
    sandbox.seller.refused_methods = frozenset({MANAGED_LISTS["choice"]})
    pass_time(sandbox, hours=25)

    run = read()

    assert_nothing_was_told(run)
    assert "Harbour CN cannot be counted: the app may not read it" in run.error
    assert ListingSnapshot.objects.get() == before
    sandbox.seller.refused_methods = frozenset()
    assert read().snapshot.total_count == 19


@pytest.mark.parametrize("lists", [True, False])
def test_a_shop_that_is_named_no_more_counts_for_as_long_as_it_lists_anything(
    read, sandbox, store, shop, lists
):
    read()
    fault = name_only(sandbox, (sandbox.seller.seller_id, "POP_CHOICE"))
    if not lists:
        sandbox.faults.add(Fault("empty_list", shop=shop.channel_seller_id))
    pass_time(sandbox, hours=25)

    run = read()

    assert fault.fired
    if lists:
        assert run.snapshot.total_count == 19
        return
    assert_nothing_was_told(run)
    assert "AliExpress names it no more" in run.error
    sandbox.faults.clear()
    assert read().snapshot.total_count == 19


def test_a_pop_shop_that_is_named_no_more_and_lists_nothing_is_no_loss_of_all(
    read, sandbox, store, shop
):
    read()
    name_only(sandbox, (shop.channel_seller_id, "ONE_STOP_SERVICE"))
    sandbox.faults.add(Fault("empty_list", method=FIND_LIST))
    pass_time(sandbox, hours=25)

    assert_nothing_was_told(read())


def test_a_shop_that_is_left_out_and_gone_is_no_shop_of_the_account(read, sandbox, store, shop):
    read()
    decide(
        store.shops.get(family="choice"), counted=False, reason="Closes.", at=sandbox.clock.now()
    )
    assert len(read().snapshot.shops) == 2
    del sandbox.shops[shop.channel_seller_id]
    pass_time(sandbox, hours=25)

    assert read().snapshot.shops == []


def test_a_managed_shop_that_turns_into_another_is_read_as_that_once_somebody_says_so(
    read, sandbox, store, shop
):
    read()
    shop.family, shop.business_type = "local_service", "LOCAL_SERVICE"
    pass_time(sandbox, hours=25)

    run = read()

    assert_nothing_was_told(run)
    assert "AliExpress calls it overseas-managed now, and it was read as full-managed" in run.error
    assert_nothing_was_told(read())
    decide(store.shops.get(is_counted=None), counted=True, at=sandbox.clock.now())
    run = read()
    assert (run.error, run.snapshot.total_count) == ("", 19)
    assert {row["family"] for row in run.snapshot.shops} == {"pop", "local_service"}


def test_a_managed_shop_that_is_called_a_second_pop_shop_is_not_read_as_the_first(
    read, sandbox, store, shop
):
    read()
    shop.business_type = "POP_CHOICE"
    pass_time(sandbox, hours=25)

    run = read()

    assert_nothing_was_told(run)
    assert "one POP shop of an account, and this is another" in run.error


def test_a_pop_account_that_turns_managed_is_told_by_its_new_list(read, sandbox, store, catalogue):
    read()
    sandbox.seller.has_pop_shop = False
    turned = sandbox.add_shop(
        "choice", name="CN", channel_seller_id=str(int(sandbox.seller.seller_id) + 1)
    )
    sandbox.fill(turned, CHOICE)
    for product_id in list(catalogue.truth()):
        catalogue.delete(product_id)
    pass_time(sandbox, hours=25)

    assert_nothing_was_told(read())
    decide(store.shops.get(family="choice"), counted=True, at=sandbox.clock.now())
    assert_nothing_was_told(read())
    decide(store.shops.get(family="pop"), counted=False, reason="Moved.", at=sandbox.clock.now())
    run = read()
    assert (run.error, run.snapshot.total_count) == ("", 7)
