"""One product in full, the attributes its category asks for, and where its review stands."""

from typing import Final

from aliexpress.sandbox.aliexpress_words import (
    AUDITING,
    DELETED,
    DRAFT,
    EDITING_REQUIRED,
    ON_SELLING,
)
from aliexpress.sandbox.catalogue.categories import CATEGORIES
from aliexpress.sandbox.catalogue.listing_columns import NoSuchProduct
from aliexpress.sandbox.catalogue.product import (
    Sku,
    belongs_to_assistant,
    category_of,
    list_item,
    mixed,
    skus_of,
)
from aliexpress.sandbox.catalogue.selection import sku_stem
from aliexpress.sandbox.clock import time_text
from aliexpress.sandbox.errors import NO_SUCH_PRODUCT, BusinessError, Json, Refusal
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.detail_shapes import (
    category_attribute,
    description_in_english,
    filled_attributes,
    market_images_of,
    sku_of,
    upstream_facts,
)

REVIEW_WORDS: Final = {ON_SELLING: "approved", AUDITING: "auditing", EDITING_REQUIRED: "refuse"}
VALID_DAYS: Final = 30


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
