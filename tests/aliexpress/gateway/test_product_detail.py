"""One product's own answer: what cannot be read of it is its own trouble and nobody else's."""

import pytest

from aliexpress.gateway.product_detail import NoDetail, detail

PRODUCT = 1_005_003_033_814_656


@pytest.mark.parametrize(
    "wrong",
    [
        {"product_id": PRODUCT + 1},
        {"product_id": "none"},
        {"aeop_ae_product_s_k_us": 5},
        {"aeop_ae_product_propertys": "many"},
        {"subject_list": 7},
    ],
)
def test_an_answer_that_cannot_be_read_is_no_detail_of_this_one_product(wrong):
    answer = {"result": {"success": True, "product_id": PRODUCT, **wrong}}

    with pytest.raises(NoDetail, match="AliExpress answered"):
        detail(answer, PRODUCT)


def test_an_answer_is_read():
    skus = [{"ipm_sku_stock": 0}, {"ipm_sku_stock": "0"}]

    found = detail({"result": {"product_id": PRODUCT, "aeop_ae_product_s_k_us": skus}}, PRODUCT)

    assert found is not None
    assert (found.sku_count, found.is_out_of_stock) == (2, True)
