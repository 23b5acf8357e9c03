"""What a product's answer tells of what the seller settled; what it leaves out is not told."""

import pytest

from aliexpress.gateway.answers import UpstreamFacts
from aliexpress.gateway.upstream_facts import facts_of


def test_everything_is_read_from_the_answer():
    found = facts_of(
        {
            "aeop_ae_product_propertys": [
                {"attr_name_id": 2, "attr_value_id": 2000, "attr_value": "Harbour Home"},
                {"attr_name_id": 3, "attr_value_id": -1, "attr_value": "B-17"},
            ],
            "msr_eu_id": -2,
            "manufacturer_id": "880001",
            "aeop_qualification_struct_list": [],
            "sizechart_id": 12,
            "hscode": "",
            "aeop_a_e_multimedia": {"aeop_a_e_videos": [{"media_id": 1}]},
            "gross_weight": "0.500",
            "delivery_time": 5,
            "ws_valid_num": "30",
        }
    )

    assert found == UpstreamFacts(
        brand_id=2000,
        brand="Harbour Home",
        attributes={"a2": (2000, "Harbour Home"), "a3": (None, "B-17")},
        msr_eu_id=-2,
        manufacturer_id=880001,
        has_qualification=False,
        has_size_chart=True,
        has_hs_code=False,
        has_video=True,
        gross_weight="0.500",
        delivery_days=5,
        validity_days=30,
    )


def test_nothing_sent_is_nothing_told():
    assert facts_of({}) == UpstreamFacts()


@pytest.mark.parametrize("odd", [[], {}, "x", True, 10**30, -7, float("inf")])
def test_an_odd_value_is_not_told_and_stops_nothing(odd):
    names = ("gross_weight", "delivery_time", "ws_valid_num")

    found = facts_of(dict.fromkeys((*names, "aeop_a_e_multimedia"), odd))

    assert (found.delivery_days, found.validity_days) == (None, None)
    assert found.gross_weight is None or odd == 10**30
