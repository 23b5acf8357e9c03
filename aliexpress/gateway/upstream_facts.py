"""What a product's own answer tells of what the seller settled before any review.

A field AliExpress does not send is not told; one it sends empty is none.
"""

from collections.abc import Mapping
from typing import Any, Final

from aliexpress.gateway import product_fields
from aliexpress.gateway.answers import UpstreamFacts
from aliexpress.gateway.json_shapes import LARGEST_COUNT, items, product_id, short_text

BRAND: Final = 2  # the id of the attribute a brand is given in
LONGEST_VALUE: Final = 120
_VALUES: Final = ("attr_value_id", "attr_value", "attr_value_start", "attr_value_end")


def facts_of(result: Mapping[str, Any]) -> UpstreamFacts:
    attributes = attributes_of(result)
    brand_id, brand = attributes.get(BRAND, (None, ""))
    return UpstreamFacts(
        brand_id=brand_id,
        brand=brand,
        attributes={f"a{number}": value for number, value in attributes.items()},
        msr_eu_id=whole_number(result.get("msr_eu_id")),
        manufacturer_id=whole_number(result.get("manufacturer_id")),
        has_qualification=has_items(result, "aeop_qualification_struct_list"),
        has_size_chart=has_value(result, "sizechart_id"),
        has_hs_code=has_value(result, "hscode"),
        has_video=has_video(result),
        gross_weight=weight_of(result.get("gross_weight")),
        delivery_days=day_count(result.get("delivery_time")),
        validity_days=day_count(result.get("ws_valid_num")),
    )


def says_something(attribute: Mapping[str, Any]) -> bool:
    """Whether a seller filled it."""
    return any(attribute.get(name) not in (None, "", -1, "-1") for name in _VALUES)


def attributes_of(result: Mapping[str, Any]) -> dict[int, tuple[int | None, str]]:
    """By attribute id: the id of the chosen value, None where it was typed, and its text."""
    found = {}
    for one in items(result.get("aeop_ae_product_propertys")):
        number = product_id(one.get("attr_name_id")) if isinstance(one, dict) else None
        if number is not None and says_something(one):
            value = one.get("attr_value") or one.get("attr_value_start")
            text = short_text(value, LONGEST_VALUE).strip()
            found[number] = (product_id(one.get("attr_value_id")), text)
    return found


def whole_number(value: object) -> int | None:
    found = product_fields.number(value).value
    return found if isinstance(found, int) else None


def day_count(value: object) -> int | None:
    found = whole_number(value)
    return found if found is not None and 0 <= found <= LARGEST_COUNT else None


def weight_of(value: object) -> str | None:
    found = product_fields.price(value).value
    return None if found is None or str(found).startswith("-") else str(found)


def has_items(result: Mapping[str, Any], name: str) -> bool | None:
    value = result.get(name)
    return bool(items(value)) if isinstance(value, list | dict) else None


def has_value(result: Mapping[str, Any], name: str) -> bool | None:
    if name not in result:
        return None
    return result[name] not in (None, "", 0, "0", -1, "-1", -2, "-2")


def has_video(result: Mapping[str, Any]) -> bool | None:
    media = result.get("aeop_a_e_multimedia")
    return has_items(media, "aeop_a_e_videos") if isinstance(media, dict) else None
