"""What the gateway turns away, and in which words."""

import json
from datetime import timedelta

import pytest
import requests

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import DRAFT_LIST, FIND_LIST, LIST_METHODS, SOLUTION_LIST
from tests.aliexpress.sandbox.caller import Caller, signed
from tests.waiting import PATIENCE_SECONDS

PROFILE = "aliexpress.merchant.profile.get"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"app_key": "1"}, "InvalidAppkey"),
        ({"app_key": None}, "MissingParameter"),
        ({"timestamp": None}, "MissingParameter"),
        ({"timestamp": "1000"}, "IllegalTimestamp"),
        ({"sign_method": None}, "MissingParameter"),
        ({"sign_method": "md5"}, "IncompleteSignature"),
        ({"session": "another"}, "IllegalAccessToken"),
        ({"session": None}, "IllegalAccessToken"),
        ({"method": "aliexpress.no.such.method"}, "InvalidApi"),
        ({"method": SOLUTION_LIST}, "InsufficientPermission"),
        ({"method": FIND_LIST}, "MissingParameter"),
    ],
)
def test_a_call_is_refused_in_the_gateways_words(
    caller: Caller, changed: dict[str, str | None], code: str
) -> None:
    method = changed.pop("method", PROFILE) or ""

    answer = caller.call(method, **changed)

    assert answer["error_response"]["code"] == code
    assert set(answer) == {"error_response"}
    assert {"type", "msg", "request_id"} <= set(answer["error_response"])


def test_a_wrong_secret_is_refused(sandbox: Sandbox, caller: Caller) -> None:
    body = signed(caller.common(PROFILE), secret="wrong")

    answer = requests.post(sandbox.url + "/sync", data=body, timeout=PATIENCE_SECONDS).json()

    assert answer["error_response"]["code"] == "IncompleteSignature"


def test_parameters_may_come_in_the_address(sandbox: Sandbox, caller: Caller) -> None:
    parameters = signed(caller.common(PROFILE), secret=sandbox.app_secret)

    answer = requests.post(
        sandbox.url + "/sync", params=parameters, timeout=PATIENCE_SECONDS
    ).json()

    assert answer["code"] == "0"


def test_the_token_may_be_called_access_token(sandbox: Sandbox, caller: Caller) -> None:
    answer = caller.call(PROFILE, session=None, access_token=sandbox.seller.access_token)

    assert answer["code"] == "0"


def test_an_access_token_is_good_for_thirty_days(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.clock.set(sandbox.clock.now() + timedelta(days=30) - timedelta(seconds=1))
    last = caller.call(PROFILE)
    sandbox.clock.set(sandbox.clock.now() + timedelta(seconds=1))

    first_refused = caller.call(PROFILE)

    assert last["code"] == "0"
    assert first_refused["error_response"]["code"] == "IllegalAccessToken"


@pytest.mark.parametrize(
    "query",
    [
        {"product_status_type": "onSelling", "page_size": 100},
        {"product_status_type": "onSelling", "page_size": 0},
        {"product_status_type": "onSelling", "page_size": "many"},
        {"product_status_type": "onSelling", "current_page": 0},
        {"product_status_type": "onSelling", "current_page": float("inf")},
        {"product_status_type": "*"},
        {"product_status_type": "draft"},
        {},
        {"product_status_type": "offline", "gmt_modified_start": "2026-03-14"},
        {"product_status_type": "offline", "excepted_product_ids": list(range(21))},
        ["not", "an", "object"],
    ],
)
def test_a_query_that_is_wrong_is_a_business_error(caller: Caller, query: object) -> None:
    answer = caller.call(FIND_LIST, aeop_a_e_product_list_query=json.dumps(query))

    assert answer["result"]["success"] is False
    assert answer["result"]["error_message"]


def test_the_solution_list_knows_four_statuses_only() -> None:
    with_both = Sandbox(list_methods=LIST_METHODS)
    with_both.start()
    caller = Caller(with_both)

    found = caller.listed("deleted", method=FIND_LIST)
    refused = caller.listed("deleted", method=SOLUTION_LIST)
    with_both.stop()

    assert found["success"] is True
    assert refused["success"] is False


def test_calls_beyond_a_set_rate_are_refused() -> None:
    limited = Sandbox(calls_per_second=3)
    limited.start()
    caller = Caller(limited)

    answers = [caller.call(PROFILE) for _ in range(12)]
    limited.stop()

    codes = [answer.get("error_response", {}).get("code") for answer in answers]
    assert codes[:3] == [None, None, None]
    assert "ApiCallLimit" in codes


def test_drafts_need_no_query(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().create_draft()

    assert caller.call(DRAFT_LIST)["result"]["product_count"] == 1


def test_what_lies_elsewhere_is_not_found(sandbox: Sandbox) -> None:
    assert requests.get(sandbox.url + "/", timeout=PATIENCE_SECONDS).status_code == 404
