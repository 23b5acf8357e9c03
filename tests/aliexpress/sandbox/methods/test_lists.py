"""The list methods: what they list, in which order, in which shape."""

import json
from collections.abc import Iterator
from itertools import chain

import pytest

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import DRAFT_LIST, FIND_LIST, LIST_METHODS, SOLUTION_LIST
from tests.aliexpress.sandbox.caller import LIST, Caller


def test_the_newest_created_comes_first(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    first, second, third = (catalogue.create("onSelling") for _ in range(3))

    assert caller.ids("onSelling") == [third, second, first]


def test_a_listing_keeps_its_place_when_it_comes_back(sandbox: Sandbox, caller: Caller) -> None:
    catalogue = sandbox.catalogue()
    first, second, third = (catalogue.create("onSelling") for _ in range(3))
    catalogue.expire(second)

    catalogue.renew(second)

    assert caller.ids("onSelling") == [third, second, first]


def test_pages_join_without_a_gap(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 25, "auditing": 5})

    pages = [caller.ids("onSelling", page_size=10, current_page=n) for n in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert [*chain(*pages)] == sandbox.catalogue().in_status("onSelling")


def test_counts_and_pages_are_declared(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.fill(sandbox.seller, {"onSelling": 25})

    result = caller.listed("onSelling", page_size=10, current_page=2)

    assert (result["product_count"], result["total_page"], result["current_page"]) == (25, 3, 2)


def test_an_empty_status_declares_nothing(caller: Caller) -> None:
    result = caller.listed("offline")

    assert (result["product_count"], result["total_page"], result[LIST]) == (0, 0, [])


def test_a_page_is_made_anew_after_a_change(sandbox: Sandbox, caller: Caller) -> None:
    product_id = sandbox.catalogue().create("onSelling")
    before = caller.ids("onSelling")

    sandbox.catalogue().expire(product_id)

    assert (before, caller.ids("onSelling")) == ([product_id], [])


def test_an_offline_item_says_why_and_when(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().expire(sandbox.catalogue().create("onSelling"))

    item = caller.listed("offline")[LIST][0]

    assert (item["ws_display"], item["ws_offline_date"]) == (
        "expire_offline",
        "2026-03-14 02:00:00",
    )


def test_a_rejected_item_says_why(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().reject(sandbox.catalogue().create(), "fake_audit_fail")

    item = caller.listed("editingRequired")[LIST][0]

    assert item["audit_failure_reason"] == "fake_audit_fail"
    assert "ws_display" not in item


def test_ids_have_sixteen_digits_and_prices_are_text(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().create("onSelling")

    item = caller.listed("onSelling")[LIST][0]

    assert len(str(item["product_id"])) == 16
    assert isinstance(item["product_min_price"], str)


def test_times_are_the_stores_own(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().create("onSelling")

    item = caller.listed("onSelling")[LIST][0]

    assert item["gmt_create"] == "2026-03-14 02:00:00"


def test_a_status_never_heard_of_is_in_no_list(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.catalogue().move(sandbox.catalogue().create(), "frozen_by_platform")

    for status in ("onSelling", "offline", "auditing", "editingRequired", "deleted"):
        assert caller.listed(status)["product_count"] == 0


def test_drafts_are_only_in_their_own_list(sandbox: Sandbox, caller: Caller) -> None:
    draft = sandbox.catalogue().create_draft()

    result = caller.call(DRAFT_LIST)["result"]

    assert [item["product_id"] for item in result[LIST]] == [draft]
    assert "group_id" not in result[LIST][0]
    assert caller.listed("auditing")["product_count"] == 0


@pytest.fixture
def odd() -> Iterator[Caller]:
    """Both methods allowed, and a list of one comes as an object."""
    sandbox = Sandbox(list_methods=LIST_METHODS, quirks=frozenset({"single_as_object"}))
    sandbox.start()
    yield Caller(sandbox)
    sandbox.stop()


@pytest.mark.parametrize(
    ("method", "inner"),
    [(FIND_LIST, "aeop_ae_product_display_sample_dto"), (SOLUTION_LIST, "item_display_dto")],
)
def test_without_simplify_lists_are_nested(
    sandbox: Sandbox, odd: Caller, method: str, inner: str
) -> None:
    odd.sandbox.fill(odd.sandbox.seller, {"onSelling": 2, "auditing": 1})
    root = method.replace(".", "_") + "_response"

    def result(status: str) -> dict[str, object]:
        query = json.dumps({"product_status_type": status})
        answer = odd.call(method, simplify="false", aeop_a_e_product_list_query=query)
        found: dict[str, object] = answer[root]["result"]
        return found

    two, one, none = result("onSelling")[LIST], result("auditing")[LIST], result("offline")
    assert isinstance(two, dict)
    assert len(two[inner]) == 2
    assert isinstance(one, dict)
    assert isinstance(one[inner], dict)
    assert LIST not in none


def test_the_solution_list_filters_by_sku_code(odd: Caller) -> None:
    odd.sandbox.fill(odd.sandbox.seller, {"onSelling": 50})
    some = odd.sandbox.catalogue().in_status("onSelling")[3]
    detail = odd.call("aliexpress.solution.product.info.get", product_id=str(some))["result"]
    code = detail["aeop_ae_product_s_k_us"][0]["sku_code"]

    assert odd.ids("onSelling", method=SOLUTION_LIST, sku_code=code) == [some]
