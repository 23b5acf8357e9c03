"""A page of listings: what is asked, both shapes it comes in, and what is not believed."""

import json

import pytest

from aliexpress.gateway.families.pop import DRAFT_LIST, FIND_LIST
from aliexpress.gateway.signing import sign
from tests.aliexpress.gateway.conftest import ITEM, page_of

LIST = "aeop_a_e_product_display_d_t_o_list"


def test_a_call_carries_what_the_protocol_asks_for(gateway, credentials, answer, sent):
    answer(page_of())

    gateway.page("onSelling", 1)

    [parameters] = sent()
    signature = parameters.pop("sign")
    assert signature == sign(parameters, app_secret="an-app-secret")
    query = json.loads(parameters.pop("aeop_a_e_product_list_query"))
    assert query == {"product_status_type": "onSelling", "current_page": 1, "page_size": 99}
    assert parameters == {
        "app_key": credentials.app_key,
        "method": FIND_LIST,
        "timestamp": "1773489600000",
        "sign_method": "sha256",
        "format": "json",
        "simplify": "true",
        "session": "an-access-token",
    }


def test_a_declared_count_is_asked_with_the_smallest_page(gateway, answer, sent):
    answer(page_of(ITEM, product_count=4310, total_page=4310))

    assert gateway.declared("onSelling") == 4310
    assert json.loads(sent()[0]["aeop_a_e_product_list_query"])["page_size"] == 1


def test_the_watermark_goes_back_verbatim(gateway, answer, sent):
    answer(page_of())

    gateway.page("offline", 1, modified_since="2026-03-14 01:30:00")

    query = json.loads(sent()[0]["aeop_a_e_product_list_query"])
    assert query["gmt_modified_start"] == "2026-03-14 01:30:00"


def test_no_page_is_asked_larger_than_99(gateway):
    with pytest.raises(ValueError, match="99"):
        gateway.page("onSelling", 1, page_size=100)


def test_drafts_come_from_a_method_of_their_own(gateway, answer, sent):
    answer(page_of(ITEM))

    page = gateway.page("draft", 1, page_size=50)

    assert sent()[0]["method"] == DRAFT_LIST
    assert json.loads(sent()[0]["aeop_a_e_product_list_query"]) == {
        "current_page": 1,
        "page_size": 50,
    }
    assert page.products[0].status == "draft"


def test_a_product_is_read_field_by_field(gateway, answer):
    answer(page_of(ITEM))

    [product] = gateway.page("onSelling", 1).products

    assert (product.product_id, product.status, product.subject) == (
        1005003033814656,
        "onSelling",
        "Linen curtain",
    )
    assert (product.min_price, product.max_price) == ("21.0", "25.5")
    assert product.gmt_modified == "2021-07-23 08:00:00"
    assert product.modified_at == "2021-07-23 15:00:00"  # Los Angeles, summer
    assert product.image_url == "https://ae01.alicdn.example/a.jpg"
    assert product.unreadable == ""


@pytest.mark.parametrize("inside", [{"item_display_dto": [ITEM]}, {"item_display_dto": ITEM}])
def test_the_shape_that_is_not_simplified_says_the_same(gateway, answer, inside):
    result = page_of(ITEM)["result"] | {LIST: inside}
    answer({"aliexpress_solution_product_list_get_response": {"result": result, "request_id": "1"}})

    [product] = gateway.page("onSelling", 1).products

    assert product.product_id == ITEM["product_id"]


def test_a_missing_list_is_an_empty_one_where_nothing_is_declared(gateway, answer):
    body = page_of()
    del body["result"][LIST]
    answer(body)

    page = gateway.page("onSelling", 1)

    assert (page.declared, list(page.products)) == (0, [])


@pytest.mark.parametrize(
    "text", ["2015-07-14 01:58:15", "20150714015815415-0700", "2015-07-14T08:58:15Z"]
)
def test_moments_are_read_in_every_form_seen(gateway, answer, text):
    answer(page_of(ITEM | {"gmt_modified": text}))

    [product] = gateway.page("onSelling", 1).products

    assert product.modified_at == "2015-07-14 08:58:15"
    assert product.gmt_modified == text
