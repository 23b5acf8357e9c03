"""Tokens: how they are given, renewed, and end."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import TOKEN_CREATE, TOKEN_REFRESH, TOKEN_SECURITY_REFRESH
from tests.aliexpress.sandbox.caller import Caller
from tests.waiting import PATIENCE_SECONDS

PROFILE = "aliexpress.merchant.profile.get"


def refresh(caller: Caller, token: str = "sandbox-refresh-token") -> dict[str, object]:
    return caller.rest(TOKEN_REFRESH, refresh_token=token)


def later(sandbox: Sandbox, **time: int) -> None:
    sandbox.clock.set(sandbox.clock.now() + timedelta(**time))


def test_a_refresh_gives_a_new_pair_for_thirty_days(sandbox: Sandbox, caller: Caller) -> None:
    answer = refresh(caller)

    assert answer["code"] == "0"
    assert answer["access_token"] == sandbox.seller.access_token != "sandbox-access-token"
    assert answer["expires_in"] == 30 * 86_400
    assert (answer["seller_id"], answer["account_platform"]) == ("2675378076", "seller_center")


def test_a_refresh_ends_the_old_access_token(caller: Caller) -> None:
    refresh(caller)

    answer = caller.call(PROFILE, session="sandbox-access-token")

    assert answer["error_response"]["code"] == "IllegalAccessToken"


def test_a_refresh_does_not_prolong_the_refresh_token(sandbox: Sandbox, caller: Caller) -> None:
    later(sandbox, days=59)
    answer = refresh(caller)
    later(sandbox, days=1)

    refused = refresh(caller, sandbox.seller.refresh_token)

    assert answer["refresh_expires_in"] == 86_400
    assert refused["code"] == "IllegalRefreshToken"
    assert "error_response" not in refused


def test_an_answer_lost_on_the_way_can_be_asked_for_again(caller: Caller) -> None:
    refresh(caller)

    assert refresh(caller)["code"] == "0"


def test_a_token_that_cannot_be_refreshed_says_so(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.seller.refreshable = False

    assert refresh(caller)["code"] == "IllegalRefreshToken"


def test_the_security_variant_answers_less(caller: Caller) -> None:
    answer = caller.rest(TOKEN_SECURITY_REFRESH, refresh_token="sandbox-refresh-token")

    assert "access_token" in answer
    assert "seller_id" not in answer


def test_a_withdrawn_consent_ends_every_token(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.accounts.revoke(sandbox.seller)

    assert caller.call(PROFILE)["error_response"]["code"] == "IllegalAccessToken"
    assert refresh(caller)["code"] == "IllegalRefreshToken"


def consent(sandbox: Sandbox, choice: str = "Authorise as harbour-home") -> dict[str, list[str]]:
    """What the app is told after somebody follows a link of the consent page."""
    asked = {
        "response_type": "code",
        "client_id": sandbox.app_key,
        "redirect_uri": "https://app.example/back?store=1",
        "state": "x&y",
    }
    page = requests.get(sandbox.url + "/oauth/authorize", params=asked, timeout=PATIENCE_SECONDS)
    assert page.status_code == 200
    before = page.text.split(f">{choice}<")[0]
    link = before.rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    said = requests.get(sandbox.url + link, allow_redirects=False, timeout=PATIENCE_SECONDS)
    assert said.status_code == 302
    address = urlsplit(said.headers["Location"])
    assert address.netloc == "app.example"
    return parse_qs(address.query)


def test_consent_leads_back_with_a_code_for_a_pair(sandbox: Sandbox, caller: Caller) -> None:
    said = consent(sandbox)

    answer = caller.rest(TOKEN_CREATE, code=said["code"][0])

    assert (said["state"], said["store"]) == (["x&y"], ["1"])
    assert answer["seller_id"] == sandbox.seller.seller_id
    assert caller.call(PROFILE, session=answer["access_token"])["code"] == "0"


def test_a_refusal_leads_back_with_an_error(sandbox: Sandbox) -> None:
    said = consent(sandbox, "Refuse")

    assert said["error"] == ["access_denied"]
    assert "code" not in said


def test_a_code_is_good_once(sandbox: Sandbox, caller: Caller) -> None:
    code = consent(sandbox)["code"][0]
    caller.rest(TOKEN_CREATE, code=code)

    assert caller.rest(TOKEN_CREATE, code=code)["code"] == "InvalidCode"


def test_a_code_is_good_for_three_minutes(sandbox: Sandbox, caller: Caller) -> None:
    code = consent(sandbox)["code"][0]
    later(sandbox, minutes=3)

    assert caller.rest(TOKEN_CREATE, code=code)["code"] == "InvalidCode"


@pytest.mark.parametrize(
    "wrong",
    [{"client_id": "1"}, {"redirect_uri": "javascript:alert(1)"}, {"response_type": "token"}],
)
def test_the_consent_page_says_what_is_wrong(sandbox: Sandbox, wrong: dict[str, str]) -> None:
    asked = {"client_id": sandbox.app_key, "redirect_uri": "http://127.0.0.1/back", **wrong}

    page = requests.get(sandbox.url + "/oauth/authorize", params=asked, timeout=PATIENCE_SECONDS)

    assert page.status_code == 400
    assert "href" not in page.text


def test_the_profile_counts_as_text(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 3, "auditing": 2})

    profile = caller.call(PROFILE)["profile"]

    assert profile["online_store_product_number"] == "3"
    assert profile["auth_store_product_number"] == "2"
