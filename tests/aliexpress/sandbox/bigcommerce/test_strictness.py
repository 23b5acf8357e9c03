"""The stand-in BigCommerce is as strict as the real one, or more."""

import json
from datetime import timedelta

import pytest

from aliexpress.sandbox.bigcommerce.shop import SCOPES
from tests.moments import NOON
from tests.source_shops import DirectDoor, market_with_shop

PRODUCTS = "/v3/catalog/products"


@pytest.fixture
def market():
    market, shop = market_with_shop()
    for number in range(60):
        shop.add(f"Lamp {number}", f"L-{number}", stock=number - 3)
    return market


@pytest.fixture
def shop(market):
    [shop] = market.source_shops.values()
    return shop


@pytest.fixture
def ask(market, shop):
    def asked(path=PRODUCTS, token=None, **query):
        answer = DirectDoor(market, shop, token=token).get(
            path, {name.replace("__", ":"): value for name, value in query.items()}
        )
        return answer.status, json.loads(answer.body)

    return asked


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 251}, 413),
        ({"limit": "x"}, 422),
        ({"page": 2**31 + 1}, 422),
        ({"page": ""}, 422),
        ({"sort": "colour"}, 422),
        ({"direction": "up"}, 422),
        ({"id__greater": "1,2"}, 422),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(ask, query, status):
    found, said = ask(**query)
    assert (found, said["status"]) == (status, status)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v3/catalog/product", 404),
        ("/v3", 404),
        ("/v2/orders", 404),
        ("/v3/channels/x/listings", 404),
    ],
)
def test_a_path_there_is_not_is_not_found(ask, path, status):
    assert ask(path)[0] == status


def test_a_wrong_token_and_a_missing_scope_are_told_apart(ask, shop):
    assert ask(token="another-token")[0] == 401
    shop.scopes = SCOPES - {"products"}
    assert ask()[0] == 403


def test_fifty_come_unless_more_are_asked_for_and_ten_with_options(ask):
    assert len(ask()[1]["data"]) == 50
    assert len(ask(limit=250)[1]["data"]) == 60
    assert len(ask(limit=250, include="options")[1]["data"]) == 10


def test_a_range_of_ids_is_kept_to_and_counted(ask, shop):
    low, high = shop.ids[9], shop.ids[19]
    _, said = ask(id__greater=low, id__max=high, limit=4, sort="id")
    assert [row["id"] for row in said["data"]] == shop.ids[10:14]
    assert said["meta"]["pagination"]["total"] == 10


@pytest.mark.parametrize(
    ("since", "found"),
    [("2026-03-14T00:00:00+00:00", 60), ("2026-03-14", 60), ("2026-03-14T12:00:01+00:00", 0)],
)
def test_since_a_moment_and_since_a_day_are_not_the_same(ask, market, since, found):
    _, said = ask(date_modified__min=since)
    assert said["meta"]["pagination"]["total"] == found


def test_a_day_without_a_time_of_day_is_given_that_of_the_call(ask, market):
    market.clock.set(NOON + timedelta(hours=1))
    assert ask(date_modified__min="2026-03-14")[1]["meta"]["pagination"]["total"] == 0


def test_what_means_nothing_is_ignored_and_kept_for_a_test_to_see(ask, shop):
    assert ask(colour="blue")[0] == 200
    assert shop.ignored == ["colour"]


def test_the_list_of_variants_holds_those_of_no_product(ask, shop):
    shop.orphans = 5
    assert ask("/v3/catalog/variants", limit=1)[1]["meta"]["pagination"]["total"] == 65
    assert ask("/v3/catalog/summary")[1]["data"]["variant_count"] == 65


def test_a_call_too_many_is_refused_until_the_window_ends(ask, shop):
    shop.quota.calls, shop.quota.window_seconds = 2, 60
    assert [ask()[0] for _ in range(3)] == [200, 200, 429]
    assert shop.quota.exceeded == 1


def test_ids_are_never_used_again(shop):
    last = shop.ids[-1]
    shop.delete(last)
    assert shop.add("New", "N-1").id > last
