"""The managed families: what they are asked by, and every shape their answers come in."""

import json
from typing import Any

import pytest

from aliexpress.gateway.errors import Failed, Refused, Unavailable
from aliexpress.gateway.families import FAMILIES, PageQuery, ShopAddress
from aliexpress.lifecycle import MANAGED, MANAGED_STATUSES, State, state_of

ZONE = "America/Los_Angeles"
PID = 1_005_003_033_814_656
ITEM = {
    "product_id": PID,
    "title": "Linen curtain",
    "product_min_price": "7.30",
    "currency_code": "USD",
    "created_time": "2026-03-01 08:00:00",
    "modified_time": "2026-03-14 02:00:00",
    "image_urls": "https://ae01.example/kf/a.jpg",
    "audit_failure_type": "audit_sub_status_qf",
    "audit_failure_reason": "A certificate is missing.",
}
ASKED = PageQuery("ONLINE", 1, 20)
BODY = {"success": True, "total_count": 1, "total_page": 1, "current_page": 1}


def page(family: str, answer: dict[str, Any], asked: PageQuery = ASKED):
    return FAMILIES[family].page(answer, asked, time_zone=ZONE)


@pytest.mark.parametrize("family", MANAGED)
@pytest.mark.parametrize(
    "answer",
    [
        {"result": BODY | {"product_list": [ITEM]}},
        BODY | {"product_list": [ITEM]},
        {"x_response": {"result": BODY | {"product_list": {"any_key_at_all": [ITEM]}}}},
        {"x_response": BODY | {"product_list": {"any_key_at_all": ITEM}}},
        {"result": {"data": BODY | {"product_list": [ITEM]}}},
        {"result": BODY | {"total_count": "1", "total_page": "1", "product_list": [ITEM]}},
    ],
)
def test_a_list_is_read_in_every_shape_it_comes_in(family, answer):
    found = page(family, answer)

    (product,) = found.products
    assert (found.declared, found.page_count) == (1, 1)
    assert (product.product_id, product.status, product.subject) == (PID, "ONLINE", ITEM["title"])
    assert (product.gmt_modified, product.min_price) == ("2026-03-14 02:00:00", "7.30")
    assert product.audit_failure_reason == "audit_sub_status_qf"
    assert product.image_url == ITEM["image_urls"]


@pytest.mark.parametrize(
    "answer",
    [
        {"result": {}},
        {"result": {"success": False}},
        {"result": BODY | {"product_list": []}},
        {"result": BODY | {"current_page": 2, "product_list": [ITEM]}},
        {"result": BODY | {"total_count": -1, "product_list": [ITEM]}},
        {"result": BODY | {"total_count": None, "product_list": [ITEM]}},
    ],
)
def test_an_answer_that_contradicts_itself_is_no_page(answer):
    with pytest.raises(Unavailable):
        page("choice", answer)


def test_what_is_no_product_is_named_and_not_taken():
    found = page("choice", {"result": BODY | {"product_list": [ITEM, "?", {"title": "no id"}]}})

    assert (len(found.products), len(found.unreadable)) == (1, 2)


@pytest.mark.parametrize("family", MANAGED)
def test_a_page_is_asked_for_by_shop_status_and_moment(family):
    shop = ShopAddress(family, "AE_GLOBAL", "6012345")
    asked = PageQuery("OFFLINE", 3, 20, modified_since="2026-03-14 02:00:00")

    _, parameters = FAMILIES[family].list_request(shop, asked, list_method="")

    assert parameters == {
        "channel_seller_id": "6012345",
        "channel": "AE_GLOBAL",
        "page_size": "20",
        "current_page": "3",
        "search_condition_do": json.dumps(
            {"product_status": "OFFLINE", "update_after": "2026-03-14 02:00:00"}
        ),
    }


@pytest.mark.parametrize("family", MANAGED)
def test_more_than_twenty_are_never_asked_for(family):
    with pytest.raises(ValueError, match="1 to 20"):
        FAMILIES[family].list_request(
            ShopAddress(family), PageQuery("ONLINE", 1, 21), list_method=""
        )


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("choice", "one_stop_service_product_dto"),
        ("local_service", "local_service_product_dto"),
        ("local_cb", "local_cb_product_dto"),
    ],
)
@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("onSelling", "ONLINE"),
        ("auditing", "PENDING_APPROVAL"),
        ("editingRequired", "VIOLATION_QC_FAILED"),
        ("offline", "OFFLINE"),
        ("PENDING_LAUNCH", "PENDING_LAUNCH"),
        ("frozen", "frozen"),
    ],
)
def test_a_detail_is_kept_under_the_word_of_the_list(family, name, word, status):
    info = {"product_id": PID, "product_status_type": word, "gmt_modified": "2026-03-14 02:00:00"}

    found = FAMILIES[family].product(
        {"success": True, name: {"product_info_dto": info}}, PID, time_zone=ZONE
    )

    assert found is not None
    assert (found.status, found.gmt_modified) == (status, "2026-03-14 02:00:00")


def test_only_an_answer_that_says_so_means_that_there_is_no_product():
    family = FAMILIES["choice"]
    missing = {"success": False, "error_message": "The product does not exist."}

    assert family.product(missing, PID, time_zone=ZONE) is None
    for answer in ({}, {"success": False}, {"success": True}):
        with pytest.raises((Failed, Refused)):
            family.product(answer, PID, time_zone=ZONE)


@pytest.mark.parametrize("family", MANAGED)
def test_every_status_of_a_managed_shop_has_a_state_of_its_own(family):
    states = [state_of(status, "", family=family) for status in MANAGED_STATUSES]

    assert states == [
        State.AUDITING,
        State.REJECTED,
        State.PENDING,
        State.ACTIVE,
        State.TAKEN_DOWN,
    ]
    assert state_of("NEVER_HEARD_OF", "", family=family) == State.UNMAPPED
    assert state_of("ONLINE", "") == State.UNMAPPED  # no word of a POP shop
