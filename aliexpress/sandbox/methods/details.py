"""One product in full, the attributes its category asks for, and where its review stands."""

import json
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    DELETED,
    DRAFT,
    EDITING_REQUIRED,
    ON_SELLING,
)
from aliexpress.sandbox.catalogue.categories import CATEGORIES, Attribute, Category
from aliexpress.sandbox.catalogue.listing_columns import EDITION_STEP, NoSuchProduct
from aliexpress.sandbox.catalogue.product import (
    CURRENCY,
    Sku,
    belongs_to_assistant,
    category_of,
    list_item,
    mixed,
    skus_of,
)
from aliexpress.sandbox.catalogue.selection import sku_stem
from aliexpress.sandbox.clock import time_text
from aliexpress.sandbox.errors import BusinessError, Json, Refusal
from aliexpress.sandbox.methods.call import Call

NO_SUCH_PRODUCT: Final = "F00-00-10001-002"
REVIEW_WORDS: Final = {ON_SELLING: "approved", AUDITING: "auditing", EDITING_REQUIRED: "refuse"}
VALID_DAYS: Final = 30
RESPONSIBLE_PERSON: Final = 770_001
MANUFACTURERS: Final = (880_001, 880_002)
LACKING_SHARE: Final = 9  # of 100 products leave out an attribute that is required


def product_query(call: Call) -> Json:
    """aliexpress.offer.product.query. A deleted product does not exist for it."""
    slot = slot_of(call)
    owner = call.seller.owner_member_id
    item = list_item(call.catalogue.columns, slot, owner=owner, zone=call.zone)
    product_id, category = item["product_id"], category_of(item["product_id"])
    bits = mixed(product_id)
    columns, unknown = call.catalogue.columns, call.fault("unknown_status")
    flags = columns.flags[slot]
    detail = {
        name: item[name]
        for name in ("product_id", "gmt_create", "gmt_modified", "image_u_r_ls", "currency_code")
    }
    detail |= {k: item[k] for k in ("ws_display", "ws_offline_date") if k in item}
    skus = list(skus_of(product_id, flags=flags))
    detail |= {
        "product_status_type": unknown.word if unknown else columns.standing(slot)[0],
        "category_id": category.category_id,
        "ws_valid_num": VALID_DAYS,
        "subject_list": [{"locale": "en_US", "value": item["subject"]}],
        "detail_source_list": [description_in_english(item["subject"], rich=bits >> 52 & 3 != 0)],
        "market_images": market_images_of(item["image_u_r_ls"]) if bits >> 48 & 1 else [],
        "group_ids": [item["group_id"]],
        "freight_template_id": item["freight_template_id"],
        "product_price": item["product_min_price"],
        **upstream_facts(bits),
        "package_length": 30,
        "package_width": 20,
        "package_height": 10,
        "aeop_ae_product_s_k_us": [
            sku_of(sku, code=code, category=category, alone=len(skus) == 1)
            for sku, code in zip(skus, sku_codes(call, slot, skus), strict=True)
        ],
        "aeop_ae_product_propertys": filled_attributes(product_id, flags=flags),
        "locale": "en_US",
    }
    return {"result": detail}


def solution_info(call: Call) -> Json:
    """aliexpress.solution.product.info.get: without the offline reason and the validity."""
    detail = product_query(call)["result"]
    for name in ("ws_display", "ws_valid_num", "detail_source_list", "market_images"):
        detail.pop(name, None)
    subjects = detail.pop("subject_list")
    detail["multi_language_subject_list"] = [
        {"language": "en", "subject": subject["value"]} for subject in subjects
    ]
    return {"result": detail}


def review_status(call: Call) -> Json:
    """aliexpress.postproduct.redefining.findaeproductstatusbyid, in words of its own."""
    slot = slot_of(call)
    columns = call.catalogue.columns
    status = columns.words[columns.status[slot]]
    return {
        "result": {
            "product_id": columns.ids[slot],
            "status": REVIEW_WORDS.get(status, "approved"),
            "time_stamp": time_text(columns.since[slot], call.zone),
            "error_code": 0,
        }
    }


def category_attributes(call: Call) -> Json:
    """aliexpress.category.redefining.getallchildattributesresult for one leaf category."""
    text = call.parameters.get("cate_id", "")
    category = next((one for one in CATEGORIES if str(one.category_id) == text), None)
    if category is None:
        raise BusinessError(13_001_030, "The category does not exist.")
    attributes = [category_attribute(attribute) for attribute in category.attributes]
    return {"result": {"success": True, "error_code": 0, "attributes": attributes}}


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


def slot_of(call: Call) -> int:
    text = call.parameters.get("product_id", "").strip().strip('"')
    if not text:
        raise Refusal("MissingParameter", 'The input parameter "product_id" is not supplied')
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BusinessError(13_001_004, "The product_id is not a number.")
    try:
        slot = call.catalogue.columns.slot(int(text))
    except NoSuchProduct:
        raise BusinessError(NO_SUCH_PRODUCT, "The product does not exist.") from None
    hidden = call.sees_only and not belongs_to_assistant(int(text))
    if hidden or call.catalogue.columns.standing(slot)[0] in (DELETED, DRAFT):
        raise BusinessError(NO_SUCH_PRODUCT, "The product does not exist.")
    return slot


def sku_codes(call: Call, slot: int, skus: list[Sku]) -> list[str]:
    columns = call.catalogue.columns
    stem = sku_stem(columns.ids[slot])
    return columns.codes.get(slot) or [f"{stem}-{sku.colour}" for sku in skus]


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
