"""Probing, looking up one product, tokens."""

import json
from urllib.parse import parse_qsl

import pytest
from werkzeug.wrappers import Response

from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.families.pop import FIND_LIST, SOLUTION_LIST
from aliexpress.lifecycle import STATUSES
from tests.aliexpress.gateway.conftest import ITEM, page_of

NOT_PERMITTED = {"error_response": {"type": "ISV", "code": "InsufficientPermission", "msg": "no"}}


@pytest.fixture
def serve(httpserver):
    """Answer by method name; what is not named is not permitted."""

    def by_method(**answers):
        def handler(request):
            method = dict(parse_qsl(request.get_data(as_text=True)))["method"]
            body = answers.get(method.rsplit(".", 1)[-1], NOT_PERMITTED)
            return Response(json.dumps(body), content_type="application/json")

        httpserver.expect_request("/sync").respond_with_handler(handler)

    return by_method


def test_the_probe_finds_the_method_of_an_ordinary_store(gateway, serve):
    serve(findproductinfolistquery=page_of(), get=page_of())

    assert gateway.probe() == FIND_LIST


def test_the_probe_finds_the_method_of_an_overseas_app(gateway, serve):
    serve(get=page_of())

    assert gateway.probe() == SOLUTION_LIST


def test_an_app_that_may_call_neither_is_told_so(gateway, serve):
    serve()

    with pytest.raises(Refused, match="neither"):
        gateway.probe()


def test_the_probe_never_guesses_while_aliexpress_is_down(gateway, httpserver):
    httpserver.expect_request("/sync").respond_with_data("", status=503)

    with pytest.raises(Unavailable):
        gateway.probe()


DETAIL = {
    "result": {
        "product_id": ITEM["product_id"],
        "product_status_type": "offline",
        "ws_display": "user_offline",
        "success": True,
    }
}


def test_one_product_is_asked_for_singly(gateway, serve):
    found = page_of(ITEM | {"ws_display": "user_offline"})
    serve(query=DETAIL, findproductinfolistquery=found)

    product = gateway.look_up(ITEM["product_id"])

    assert (product.status, product.offline_reason) == ("offline", "user_offline")
    assert product.subject == "Linen curtain"


def test_a_product_that_does_not_exist_is_none(gateway, serve):
    missing = {
        "result": {
            "success": False,
            "error_code": "F00-00-10001-002",
            "error_message": "The product does not exist.",
        }
    }
    serve(query=missing)

    assert gateway.look_up(1) is None


def test_an_answer_about_another_product_is_none_about_this_one(gateway, serve):
    serve(query=DETAIL, findproductinfolistquery=page_of(ITEM))

    with pytest.raises(Unavailable, match="something else than the product asked for"):
        gateway.look_up(1)


def test_a_status_never_seen_comes_back_verbatim(gateway, serve):
    serve(query={"result": DETAIL["result"] | {"product_status_type": "frozen"}})

    assert gateway.look_up(ITEM["product_id"]).status == "frozen"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"result": None},
        {"code": "15", "request_id": "1"},
        {"error_response": {"type": "ISV", "code": "InvalidParameter", "msg": "no"}},
        {"error_response": {"code": 15, "type": "ISP", "sub_code": "isv.insufficient-permission"}},
        {"result": {"success": False, "error_message": "The product has been deleted."}},
        {"result": {"success": False, "error_message": "商品不存在"}},
        {"result": {"success": False, "error_code": "F00-10-10000-001"}},
    ],
)
def test_what_one_products_look_up_says_is_no_more_than_a_reason_to_ask_the_lists(
    gateway, serve, answer
):
    serve(query=answer, findproductinfolistquery=page_of(ITEM))

    assert gateway.look_up(ITEM["product_id"]).status in STATUSES


def test_a_list_that_answers_for_another_product_says_nothing_of_this_one(gateway, serve):
    serve(query={}, findproductinfolistquery=page_of(ITEM))

    with pytest.raises(Unavailable, match="something else than the product asked for"):
        gateway.look_up(1)


def test_an_app_key_that_is_refused_is_not_asked_about_by_the_lists(gateway, serve):
    unknown = {"error_response": {"type": "ISV", "code": "InvalidAppkey", "msg": "no"}}
    serve(query=unknown, findproductinfolistquery=page_of(ITEM))

    with pytest.raises(Refused, match="app key"):
        gateway.look_up(ITEM["product_id"])


@pytest.mark.parametrize(
    "code", ["isv.insufficient-permission", "isv.invalid-authorization", "isv.account-migration-x"]
)
def test_the_other_list_method_is_tried_where_permission_lacks(gateway, serve, code):
    refused = {"error_response": {"type": "ISP", "code": "15", "sub_code": code, "msg": "Remote"}}
    serve(findproductinfolistquery=refused, get=page_of())

    assert gateway.probe() == SOLUTION_LIST


def test_without_leave_for_details_the_lists_are_asked(gateway, serve):
    serve(findproductinfolistquery=page_of(ITEM))

    assert gateway.look_up(ITEM["product_id"]).status == "auditing"
