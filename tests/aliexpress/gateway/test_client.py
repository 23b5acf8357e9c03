"""Probing, looking up one product, tokens."""

import json
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from werkzeug.wrappers import Response

from aliexpress.gateway import authorize_url
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.families.pop import FIND_LIST, SOLUTION_LIST
from aliexpress.gateway.signing import sign
from tests.aliexpress.gateway.conftest import ITEM, NOON, page_of

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


def test_without_leave_for_details_the_lists_are_asked(gateway, serve):
    serve(findproductinfolistquery=page_of(ITEM))

    assert gateway.look_up(ITEM["product_id"]).status == "auditing"


TOKENS = {
    "access_token": "new-access",
    "refresh_token": "new-refresh",
    "expires_in": "2592000",
    "refresh_expires_in": 5184000,
    "seller_id": "2675378076",
    "account_platform": "seller_center",
    "account": "harbour",
    "code": "0",
}


def test_tokens_are_refreshed_by_a_signed_system_call(gateway, httpserver, sent):
    httpserver.expect_request("/rest/auth/token/refresh").respond_with_json(TOKENS)

    tokens = gateway.refresh_tokens()

    [parameters] = sent()
    signature = parameters.pop("sign")
    assert signature == sign(parameters, app_secret="an-app-secret", path="/auth/token/refresh")
    assert parameters["refresh_token"] == "a-refresh-token"
    assert (tokens.access_token, tokens.seller_id) == ("new-access", "2675378076")
    assert tokens.access_expires_at == NOON + timedelta(days=30)
    assert tokens.refresh_expires_at == NOON + timedelta(days=60)


def test_a_pair_that_cannot_be_refreshed_has_no_deadline(gateway, httpserver):
    httpserver.expect_request("/rest/auth/token/create").respond_with_json(
        TOKENS | {"refresh_expires_in": 0}
    )

    assert gateway.exchange_code("3_1_x").refresh_expires_at is None


def test_a_moment_may_be_written_with_a_point(gateway, httpserver):
    body = {name: value for name, value in TOKENS.items() if name != "expires_in"}
    httpserver.expect_request("/rest/auth/token/create").respond_with_data(
        json.dumps(body | {"expire_time": 0}).replace(": 0}", ": 1.776081600000E12}")
    )

    assert gateway.exchange_code("3_1_x").access_expires_at == NOON + timedelta(days=30)


@pytest.mark.parametrize("lost", ["access_token", "expires_in"])
def test_tokens_without_what_matters_are_not_taken(gateway, httpserver, lost):
    body = {name: value for name, value in TOKENS.items() if name != lost}
    httpserver.expect_request("/rest/auth/token/create").respond_with_json(body)

    with pytest.raises(Unavailable):
        gateway.exchange_code("3_1_x")


def test_the_seller_is_sent_to_authorise_with_a_state():
    address = authorize_url(
        gateway_url="https://api.example", app_key="1", redirect_uri="https://us/cb", state="s&s"
    )

    assert address == (
        "https://api.example/oauth/authorize?response_type=code&force_auth=true"
        "&redirect_uri=https%3A%2F%2Fus%2Fcb&client_id=1&state=s%26s"
    )
