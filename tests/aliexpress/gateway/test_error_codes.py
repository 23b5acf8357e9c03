"""Which failures may pass by themselves and which need somebody to act."""

import contextlib
import logging
from dataclasses import replace

import pytest

from aliexpress.gateway import Gateway
from aliexpress.gateway.errors import GatewayError, Refused, TokenRefused, Unavailable
from tests.aliexpress.gateway.conftest import NOON


def envelope(code, *, kind="ISV", **more):
    return {"error_response": {"type": kind, "code": code, "msg": "Some words", **more}}


def refused_by_result(message, code=0):
    return {"result": {"success": False, "error_code": code, "error_message": message}}


BAN = "Api access frequency exceeds the limit. this ban will last {} seconds"

PAGE = '{"result": {"product_count": 1, "total_page": 1, "x_list": [[%s]]}}'
ANSWERS = [
    (envelope("IllegalAccessToken"), TokenRefused),
    (envelope(27), TokenRefused),
    (envelope("IncompleteSignature"), Refused),
    (envelope("InvalidAppkey"), Refused),
    (envelope("InsufficientPermission"), Refused),
    (envelope("IllegalTimestamp"), Refused),
    (envelope("MissingParameter"), Refused),
    (envelope(25), Refused),
    (envelope("SomethingNew"), Refused),
    (envelope("ServiceTimeout"), Unavailable),
    (envelope("SomethingNew", kind="ISP"), Unavailable),
    (envelope(15, sub_code="isp.unknown-error"), Unavailable),
    (envelope("ApiCallLimit", msg=BAN.format(3)), Unavailable),
    (envelope(7, sub_msg="This ban will last for 60 more seconds"), Unavailable),
    (refused_by_result("System error", 16009999), Unavailable),
    (refused_by_result("The product status is wrong", 13001004), Refused),
    (refused_by_result(BAN.format(2)), Unavailable),
    (refused_by_result("System error", 16009999.0), Unavailable),
    (envelope(7.0), Unavailable),
    (envelope(27.0), TokenRefused),
    ([], Unavailable),
    ({"result": None}, Unavailable),
    ({"code": "IllegalRefreshToken", "message": "no", "type": "ISV"}, Refused),
]


@pytest.mark.parametrize(("answer", "kind"), ANSWERS)
def test_an_error_is_of_its_kind(httpserver, gateway, answer, kind):
    httpserver.expect_request("/sync").respond_with_json(answer)

    with pytest.raises(GatewayError) as caught:
        gateway.page("onSelling", 1)

    assert type(caught.value) is kind


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
