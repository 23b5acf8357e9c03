"""The two signatures AliExpress published, by the sandbox's own verifier."""

from datetime import UTC, datetime, timedelta

import pytest

from aliexpress.sandbox.errors import Refusal
from aliexpress.sandbox.server.call_checks import check_call, check_timestamp, signature

NOW = datetime.fromtimestamp(1_517_820_392, UTC)

SYNC = {
    "access_token": "test",
    "aliexpress_category_id": "200135143",
    "app_key": "123456",
    "method": "aliexpress.logistics.redefining.getonlinelogisticsinfo",
    "sign_method": "sha256",
    "timestamp": "1517820392000",
}
SYNC_SIGN = "F7F7926B67316C9D1E8E15F7E66940ED3059B1638C497D77973F30046EFB5BBB"
REST = {
    "app_key": "12345678",
    "code": "3_500102_JxZ05Ux3cnnSSUm6dCxYg6Q26",
    "sign_method": "sha256",
    "timestamp": "1517820392000",
}
REST_SIGN = "35607762342831B6A417A0DED84B79C05FEFBF116969C48AD6DC00279A9F4D81"


def test_the_published_business_call_has_the_published_signature() -> None:
    assert signature(SYNC, secret="helloworld") == SYNC_SIGN


def test_the_published_token_call_has_the_published_signature() -> None:
    assert signature(REST, secret="helloworld", path="/auth/token/create") == REST_SIGN


def test_a_published_call_is_let_through() -> None:
    check_call(SYNC | {"sign": SYNC_SIGN}, app_key="123456", app_secret="helloworld", now=NOW)


def test_a_parameter_changed_after_signing_is_found() -> None:
    tampered = SYNC | {"sign": SYNC_SIGN, "aliexpress_category_id": "200135144"}

    with pytest.raises(Refusal) as refused:
        check_call(tampered, app_key="123456", app_secret="helloworld", now=NOW)

    assert refused.value.code == "IncompleteSignature"


@pytest.mark.parametrize(
    "text", ["1517820392000", "2018-02-05 08:46:32", "2018-02-05T08:46:32Z", "1517813200000"]
)
def test_a_timestamp_within_two_hours_is_accepted(text: str) -> None:
    check_timestamp(text, now=NOW)


@pytest.mark.parametrize(
    "text",
    ["1517820392", "1517813191000", "1517827593000", "today", "", "99999999999999999999", "²"],
)
def test_any_other_timestamp_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_timestamp(text, now=NOW)

    assert refused.value.code == "IllegalTimestamp"


def test_two_hours_are_counted_to_the_second() -> None:
    check_timestamp("1517820392000", now=NOW + timedelta(seconds=7200))

    with pytest.raises(Refusal):
        check_timestamp("1517820392000", now=NOW + timedelta(seconds=7201))
