"""Which failures may pass by themselves and which need somebody to act."""

import contextlib
import logging
from dataclasses import replace

import pytest

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import (
    Bound,
    Failed,
    GatewayError,
    NotPermitted,
    Refused,
    TokenRefused,
    Unavailable,
)
from tests.aliexpress.gateway.conftest import NOON


def envelope(code, *, kind="ISV", **more):
    return {"error_response": {"type": kind, "code": code, "msg": "Some words", **more}}


def refused_by_result(message, code=0):
    return {"result": {"success": False, "error_code": code, "error_message": message}}


BAN = "Api access frequency exceeds the limit. this ban will last {} seconds"

PAGE = '{"result": {"product_count": 1, "total_page": 1, "x_list": [[%s]]}}'

# What AliExpress, or the platform it runs on, was seen or is documented to answer.
ANSWERS = [
    # a person must act
    (envelope("IllegalAccessToken"), TokenRefused),
    (envelope("InvalidAccessToken"), TokenRefused),
    (envelope(26), TokenRefused),
    (envelope(27), TokenRefused),
    (envelope(27.0), TokenRefused),
    (envelope(15, sub_code="isv.persistent-session-not-exist"), TokenRefused),
    (envelope(27, sub_code="isv.something-new"), TokenRefused),
    (envelope("IncompleteSignature"), Refused),
    (envelope("InvalidSignature"), Refused),
    (envelope(25), Refused),
    (envelope("InvalidAppkey"), Refused),
    (envelope("InvalidAppKey"), Refused),
    (envelope("AppKeyNotExist"), Refused),
    (envelope(29), Refused),
    (envelope(15, sub_code="isv.appkey-not-exists"), Refused),
    (envelope("IllegalTimestamp"), Refused),
    (envelope(31), Refused),
    (envelope("MissingParameter"), Refused),
    (envelope("InvalidParameter"), Refused),
    (envelope(40), Refused),
    (envelope(41), Refused),
    (envelope("AUTH_TYPE_UNSUPPORTED"), Refused),
    (envelope("AppWhiteIpLimit", msg="The source IP is not in the white list of the app"), Refused),
    (envelope("15", kind="AppWhiteIpLimit"), Refused),
    (envelope("15", msg="The source IP is not in the white list of the app"), Refused),
    (envelope("15", kind="ISP", sub_code="isv.invalid-parameter:page_size"), Refused),
    (envelope("15", kind="ISP", sub_code="ISV.SOMETHING-NEW"), Refused),
    (envelope("15", kind="ISP", sub_code="isv.402"), Refused),
    ({"code": "IllegalRefreshToken", "message": "no", "type": "ISV"}, Refused),
    ({"code": "InvalidCode", "message": "no", "type": "ISV"}, Refused),
    # the app may not make this call; another may do
    (envelope("InsufficientPermission"), NotPermitted),
    (envelope("15", kind="ISP", sub_code="isv.insufficient-permission"), NotPermitted),
    (envelope("15", kind="ISP", sub_code="isv.invalid-authorization"), NotPermitted),
    (envelope("15", kind="ISP", sub_code="isv.account-migration-check-fail"), NotPermitted),
    (envelope("15", kind="ISP", sub_code="isv.permission-api-package-limit"), NotPermitted),
    (envelope(11, msg="Insufficient ISV permissions"), NotPermitted),
    (envelope("InvalidApi"), NotPermitted),
    (refused_by_result("no", "isv.insufficient-permission"), NotPermitted),
    # it passes
    (envelope("SomethingNew"), Failed),
    (envelope("ServiceTimeout"), Failed),
    (envelope("ServiceUnavailable", kind="SYSTEM"), Failed),
    (envelope("InternalError"), Failed),
    (envelope("SomethingNew", kind="ISP"), Failed),
    (envelope("UnknownRuntimeException"), Failed),
    (envelope("15", msg="Remote service error"), Failed),
    ({"code": "15", "request_id": "1"}, Failed),
    (envelope(15, sub_code="isp.unknown-error"), Failed),
    (envelope(15, sub_code="isp.top-remote-connection-timeout"), Failed),
    (envelope(15, sub_code="isp.50001", sub_msg="服务器错误"), Failed),
    (envelope(15, sub_code="F00-10-10000-001"), Failed),
    (envelope("1002"), Failed),
    (envelope("506"), Failed),
    (refused_by_result("System error", 16009999), Failed),
    (refused_by_result("System error", 16009999.0), Failed),
    (refused_by_result("system error, please try again later", "F00-10-10000-001"), Failed),
    (refused_by_result("Provider's HSF thread pool is full.", "F00-00-10014-018"), Failed),
    (refused_by_result("HSFTimeOutException-FutureTimeout", "-99999"), Failed),
    (refused_by_result("250015:System Error.", "13250015"), Failed),
    (refused_by_result("系统错误,请稍后重试", "SYS_ERROR"), Failed),
    (refused_by_result("系统繁忙\uff0c请稍后再试", "F00-00-10020-004"), Failed),
    (refused_by_result("Something nobody has seen yet", 13001004), Failed),
    (refused_by_result("", "API_CALL_UIC_TAG_ERROR_0005"), Failed),
    ({"result": {"success": False}}, Failed),
    # it was too much
    (envelope("ApiCallLimit", msg=BAN.format(3)), Unavailable),
    (envelope("AppApiCallLimit", msg=BAN.format(3)), Unavailable),
    (envelope(7, sub_msg="This ban will last for 60 more seconds"), Unavailable),
    (envelope(7.0), Unavailable),
    (refused_by_result(BAN.format(2)), Unavailable),
    (refused_by_result("亲\uff0c您的操作速度太快了", "SYS_REQUEST_TOO_FAST"), Unavailable),
    # it is no answer
    ([], Unavailable),
    ({"result": None}, Unavailable),
]


@pytest.mark.parametrize(("answer", "kind"), ANSWERS)
def test_an_error_is_of_its_kind(httpserver, gateway, answer, kind):
    httpserver.expect_request("/sync").respond_with_json(answer)

    with pytest.raises(GatewayError) as caught:
        gateway.page("onSelling", 1)

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("answer", "cure"),
    [
        (envelope("AppWhiteIpLimit"), "Add this machine's address to the app's list"),
        (envelope("IncompleteSignature"), "app key and secret"),
        (envelope("IllegalTimestamp"), "clock"),
        (envelope("IllegalAccessToken"), "Connect the store again"),
        (envelope("15", sub_code="isv.insufficient-permission"), "what the app may call"),
        (envelope("15", sub_code="isv.new", sub_msg="a new reason"), "a new reason"),
    ],
)
def test_what_a_person_must_do_is_said(httpserver, gateway, answer, cure):
    httpserver.expect_request("/sync").respond_with_json(answer)

    with pytest.raises(Refused, match=cure):
        gateway.page("onSelling", 1)


@pytest.mark.parametrize(
    ("answer", "binds"),
    [
        (envelope("SellerCallLimit", msg=BAN.format(300)), Bound.SELLER),
        (envelope("AppCallLimit", msg=BAN.format(300)), Bound.APP),
        (envelope("ApiCallLimit", msg=BAN.format(300)), Bound.METHOD),
        (envelope("AppApiCallLimit", msg=BAN.format(300)), Bound.METHOD),
        (envelope(7, msg=BAN.format(300)), Bound.APP),
        *(
            (envelope(7, msg=BAN.format(300), sub_code=f"accesscontrol.limited-by-{who}"), binds)
            for who, binds in [
                ("app-access-count", Bound.APP),
                ("api-access-count", Bound.METHOD),
                ("app-api-access-count", Bound.METHOD),
            ]
        ),
        (
            envelope(7, msg=BAN.format(300), sub_code="isv.access-limited-by-app-api-access-count"),
            Bound.METHOD,
        ),
    ],
)
def test_a_limit_binds_whom_it_names(httpserver, gateway, answer, binds):
    httpserver.expect_request("/sync").respond_with_json(answer)

    with pytest.raises(Unavailable) as caught:
        gateway.page("onSelling", 1)

    assert (caught.value.wait_seconds, caught.value.binds) == (300, binds)


@pytest.mark.parametrize(
    "shape",
    [
        lambda error: {"aliexpress_x_get_response": error},
        lambda error: {"aliexpress_x_get_response": error["error_response"]},
        lambda error: {"result": error},
        lambda error: {"aliexpress_x_get_response": {"result": error}},
    ],
)
def test_an_error_inside_the_answer_of_a_method_gives_its_reason(httpserver, gateway, shape):
    error = envelope("15", sub_code="isv.new", sub_msg="The seller is on holiday")
    httpserver.expect_request("/sync").respond_with_json(shape(error))

    with pytest.raises(Refused, match="The seller is on holiday"):
        gateway.page("onSelling", 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<html>Bad gateway</html>", 502),
        ("<html>Welcome</html>", 200),
        ('{"result": {"success": tr', 200),
        ("", 200),
        ("{}", 503),
        ('{"result": {"product_count": NaN}}', 200),
        ("elsewhere", 302),
        ("slow down", 429),
        ("", 408),
        ("", 425),
        ("[" * 100_000, 200),
    ],
)
def test_what_is_no_answer_is_unavailable(httpserver, gateway, body, status):
    httpserver.expect_request("/sync").respond_with_data(body, status=status)

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)


@pytest.mark.parametrize("where", ['{"code": %s}', '{"error_response": {"code": %s}}', PAGE])
def test_what_is_nested_deep_is_no_fault_of_ours(httpserver, gateway, where):
    """How deep Python goes differs from one to the next: some read of a page what there is."""
    httpserver.expect_request("/sync").respond_with_data(where % ("[" * 1_000 + "]" * 1_000))

    with contextlib.suppress(GatewayError):
        assert len(gateway.page("onSelling", 1).unreadable) == 1


def test_nobody_at_the_address_is_unavailable(credentials):
    nobody = replace(credentials, gateway_url="http://127.0.0.1:9")
    gateway = Gateway(nobody, clock=lambda: NOON, patience=0)

    with pytest.raises(Unavailable, match="could not be reached"):
        gateway.page("onSelling", 1)


def test_no_secret_shows_in_a_repr_a_sentence_or_a_log(gateway, httpserver, caplog):
    httpserver.expect_request("/sync").respond_with_json(envelope("IllegalAccessToken"))
    caplog.set_level(logging.DEBUG)

    with pytest.raises(TokenRefused) as caught:
        gateway.page("onSelling", 1)

    shown = f"{gateway.credentials!r} {caught.value} {caught.value!r} {caplog.text}"
    for secret in ("an-app-secret", "an-access-token", "a-refresh-token"):
        assert secret not in shown
