"""The parts of a product in full, in AliExpress's shapes: its SKUs, attributes, pictures, facts."""

import json
from typing import Any, Final

from aliexpress.sandbox.catalogue.categories import Attribute, Category
from aliexpress.sandbox.catalogue.listing_columns import EDITION_STEP
from aliexpress.sandbox.catalogue.product import (
    CURRENCY,
    Sku,
    category_of,
    mixed,
)
from aliexpress.sandbox.errors import Json

RESPONSIBLE_PERSON: Final = 770_001
MANUFACTURERS: Final = (880_001, 880_002)
LACKING_SHARE: Final = 9  # of 100 products leave out an attribute that is required


def upstream_facts(bits: int) -> Json:
    """What the seller settled about a product of these bits: most have all the EU asks for."""
    return {
        "delivery_time": 3 + bits % 5,
        "gross_weight": f"{0.2 + bits % 40 / 10:.3f}",
        "msr_eu_id": -2 if bits >> 33 & 7 == 0 else RESPONSIBLE_PERSON,
        "manufacturer_id": -2 if bits >> 36 & 7 == 0 else MANUFACTURERS[bits >> 39 & 1],
        "hscode": "" if bits >> 41 & 3 == 0 else f"{630_000 + bits % 9000}",
        "sizechart_id": 0,
        "aeop_qualification_struct_list": [
            {"key": "ce", "type": "image", "value": "https://p.example/ce.jpg"}
        ]
        if bits >> 44 & 3 == 0
        else [],
        "aeop_a_e_multimedia": {
            "aeop_a_e_videos": [{"media_id": bits % 10**9}] if bits >> 55 & 3 == 0 else []
        },
    }


def filled_attributes(product_id: int, *, flags: int) -> list[dict[str, Any]]:
    """What the seller filled in. An edit may fill what was lacking, or lose what was there."""
    category = category_of(product_id)
    bits = mixed(product_id + flags // EDITION_STEP)
    required = [a for a in category.attributes if a.required and a.visible and not a.sku]
    lacking = required[bits % len(required)] if (bits >> 8) % 100 < LACKING_SHARE else None
    filled = []
    for place, attribute in enumerate(category.attributes):
        optional = not attribute.required
        left_out = optional and (bits >> (16 + 2 * place)) & 3 == 0
        if attribute.sku or not attribute.visible or attribute is lacking or left_out:
            continue
        filled.append(filled_attribute(attribute, bits >> (20 + place)))
    return filled


def filled_attribute(attribute: Attribute, bits: int) -> dict[str, Any]:
    if not attribute.values:
        value_id, value = -1, f"{100 + bits % 900}"
    else:
        index = bits % len(attribute.values)
        value_id, value = attribute.value_id(index), attribute.values[index]
    return {
        "attr_name_id": attribute.attribute_id,
        "attr_name": attribute.name,
        "attr_value_id": value_id,
        "attr_value": value,
    }


def sku_of(sku: Sku, *, code: str, category: Category, alone: bool) -> dict[str, Any]:
    """A SKU; one that is alone differs in nothing and so has no property."""
    colour = next(a for a in category.attributes if a.sku)
    value_id = colour.value_id(sku.colour)
    chosen = {
        "sku_property_id": colour.attribute_id,
        "property_value_id": value_id,
        "property_value_definition_name": colour.values[sku.colour],
    }
    return {
        "id": "<none>" if alone else f"{colour.attribute_id}:{value_id}",
        "sku_Id": sku.sku_id,
        "sku_code": code,
        "barcode": f"4{sku.sku_id % 10**12:012d}",
        "ipm_sku_stock": sku.stock,
        "sku_stock": sku.stock > 0,
        "sku_price": sku.price,
        "currency_code": CURRENCY,
        "aeop_s_k_u_property_list": [] if alone else [chosen],
    }


def description_in_english(subject: str, *, rich: bool) -> dict[str, str]:
    text = f"<p>{subject}</p>"
    if rich:
        text += "<p>Made in small batches and packed without plastic.</p>" * 3
    return {"locale": "en_US", "web_detail": text, "mobile_detail": ""}


def market_images_of(images: str) -> list[dict[str, Any]]:
    first = images.split(";")[0]
    return [{"url": first, "image_type": 1}, {"url": first, "image_type": 2}]


def category_attribute(attribute: Attribute) -> dict[str, Any]:
    """An attribute as the category describes it; names come as JSON in a string."""
    return {
        "id": attribute.attribute_id,
        "names": json.dumps({"en": attribute.name}),
        "required": attribute.required,
        "key_attribute": attribute.key,
        "sku": attribute.sku,
        "visible": attribute.visible,
        "input_type": "STRING",
        "attribute_show_type_value": "list_box" if attribute.values else "input",
        "values": [
            {"id": attribute.value_id(index), "names": json.dumps({"en": value})}
            for index, value in enumerate(attribute.values)
        ],
        "units": [],
    }
