"""AliExpress's envelopes: refusals, business errors, and the two shapes of an answer."""

import json
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import MANAGED_LISTS, RELATIONS
from aliexpress.sandbox.errors import BusinessError, Json, Refusal

# With simplify=false a list is an object of one key: which key, by the name of the list.
INNER_KEYS: Final = {
    "aliexpress.solution.product.list.get": {
        "aeop_a_e_product_display_d_t_o_list": "item_display_dto",
    },
    "aliexpress.solution.product.info.get": {
        "aeop_ae_product_s_k_us": "global_aeop_ae_product_sku",
        "aeop_ae_product_propertys": "global_aeop_ae_product_property",
        "aeop_s_k_u_property_list": "global_aeop_sku_property",
        "multi_language_subject_list": "global_subject",
        "group_ids": "number",
    },
    # AliExpress's own keys of these are not documented: these are ours.
    **{
        method: {"product_list": "managed_item_v_o", "search_sku_info_list": "sku_thing"}
        for method in MANAGED_LISTS.values()
    },
    RELATIONS: {"seller_relation_list": "seller_relation"},
    "": {
        "aeop_a_e_product_display_d_t_o_list": "aeop_ae_product_display_sample_dto",
        "aeop_ae_product_s_k_us": "aeop_ae_product_sku",
        "aeop_ae_product_propertys": "aeop_ae_product_property",
        "aeop_s_k_u_property_list": "aeop_sku_property",
        "group_ids": "number",
    },
}


def sync_error(refusal: Refusal, *, request_id: str) -> Json:
    error: Json = {"type": refusal.kind, "code": refusal.code, "msg": refusal.message}
    if refusal.sub_code:
        error |= {"sub_code": refusal.sub_code, "sub_msg": refusal.message}
    return {"error_response": error | {"request_id": request_id}}


def rest_error(refusal: Refusal, *, request_id: str) -> Json:
    error: Json = {"type": refusal.kind, "code": refusal.code, "message": refusal.message}
    if refusal.sub_code:
        error |= {"sub_code": refusal.sub_code, "sub_msg": refusal.message}
    return error | {"request_id": request_id}


def business_error(error: BusinessError) -> Json:
    return {
        "success": False,
        "error_code": error.code,
        "error_message": error.message,
        "error_msg": error.message,
    }


def simplified(payload: Json, *, request_id: str) -> Json:
    """The shape of simplify=true: no root, lists as they are."""
    return payload | {"code": "0", "request_id": request_id}


def nested(payload: Json, *, method: str, request_id: str, single_as_object: bool) -> Json:
    """The shape of simplify=false: a root named for the method, each list in an object."""
    keys = INNER_KEYS[""] | INNER_KEYS.get(method, {})
    body = {
        name: nest(value, keys=keys, single_as_object=single_as_object)
        for name, value in payload.items()
    }
    return {method.replace(".", "_") + "_response": body | {"request_id": request_id}}


def nest(value: Any, *, keys: dict[str, str], single_as_object: bool) -> Any:
    if isinstance(value, list):
        return [nest(item, keys=keys, single_as_object=single_as_object) for item in value]
    if not isinstance(value, dict):
        return value
    nested_value: Json = {}
    for name, child in value.items():
        inside = nest(child, keys=keys, single_as_object=single_as_object)
        if not isinstance(child, list):
            nested_value[name] = inside
        elif inside:  # an empty list is left out, key and all
            alone = single_as_object and len(inside) == 1
            nested_value[name] = {keys.get(name, name.removesuffix("_list")): inside}
            if alone:
                nested_value[name] = {keys.get(name, name.removesuffix("_list")): inside[0]}
    return nested_value


def to_bytes(answer: Json) -> bytes:
    """UTF-8 as AliExpress sends it; half a surrogate pair has no UTF-8 and goes escaped."""
    try:
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(answer, separators=(",", ":")).encode()
