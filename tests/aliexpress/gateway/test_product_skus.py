"""The SKUs of a product's answer, with nothing of them dropped."""

import pytest

from aliexpress.gateway.answers import ListedSku
from aliexpress.gateway.product_skus import skus_of


def test_a_sku_is_read_with_its_code_id_price_stock_and_barcode():
    sent = {
        "sku_Id": 12_000_026_912_345_678,
        "id": "14:193",
        "sku_code": " LC-140 ",
        "ipm_sku_stock": 12,
        "sku_price": "12.90",
        "currency_code": "USD",
        "barcode": "4006381333931",
    }

    assert skus_of([sent]) == (
        ListedSku("12000026912345678", " LC-140 ", "12.90", "USD", 12, "4006381333931"),
    )


def test_the_code_of_a_product_without_options_is_kept_under_its_property_id():
    assert skus_of([{"id": "<none>", "sku_code": "A"}]) == (ListedSku("<none>", "A"),)


def test_a_sku_without_a_currency_of_its_own_is_in_the_product_s():
    assert skus_of([{"sku_Id": 1}], currency="EUR")[0].currency == "EUR"


@pytest.mark.parametrize(
    ("sent", "stock"),
    [
        ({"ipm_sku_stock": "7"}, 7),
        ({"ipm_sku_stock": 0}, 0),
        ({"sku_stock": False}, 0),
        ({"sku_stock": True}, None),
        ({}, None),
        ({"ipm_sku_stock": True}, None),
        ({"ipm_sku_stock": "many"}, None),
        ({"ipm_sku_stock": 10**30}, None),
    ],
)
def test_stock_that_is_not_told_is_unknown_and_not_zero(sent, stock):
    assert skus_of([sent])[0].stock == stock


def test_skus_with_one_id_or_none_are_still_as_many_rows():
    found = skus_of([{"sku_Id": 5}, {"sku_Id": "5"}, {}, {"sku_Id": None}, {"sku_Id": [1]}])

    assert len({sku.sku_id for sku in found}) == 5


@pytest.mark.parametrize("price", ["cheap", None, {}, "1e99", float("nan")])
def test_a_price_that_cannot_be_read_is_unknown(price):
    assert skus_of([{"sku_price": price}])[0].price is None


def test_a_code_no_database_takes_is_mended_and_an_endless_one_cut():
    found = skus_of([{"sku_code": "A\x00\ud800"}, {"sku_code": "x" * 999}, {"sku_code": ["a"]}])

    assert [len(sku.code) for sku in found] == [2, 255, 0]
