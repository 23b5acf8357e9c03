"""The methods of the managed families: what they answer, and how strictly they are asked."""

import json
from typing import Any

import pytest

from aliexpress.sandbox import Fault, Sandbox
from aliexpress.sandbox.accounts import ManagedShop
from aliexpress.sandbox.aliexpress_words import (
    JOINED_LIST,
    MANAGED_DETAILS,
    MANAGED_LISTS,
    MANAGED_STATUSES,
    RELATIONS,
)
from tests.aliexpress.sandbox.caller import Caller

FAMILIES = sorted(MANAGED_LISTS)


@pytest.fixture(params=FAMILIES)
def shop(request, sandbox: Sandbox) -> ManagedShop:
    shop = sandbox.add_shop(request.param, name="Harbour EU")
    sandbox.fill(shop, dict.fromkeys(MANAGED_STATUSES, 3) | {"ONLINE": 25})
    return shop


def asked(shop: ManagedShop, status: Any = "ONLINE", **changed: Any) -> dict[str, Any]:
    return {
        "channel_seller_id": shop.channel_seller_id,
        "channel": shop.channel,
        "page_size": "20",
        "current_page": "1",
        "search_condition_do": json.dumps({"product_status": status}),
        **changed,
    }


def listed(caller: Caller, shop: ManagedShop, status: str = "ONLINE", **changed: Any) -> Any:
    answer = caller.call(MANAGED_LISTS[shop.family], **asked(shop, status, **changed))
    return answer if shop.family == "local_cb" else answer["result"]


def test_each_status_is_listed_by_pages_of_twenty(caller: Caller, shop: ManagedShop) -> None:
    pages = [listed(caller, shop, current_page=str(number)) for number in (1, 2)]

    assert [len(page["product_list"]) for page in pages] == [20, 5]
    assert (pages[0]["total_count"], pages[0]["total_page"]) == (25, 2)
    assert {listed(caller, shop, status)["total_count"] for status in MANAGED_STATUSES} == {25, 3}


def test_an_item_does_not_tell_its_status_and_brings_its_skus(
    caller: Caller, shop: ManagedShop
) -> None:
    item = listed(caller, shop)["product_list"][0]

    assert not {"status", "product_status"} & set(item)
    assert ("search_sku_info_list" in item) == (shop.family != "local_cb")
    assert isinstance(item["total_stocks"], str if shop.family == "local_cb" else int)


@pytest.mark.parametrize(
    "name",
    ["channel_seller_id", "channel", "page_size", "current_page", "search_condition_do"],
)
def test_what_is_required_may_not_be_left_out(caller: Caller, shop: ManagedShop, name: str) -> None:
    answer = caller.call(MANAGED_LISTS[shop.family], **(asked(shop) | {name: None}))

    assert answer["error_response"]["code"] == "MissingParameter"


@pytest.mark.parametrize(
    "changed",
    [
        {"page_size": "21"},
        {"current_page": "0"},
        {"search_condition_do": "no JSON"},
        {"search_condition_do": "{}"},
        {"search_condition_do": '{"product_status": "onSelling"}'},
    ],
)
def test_what_is_wrong_is_refused(caller: Caller, shop: ManagedShop, changed: dict) -> None:
    assert listed(caller, shop, **changed)["success"] is False


def test_a_shop_of_another_account_is_refused(
    sandbox: Sandbox, caller: Caller, shop: ManagedShop
) -> None:
    other = sandbox.add_shop(shop.family, name="Elsewhere", of=sandbox.add_seller())
    answer = caller.call(MANAGED_LISTS[shop.family], **asked(other))

    assert answer["error_response"]["code"] == "InvalidParameter"


def test_a_detail_speaks_other_words_than_the_list(
    sandbox: Sandbox, caller: Caller, shop: ManagedShop
) -> None:
    product_id = sandbox.catalogue(shop).in_status("PENDING_APPROVAL")[0]
    answer = caller.call(MANAGED_DETAILS[shop.family], **asked(shop), product_id=str(product_id))
    (detail,) = (value for name, value in answer.items() if name.endswith("_product_dto"))

    assert detail["product_info_dto"]["product_status_type"] == "auditing"
    assert detail["product_info_dto"]["product_id"] == product_id


def test_a_failure_may_come_without_words(
    sandbox: Sandbox, caller: Caller, shop: ManagedShop
) -> None:
    sandbox.faults.add(Fault("wordless_failure", shop=shop.channel_seller_id))

    result = listed(caller, shop)

    assert {name: value for name, value in result.items() if name == "success"} == {
        "success": False
    }
    assert not {"error_code", "error_message"} & set(result)


def test_relations_name_every_shop_and_take_no_filter(
    sandbox: Sandbox, caller: Caller, shop: ManagedShop
) -> None:
    sandbox.add_shop("choice", name="Spain", channel="ARISE_ES", business_type="")

    rows = caller.call(RELATIONS, business_type="POP_CHOICE")["seller_relation_list"]

    assert [row["channel_shop_name"] for row in rows] == ["harbour-home", "Harbour EU", "Spain"]
    assert "business_type" not in rows[2]


def test_a_method_that_was_not_granted_is_refused(
    sandbox: Sandbox, caller: Caller, shop: ManagedShop
) -> None:
    method = MANAGED_LISTS[shop.family]
    sandbox.seller.refused_methods = frozenset({method})

    answer = caller.call(method, **asked(shop))

    assert answer["error_response"]["code"] == "InsufficientPermission"


def test_what_joined_semi_managed_is_in_the_pop_list_as_well(
    sandbox: Sandbox, caller: Caller
) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 200})
    sandbox.faults.add(Fault("joined_elsewhere", nth=2))
    param = json.dumps({"joined_product_tab": "joined", "page_size": 100})

    joined, with_a_stranger = (caller.call(JOINED_LIST, param=param)["result"] for _ in range(2))

    ids = {item["product_id"] for item in joined["pop_choice_product_list"]}
    assert ids
    assert ids <= set(sandbox.catalogue().truth())
    assert with_a_stranger["total_item"] == joined["total_item"] + 1


def test_answers_kept_of_what_joined_are_told_apart_by_page_and_are_as_new_as_the_catalogue(
    sandbox: Sandbox, caller: Caller
) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 200})

    def page(number: int) -> list[int]:
        asked = {"joined_product_tab": "joined", "page_size": 2, "current_page": number}
        result = caller.call(JOINED_LIST, param=json.dumps(asked))["result"]
        return [item["product_id"] for item in result["pop_choice_product_list"]]

    first, second = page(1), page(2)
    sandbox.catalogue().delete(first[0])

    assert not {*first} & {*second}
    assert page(1) == [first[1], second[0]]
