"""Products in full, categories, reviews and diagnosis."""

import json
from typing import Any

import pytest

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import PRODUCT_QUERY
from aliexpress.sandbox.catalogue.product import category_of, skus_of
from aliexpress.sandbox.methods.detail_shapes import filled_attributes
from tests.aliexpress.sandbox.caller import LIST, Caller

ATTRIBUTES = "aliexpress.category.redefining.getallchildattributesresult"
REVIEW = "aliexpress.postproduct.redefining.findaeproductstatusbyid"
PROBLEM_TYPES = "aliexpress.product.diagnosis.queryProblem"
PROBLEMS = "aliexpress.product.diagnosis.pageQueryProblem"
SKUS = "aeop_ae_product_s_k_us"


def detail(caller: Caller, product_id: int) -> dict[str, Any]:
    result: dict[str, Any] = caller.call(PRODUCT_QUERY, product_id=str(product_id))["result"]
    return result


def test_the_detail_agrees_with_the_list(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().expire(sandbox.catalogue().create("onSelling"))
    item = caller.listed("offline")[LIST][0]

    found = detail(caller, item["product_id"])

    same = ("product_id", "gmt_create", "gmt_modified", "ws_display", "ws_offline_date")
    assert {name: found[name] for name in same} == {name: item[name] for name in same}
    assert found["product_status_type"] == "offline"
    assert found["subject_list"] == [{"locale": "en_US", "value": item["subject"]}]
    prices = sorted(float(sku["sku_price"]) for sku in found[SKUS])
    assert (prices[0], prices[-1]) == (
        float(item["product_min_price"]),
        float(item["product_max_price"]),
    )


def test_sold_out_is_no_stock_in_any_sku(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")
    before = [sku["ipm_sku_stock"] for sku in detail(caller, product_id)[SKUS]]

    sandbox.catalogue().sell_out(product_id)

    after = [sku["ipm_sku_stock"] for sku in detail(caller, product_id)[SKUS]]
    assert any(before)
    assert not any(after)
    assert len(before) == len(after)


def test_restocked_is_as_before(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")
    before = detail(caller, product_id)[SKUS]
    sandbox.catalogue().sell_out(product_id)

    sandbox.catalogue().restock(product_id)

    assert detail(caller, product_id)[SKUS] == before


def test_no_product_is_sold_out_by_itself(sandbox: Sandbox) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 500})

    for product_id in sandbox.catalogue().in_status("onSelling"):
        assert any(sku.stock for sku in skus_of(product_id, flags=0))


@pytest.mark.parametrize("operation", ["delete", "create_draft", "nothing"])
def test_what_is_not_there_does_not_exist(sandbox: Sandbox, caller: Caller, operation: str) -> None:
    catalogue = sandbox.catalogue()
    product_id = catalogue.create_draft() if operation == "create_draft" else catalogue.create()
    if operation == "delete":
        catalogue.delete(product_id)
    elif operation == "nothing":
        product_id += 1

    result = detail(caller, product_id)

    assert (result["success"], result["error_code"]) == (False, "F00-00-10001-002")


def test_what_aliexpress_removed_says_so(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create()
    sandbox.catalogue().service_delete(product_id)

    assert detail(caller, product_id)["product_status_type"] == "service_delete"


@pytest.mark.parametrize("text", ["", "abc", "²", "9" * 5000])
def test_a_product_id_that_is_none_is_refused(caller: Caller, text: str) -> None:
    answer = caller.call(PRODUCT_QUERY, product_id=text or None)

    assert "error_response" in answer or answer["result"]["success"] is False


def test_one_product_in_ten_or_so_lacks_a_required_attribute(
    sandbox: Sandbox, caller: Caller
) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 1000})

    lacking = 0
    for product_id in sandbox.catalogue().in_status("onSelling"):
        category = category_of(product_id)
        required = {a.attribute_id for a in category.attributes if a.required and a.visible}
        filled = {a["attr_name_id"] for a in filled_attributes(product_id, flags=0)}
        lacking += not required <= filled

    assert 40 < lacking < 160


def test_a_category_names_what_it_asks_for(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")
    category_id = detail(caller, product_id)["category_id"]

    attributes = caller.call(ATTRIBUTES, cate_id=str(category_id))["result"]["attributes"]

    names = {json.loads(one["names"])["en"] for one in attributes if one["required"]}
    assert "Brand Name" in names
    assert any(one["key_attribute"] for one in attributes)
    assert any(not one["visible"] for one in attributes)


def test_a_category_never_heard_of(caller: Caller) -> None:
    assert caller.call(ATTRIBUTES, cate_id="1")["result"]["success"] is False


def test_a_review_has_words_of_its_own(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    product_id = catalogue.create()
    catalogue.reject(product_id)

    assert caller.call(REVIEW, product_id=str(product_id))["result"]["status"] == "refuse"


def test_problems_are_those_of_the_named_types(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 500})
    types = caller.call(PROBLEM_TYPES)["result"]["product_problem_type_list"]
    word = types[0]["problem_type"]

    every = caller.call(PROBLEMS, operate_status="0", page_size="99")["result"]
    some = caller.call(PROBLEMS, operate_status="0", problem_type_list=json.dumps([word]))["result"]

    listed = every["problematic_product_list"]
    expected = sum(one["product_problem"]["problem_type"] == word for one in listed)
    assert len(listed) == every["total_count"] > 10
    assert some["total_count"] == expected
    assert caller.call(PROBLEMS, operate_status="3")["result"]["total_count"] == 0
    assert caller.call(PROBLEMS)["result"]["success"] is False


def test_details_are_limited_to_twenty_at_once(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")

    answers = [caller.call(PRODUCT_QUERY, product_id=str(product_id)) for _ in range(60)]

    refused = [answer["error_response"] for answer in answers if "error_response" in answer]
    assert "error_response" not in answers[19]
    assert {error["code"] for error in refused} == {"ApiCallLimit"}
