"""How a seller authorises us, and how tokens are renewed and taken."""

import json
import re
from datetime import timedelta

import pytest

from aliexpress.gateway import Gateway, authorize_url
from aliexpress.gateway.errors import GatewayError, Refused, Unavailable
from aliexpress.gateway.signing import sign
from tests.aliexpress.gateway.conftest import NOON

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


def test_an_answer_without_a_token_is_not_taken(gateway, httpserver):
    body = {name: value for name, value in TOKENS.items() if name != "access_token"}
    httpserver.expect_request("/rest/auth/token/create").respond_with_json(body)

    with pytest.raises(Unavailable):
        gateway.exchange_code("3_1_x")


def test_a_token_of_unknown_life_is_taken_all_the_same(gateway, httpserver):
    body = {name: value for name, value in TOKENS.items() if name != "expires_in"}
    httpserver.expect_request("/rest/auth/token/create").respond_with_json(body)

    tokens = gateway.exchange_code("3_1_x")

    assert (tokens.access_token, tokens.access_expires_at) == ("new-access", None)


@pytest.mark.parametrize(
    "shape",
    [
        lambda pair: {"result": pair},
        lambda pair: {"top_auth_token_create_response": {"token_result": json.dumps(pair)}},
        lambda pair: {"token_result": json.dumps(pair), "code": "0"},
    ],
)
def test_a_usable_pair_is_taken_from_whichever_shape_it_comes_in(gateway, httpserver, shape):
    httpserver.expect_request("/rest/auth/token/create").respond_with_json(shape(TOKENS))

    tokens = gateway.exchange_code("3_1_x")

    assert (tokens.access_token, tokens.refresh_token) == ("new-access", "new-refresh")


SPENT = [
    {"code": "ServiceUnavailable", "type": "ISP", "message": "try later"},
    {"code": "15", "type": "ISP", "message": "Remote service error"},
    {"code": "ApiCallLimit", "message": "this ban will last 0 seconds"},
    {"code": "InvalidCode", "message": "no"},
    {"error_response": {"code": 15, "sub_code": "isv.account-migration-check-fail"}},
    {"something": "else"},
    [],
    "<html>",
]


@pytest.mark.parametrize("answer", SPENT)
@pytest.mark.parametrize("exchange", [True, False])
def test_what_is_good_only_once_is_never_sent_again_once_answered(
    credentials, httpserver, answer, exchange
):
    httpserver.expect_request(re.compile("/rest/auth/token/.*")).respond_with_json(answer)
    gateway = Gateway(credentials, clock=lambda: NOON, patience=60)

    with pytest.raises(GatewayError):
        gateway.exchange_code("3_1_x") if exchange else gateway.refresh_tokens()

    assert gateway.request_count == 1


def test_a_code_asked_about_again_without_an_answer_keeps_the_first_reason(credentials, httpserver):
    path = "/rest/auth/token/create"
    httpserver.expect_ordered_request(path).respond_with_data("", status=503)
    httpserver.expect_ordered_request(path).respond_with_json(SPENT[3])
    gateway = Gateway(credentials, clock=lambda: NOON, patience=60)

    with pytest.raises(Refused, match=r"HTTP 503.*Asked again: .*authorisation code"):
        gateway.exchange_code("3_1_x")


def test_the_seller_is_sent_to_authorise_with_a_state():
    address = authorize_url(
        gateway_url="https://api.example", app_key="1", redirect_uri="https://us/cb", state="s&s"
    )

    assert address == (
        "https://api.example/oauth/authorize?response_type=code&force_auth=true"
        "&redirect_uri=https%3A%2F%2Fus%2Fcb&client_id=1&state=s%26s"
    )
