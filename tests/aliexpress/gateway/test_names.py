"""Names of groups, templates and categories, in whatever shape they come."""

import pytest

from aliexpress.gateway import names
from aliexpress.gateway.errors import GatewayError
from aliexpress.gateway.merchant_profile import parsed


def test_groups_within_groups_are_all_named():
    inner = {"group_id": "512", "group_name": "Curtains"}
    outer = {"group_id": 511, "group_name": "Textiles", "child_group_list": {"child": [inner]}}

    found = names.groups({"result": {"success": True, "target_list": {"group": [outer]}}})

    assert found == {"511": "Textiles", "512": "Curtains"}


def test_freight_templates_may_have_negative_numbers():
    rows = [{"template_id": -17, "template_name": "Parcels"}, {"template_id": 3}]

    assert names.freight_templates({"aeop_freight_template_d_t_o_list": rows}) == {"-17": "Parcels"}


def test_a_category_is_called_by_its_english_name():
    row = {"id": 5112, "names": '{"de": "Vorhang", "en": "Curtains"}'}

    answer = {"result": {"aeop_post_category_list": [row]}}
    assert names.categories(answer) == {"5112": "Curtains"}


@pytest.mark.parametrize(
    "odd", [{"group_id": [], "group_name": {}}, {"group_id": 1, "group_name": "{"}, 7, None]
)
def test_what_has_no_name_is_left_out(odd):
    assert set(names.groups({"result": {"target_list": [odd]}}).values()) <= {"{"}


def test_a_refusal_is_raised():
    with pytest.raises(GatewayError):
        names.groups({"result": {"success": False, "error_code": 1, "error_message": "no"}})


@pytest.mark.parametrize(
    ("said", "limit"),
    [("100000", 100_000), (5, 5), ("0", None), ("", None), (None, None), ("9" * 12, None)],
)
def test_the_products_allowed_are_a_number_or_not_told(said, limit):
    assert parsed({"profile": {"limit_store_product_number": said}}).product_limit == limit
