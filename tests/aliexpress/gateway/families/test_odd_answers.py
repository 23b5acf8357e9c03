"""Answers that are odd, hostile or broken in one place: nothing else is lost by it."""

import json

import pytest

from aliexpress.gateway.errors import Unavailable
from tests.aliexpress.gateway.conftest import ITEM, page_of

LIST = "aeop_a_e_product_display_d_t_o_list"


@pytest.mark.parametrize(
    "changes",
    [
        {"product_count": 5, LIST: []},  # a lost page
        {"current_page": 7},  # another page than was asked for
        {"product_count": -1},
        {"product_count": None},
        {"product_count": True},
        {"product_count": 2**40},
        {"total_page": "many"},
        {LIST: "nothing"},
    ],
)
def test_an_answer_that_contradicts_itself_is_not_used(gateway, answer, changes):
    answer(page_of(ITEM, **changes))

    with pytest.raises(Unavailable):
        gateway.page("onSelling", 1)


def test_counts_may_come_as_text(gateway, answer):
    answer(page_of(ITEM, product_count="4310", total_page="44"))

    page = gateway.page("onSelling", 1)

    assert (page.declared, page.page_count) == (4310, 44)


def test_ids_of_64_bits_survive_whole(gateway, answer):
    answer(page_of(ITEM | {"product_id": 2**63 - 1}))

    assert gateway.page("onSelling", 1).products[0].product_id == 2**63 - 1


@pytest.mark.parametrize("product_id", [None, "x", 0, -5, 2**63, True, 1.5, [1]])
def test_what_has_no_usable_id_is_named_and_not_dropped_silently(gateway, answer, product_id):
    answer(page_of(ITEM, ITEM | {"product_id": product_id}))

    page = gateway.page("onSelling", 1)

    assert (len(page.products), len(page.unreadable)) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("product_min_price", "abc", True),
        ("product_min_price", "1e99", True),
        ("product_min_price", [], True),
        ("gmt_modified", "soon", True),
        ("gmt_create", "2021-99-99 00:00:00", True),
        ("group_id", "nine", True),
        ("group_id", 1.5, True),
        ("ws_display", 1.5, False),
        ("ws_display", 12345678901234567890123, True),  # not as it was sent: past what JSON keeps
        ("ws_display", 20000000000000000000001, True),
        ("ws_display", {"a": 1}, True),
        ("currency_code", "X" * 500, True),
        ("image_u_r_ls", "javascript:alert(1)", False),
        ("subject", None, False),
    ],
)
def test_a_field_that_cannot_be_read_is_named_and_the_listing_still_counts(
    gateway, answer, field, value, named
):
    answer(page_of(ITEM | {field: value}))

    [product] = gateway.page("onSelling", 1).products

    assert product.unreadable.startswith(f"{field}: ") is named


def test_a_code_of_zero_is_no_failure_however_it_is_written(gateway, answer):
    answer(page_of(ITEM) | {"code": 0.0})

    assert gateway.page("onSelling", 1).declared == 1


def test_an_error_of_null_is_none(gateway, answer):
    answer(page_of(ITEM) | {"error_response": None})

    assert gateway.page("onSelling", 1).declared == 1


def test_a_title_that_ends_in_half_a_character_costs_nothing_else(gateway, answer):
    answer(page_of(ITEM | {"subject": "Lamp \ud83d"}))

    [product] = gateway.page("onSelling", 1).products

    assert (product.subject, product.unreadable) == ("Lamp ?", "")


NUMBERS = ["1.50", "1e5", "-0", "9223372036854775808", "-9223372036854775809", "1" * 25]


@pytest.mark.parametrize("field", ["ws_display", "group_id", "product_min_price", "product_id"])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_listing_says_the_same_beside_one_with_half_a_character(
    gateway, httpserver, field, number
):
    def page(title):
        odd, beside = ITEM | {field: "a number"}, ITEM | {"subject": title}
        body = json.dumps(page_of(odd, beside)).replace('"a number"', number)
        httpserver.expect_oneshot_request("/sync").respond_with_data(body)
        return gateway.page("onSelling", 1)

    strict, lenient = page("Lamp"), page("Lamp \ud83d")

    assert list(strict.products)[:-1] == list(lenient.products)[:-1]
    assert strict.unreadable == lenient.unreadable


@pytest.mark.parametrize("number", ["1e400", "-1e99999999999999999999", "9" * 4301], ids=len)
def test_a_number_past_all_bounds_costs_nothing_but_itself(gateway, httpserver, number):
    body = json.dumps(page_of(ITEM | {"product_min_price": "a number"}))
    httpserver.expect_request("/sync").respond_with_data(body.replace('"a number"', number))

    [product] = gateway.page("onSelling", 1).products

    assert (product.subject, product.min_price) == ("Linen curtain", None)
    assert product.unreadable == f"product_min_price: '{number[:60]}'"


def test_a_code_of_zero_is_no_failure_beside_half_a_character_either(gateway, answer):
    answer(page_of(ITEM | {"subject": "Lamp \ud83d"}) | {"code": 0.0})

    assert gateway.page("onSelling", 1).declared == 1


def test_hostile_titles_are_kept_as_text_without_what_a_database_refuses(gateway, answer):
    answer(page_of(ITEM | {"subject": "<script>\x00=1+1" + "x" * 10_000}))

    [product] = gateway.page("onSelling", 1).products

    assert product.subject == "<script>=1+1" + "x" * 10_000
