"""Scripted faults: each does what its name says, to the calls it names and to no other."""

import json

import pytest
import requests

from aliexpress.sandbox import Fault, RequestSeen, Sandbox
from aliexpress.sandbox.aliexpress_words import FIND_LIST, PRODUCT_QUERY
from aliexpress.sandbox.faults.script import FaultKind
from tests.aliexpress.sandbox.caller import LIST, Caller

PROFILE = "aliexpress.merchant.profile.get"


@pytest.fixture
def full(sandbox: Sandbox) -> Sandbox:
    sandbox.fill(sandbox.seller, {"onSelling": 30, "offline": 5})
    return sandbox


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_status_of_the_wire(full: Sandbox, caller: Caller, status: int) -> None:
    kind: FaultKind = f"http_{status}"  # type: ignore[assignment]
    full.faults.add(Fault(kind))

    assert caller.post(PROFILE).status_code == status


def test_html_comes_with_status_200(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("html"))

    answer = caller.post(PROFILE)

    assert answer.status_code == 200
    assert answer.text.startswith("<!doctype html>")


def test_truncated_json_is_a_whole_answer_of_half_a_body(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("truncated_json"))

    answer = caller.post(PROFILE)

    assert answer.text.startswith('{"profile"')
    with pytest.raises(ValueError):  # noqa: PT011 - the wording is requests' own
        answer.json()


@pytest.mark.parametrize("kind", ["reset", "cut_off"])
def test_the_connection_breaks(full: Sandbox, caller: Caller, kind: FaultKind) -> None:
    full.faults.add(Fault(kind))

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        caller.post(PROFILE)


def test_a_timeout_holds_the_answer_until_faults_are_cleared(full: Sandbox) -> None:
    full.faults.add(Fault("timeout"))

    with pytest.raises(requests.ReadTimeout):
        requests.post(full.url + "/sync", data={"method": PROFILE}, timeout=0.2)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("token_refused"), "IllegalAccessToken"),
        (Fault("error_response"), "ServiceUnavailable"),
        (Fault("error_response", code="ServiceTimeout", type="ISP"), "ServiceTimeout"),
    ],
)
def test_the_gateway_refuses(full: Sandbox, caller: Caller, fault: Fault, code: str) -> None:
    full.faults.add(fault)

    assert caller.call(PROFILE)["error_response"]["code"] == code


def test_a_business_error_of_ones_own(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("success_false", code="F00-1", message="No today."))

    result = caller.listed("onSelling")

    assert (result["success"], result["error_code"], result["error_message"]) == (
        False, "F00-1", "No today.",
    )  # fmt: skip


def test_a_ban_lasts_for_every_call_and_is_counted(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("throttled", seconds=600, times=1))

    first, second = caller.call(PROFILE), caller.call(PROFILE)

    for answer in (first, second):
        assert answer["error_response"]["code"] == "ApiCallLimit"
        assert "this ban will last 600 seconds" in answer["error_response"]["msg"]
    assert full.faults.calls_during_ban == 1


def test_a_shape_never_expected(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("bad_shape", shape=[1, 2]))

    assert caller.post(PROFILE).json() == [1, 2]


def test_a_lost_page_is_empty_and_still_counted(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("lost_page", status="onSelling", page=2))

    pages = [caller.listed("onSelling", page_size=10, current_page=n) for n in (1, 2, 3)]

    assert [len(page[LIST]) for page in pages] == [10, 0, 10]
    assert {page["product_count"] for page in pages} == {30}


def test_a_repeated_page_holds_the_one_before(full: Sandbox, caller: Caller) -> None:
    before = caller.ids("onSelling", page_size=10, current_page=1)
    full.faults.add(Fault("repeated_page", page=2))

    result = caller.listed("onSelling", page_size=10, current_page=2)

    assert [item["product_id"] for item in result[LIST]] == before
    assert result["current_page"] == 2


def test_a_false_count_leaves_the_list_right(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("declared_wrong", delta=7))

    result = caller.listed("onSelling", page_size=99)

    assert (result["product_count"], len(result[LIST])) == (37, 30)


def test_a_page_count_changes(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("page_count_changes", delta=-1))

    assert caller.listed("onSelling", page_size=10)["total_page"] == 2


def test_items_go_missing(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("missing_items", count=3))

    assert len(caller.ids("onSelling", page_size=10)) == 7


def test_hostile_items_keep_their_ids(full: Sandbox, caller: Caller) -> None:
    honest = caller.ids("onSelling", page_size=30)
    full.faults.add(Fault("hostile_items"))

    items = caller.listed("onSelling", page_size=30)[LIST]

    assert [int(item["product_id"]) for item in items] == honest
    assert any(len(str(item.get("subject"))) > 10_000 for item in items)
    assert any(set(item) == {"product_id"} for item in items)


def test_a_reason_never_heard_of(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("unknown_reason", word="volcano_offline"))

    items = caller.listed("offline")[LIST]

    assert {item["ws_display"] for item in items} == {"volcano_offline"}


def test_a_status_never_heard_of(full: Sandbox, caller: Caller) -> None:
    product_id = full.catalogue().in_status("onSelling")[0]
    full.faults.add(Fault("unknown_status", word="dreaming"))

    answer = caller.call(PRODUCT_QUERY, product_id=str(product_id))

    assert answer["result"]["product_status_type"] == "dreaming"


def test_the_nth_call_that_fits(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("error_response", method="findproductinfolistquery", nth=2))

    answers = []
    for _ in range(3):
        caller.call(PROFILE)
        query = json.dumps({"product_status_type": "onSelling"})
        answers.append(caller.call(FIND_LIST, aeop_a_e_product_list_query=query))

    assert ["error_response" in answer for answer in answers] == [False, True, False]


def test_a_fault_strikes_at_most_so_often(full: Sandbox, caller: Caller) -> None:
    fault = full.faults.add(Fault("http_500", times=2))

    statuses = [caller.post(PROFILE).status_code for _ in range(4)]

    assert statuses == [500, 500, 200, 200]
    assert fault.fired == 2


def test_chance_is_the_same_for_the_same_seed() -> None:
    seen = RequestSeen(method=PROFILE, moment=Sandbox().clock.now())

    first, second = (
        [fault.fires(seen) for _ in range(50)]
        for fault in (Fault("reset", probability=0.3, seed=4) for _ in range(2))
    )

    assert first == second
    assert 5 < sum(first) < 25


def test_cleared_faults_strike_no_more(full: Sandbox, caller: Caller) -> None:
    full.faults.add(Fault("throttled", seconds=600))
    caller.call(PROFILE)

    full.faults.clear()

    assert caller.call(PROFILE)["code"] == "0"


def test_a_test_can_move_listings_while_they_are_read(full: Sandbox, caller: Caller) -> None:
    catalogue = full.catalogue()
    newest = catalogue.in_status("onSelling")[0]

    def expire_before_page_two(seen: RequestSeen) -> None:
        if seen.page == 2:
            catalogue.expire(newest)

    full.on_request = expire_before_page_two

    first, second = (caller.ids("onSelling", page_size=10, current_page=n) for n in (1, 2))

    assert len({*first, *second}) == 20
    assert caller.listed("onSelling")["product_count"] == 29
    missed = catalogue.in_status("onSelling")[9]
    assert missed not in second


def test_what_was_asked_is_on_record(full: Sandbox, caller: Caller) -> None:
    caller.listed("offline", current_page=3, page_size=7)

    seen = full.requests[-1]
    assert (seen.method, seen.status, seen.page, seen.page_size) == (FIND_LIST, "offline", 3, 7)
    assert seen.seller_id == full.seller.seller_id
