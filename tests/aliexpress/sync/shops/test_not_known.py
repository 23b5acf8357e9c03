"""While it is not known which shops an account has, or what has become of one, nothing is told."""

import pytest

from aliexpress.connection.shops import decide
from aliexpress.models import ListingSnapshot
from aliexpress.sandbox import Fault
from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS, RELATIONS
from tests.aliexpress.sync.conftest import pass_time
from tests.aliexpress.sync.shops.conftest import assert_nothing_was_told
from tests.connected_store import connected_to

CHOICE = {"ONLINE": 5, "PENDING_APPROVAL": 2}


def asked(sandbox, method):
    return sum(seen.method == method for seen in sandbox.requests)


@pytest.fixture
def shop(sandbox, catalogue):
    shop = sandbox.add_shop("choice", name="Harbour CN")
    sandbox.fill(shop, CHOICE)
    return shop


@pytest.fixture
def untold(sandbox):
    """The app may not ask which shops there are."""
    sandbox.seller.refused_methods = frozenset({RELATIONS})


def test_where_the_shops_are_not_told_nothing_is_published_until_somebody_says_there_is_one(
    read, sandbox, store, catalogue, untold
):
    run = read()

    assert_nothing_was_told(run)
    assert "does not tell this app which shops the account has" in run.error
    assert "in the admin that the POP shop is the only one" in run.error
    decide(store.shops.get(), counted=True, at=sandbox.clock.now())
    assert read().snapshot.total_count == 12


def test_a_pure_managed_account_whose_shops_are_not_told_is_no_store_of_nothing(
    read, sandbox, store, untold
):
    sandbox.fill(sandbox.add_shop("choice", name="CN"), CHOICE)
    sandbox.seller.has_pop_shop = False

    assert_nothing_was_told(read())
    assert not ListingSnapshot.objects.exists()


def test_once_the_shops_are_told_all_of_them_are_counted_without_a_word(
    read, sandbox, shop, untold
):
    read()
    sandbox.seller.refused_methods = frozenset()

    assert read().snapshot.total_count == 12 + 7


def test_the_sentence_is_said_where_the_store_is_connected(sandbox, db, untold):
    sandbox.fill(sandbox.seller, {"onSelling": 3})

    store = connected_to(sandbox, clock=sandbox.clock.now)

    assert "which shops the account has" in store.connection.shops_warning


def test_a_store_known_before_goes_on_and_its_shops_are_asked_for_hourly(read, sandbox, catalogue):
    read()
    sandbox.seller.refused_methods = frozenset({RELATIONS})
    pass_time(sandbox, hours=25)
    sandbox.requests.clear()

    assert read().error == ""
    pass_time(sandbox, minutes=5)
    assert read().error == ""
    assert asked(sandbox, RELATIONS) == 1
    pass_time(sandbox, minutes=55)
    read()
    assert asked(sandbox, RELATIONS) == 2


def test_a_query_that_fails_now_and_then_is_asked_again_hourly(read, sandbox, shop):
    read()
    sandbox.faults.add(Fault("http_503", method=RELATIONS))
    pass_time(sandbox, hours=25)
    sandbox.requests.clear()

    runs = []
    for _ in range(3):
        runs.append(read())
        pass_time(sandbox, minutes=5)

    assert [run.error for run in runs] == [""] * 3
    assert asked(sandbox, RELATIONS) == 1


@pytest.mark.parametrize("rows", [[], [{"channel": "AE_GLOBAL"}]])
def test_an_answer_that_names_no_shop_tells_none(read, sandbox, catalogue, rows):
    shape = {"success": True, "seller_relation_list": rows}
    sandbox.faults.add(Fault("bad_shape", method=RELATIONS, shape=shape))

    assert_nothing_was_told(read())


def test_a_shop_without_a_business_type_is_no_empty_pop_shop_because_its_list_may_not_be_read(
    read, sandbox, store
):
    sandbox.fill(sandbox.add_shop("local_service", name="EU", business_type=""), CHOICE)
    sandbox.seller.has_pop_shop = False
    sandbox.seller.refused_methods = frozenset(MANAGED_LISTS.values())

    run = read()

    assert_nothing_was_told(run)
    assert "EU cannot be counted: the app may not read it" in run.error


def test_the_one_shop_without_a_business_type_is_the_pop_shop_where_pop_lists_hold_products(
    read, sandbox, store, catalogue
):
    sandbox.seller.business_type = ""
    sandbox.seller.refused_methods = frozenset(MANAGED_LISTS.values())

    assert read().snapshot.total_count == 12
    assert [shop.family for shop in store.shops.all()] == ["pop"]


def test_of_three_shops_one_of_which_is_refused_none_is_told(read, sandbox, store, shop):
    sandbox.fill(sandbox.add_shop("local_cb", name="Korea"), {"ONLINE": 4})
    sandbox.seller.refused_methods = frozenset({MANAGED_LISTS["local_cb"]})

    run = read()

    assert_nothing_was_told(run)
    assert "Korea cannot be counted" in run.error
    decide(store.shops.get(name="Korea"), counted=False, reason="Not ours.", at=run.finished_at)
    snapshot = read().snapshot
    assert snapshot.total_count == 19
    assert [row["counted"] for row in snapshot.shops] == [True, True, False]
