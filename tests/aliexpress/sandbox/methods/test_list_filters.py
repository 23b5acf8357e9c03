"""What narrows a list: when something was made or modified, why it is off, whose it is."""

import json
from datetime import timedelta

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import FIND_LIST
from tests.aliexpress.sandbox.caller import LIST, Caller


def one_minute_later(sandbox: Sandbox) -> None:
    sandbox.clock.set(sandbox.clock.now() + timedelta(minutes=1))


def test_a_change_moves_gmt_modified_and_nothing_moves_gmt_create(
    sandbox: Sandbox, caller: Caller
) -> None:
    product_id = sandbox.catalogue().create()
    one_minute_later(sandbox)

    sandbox.catalogue().approve(product_id)

    item = caller.listed("onSelling")[LIST][0]
    assert item["gmt_create"] == "2026-03-14 02:00:00"
    assert item["gmt_modified"] == "2026-03-14 02:01:00"


def test_modified_since_includes_its_first_second(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    catalogue.create("onSelling")
    one_minute_later(sandbox)
    second = catalogue.create("onSelling")
    one_minute_later(sandbox)
    third = catalogue.create("onSelling")

    found = caller.ids("onSelling", gmt_modified_start="2026-03-14 02:01:00")

    assert found == [third, second]


def test_modified_until_includes_its_last_second(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    first = catalogue.create("onSelling")
    one_minute_later(sandbox)
    catalogue.create("onSelling")

    found = caller.ids(
        "onSelling",
        gmt_modified_start="2026-03-14 00:00:00",
        gmt_modified_end="2026-03-14 02:00:00",
    )

    assert found == [first]


def test_created_in_a_window(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    catalogue.create("onSelling")
    one_minute_later(sandbox)
    second = catalogue.create("onSelling")
    one_minute_later(sandbox)
    catalogue.create("onSelling")

    result = caller.listed(
        "onSelling", gmt_create_start="2026-03-14 02:01:00", gmt_create_end="2026-03-14 02:01:59"
    )

    assert result["product_count"] == 1
    assert result[LIST][0]["product_id"] == second


def test_a_listing_modified_twice_is_listed_once(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")
    one_minute_later(sandbox)
    sandbox.catalogue().modify(product_id)
    sandbox.catalogue().modify(product_id)

    found = caller.listed("onSelling", gmt_modified_start="2026-03-14 02:00:00")

    assert found["product_count"] == 1


def test_filters_that_each_narrow(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 400})
    items = [
        item
        for page in range(1, 6)
        for item in caller.listed("onSelling", page_size=99, current_page=page)[LIST]
    ]
    some = items[7]

    for field, asked in [
        ("product_id", some["product_id"]),
        ("group_id", some["group_id"]),
        ("owner_member_id", some["owner_member_id"]),
    ]:
        expected = sum(item[field] == asked for item in items)
        assert caller.listed("onSelling", **{field: asked})["product_count"] == expected, field
    linen = sum("linen" in item["subject"].lower() for item in items)
    assert caller.listed("onSelling", subject="LINEN")["product_count"] == linen
    left_out = caller.listed("onSelling", excepted_product_ids=[some["product_id"]])
    assert left_out["product_count"] == 399


def test_the_offline_reason_is_a_filter(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    expired, taken_down = catalogue.create("onSelling"), catalogue.create("onSelling")
    catalogue.expire(expired)
    catalogue.take_down(taken_down, "punish_offline")

    assert caller.ids("offline", ws_display="punish_offline") == [taken_down]
    assert caller.ids("offline", ws_display="never_heard_of") == []


def test_the_audit_reason_is_a_filter(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    catalogue.reject(catalogue.create(), "fake_audit_fail")
    duplicate = catalogue.create()
    catalogue.reject(duplicate, "duplicate_audit_fail")

    found = caller.ids("editingRequired", audit_failure_reason="duplicate_audit_fail")

    assert found == [duplicate]


def test_days_left_are_a_filter(sandbox: Sandbox, caller: Caller) -> None:
    old = sandbox.catalogue().create("onSelling")
    sandbox.clock.set(sandbox.clock.now() + timedelta(days=28))
    sandbox.catalogue().create("onSelling")

    assert caller.ids("onSelling", off_line_time=3) == [old]


def test_a_sub_account_sees_only_its_own(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 400})
    assistant = sandbox.add_sub_account(sandbox.seller)
    query = json.dumps({"product_status_type": "onSelling", "page_size": 99})

    result = caller.call(
        FIND_LIST, session=assistant.access_token, aeop_a_e_product_list_query=query
    )["result"]

    owners = {item["owner_member_id"] for item in result[LIST]}
    assert owners == {assistant.sees_only}
    assert 0 < result["product_count"] < 200
