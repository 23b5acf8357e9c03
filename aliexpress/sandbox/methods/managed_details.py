"""One product of a managed shop in full; its status comes in other words than the list's."""

from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import (
    CHOICE,
    DELETED,
    DETAIL_WORDS,
    LOCAL_CB,
    LOCAL_SERVICE,
)
from aliexpress.sandbox.catalogue.listing_columns import NoSuchProduct
from aliexpress.sandbox.catalogue.product import CURRENCY, category_of, skus_of, subject_of
from aliexpress.sandbox.errors import BAD_ARGUMENT, NO_SUCH_PRODUCT, BusinessError, Json
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.managed_product import managed_item, managed_sku
from aliexpress.sandbox.methods.managed_query import required

ROOTS: Final = {
    CHOICE: "one_stop_service_product_dto",
    LOCAL_SERVICE: "local_service_product_dto",
    LOCAL_CB: "local_cb_product_dto",
}


def managed_detail(call: Call) -> Json:
    """The `…product.query` of a managed family, at the root of the answer."""
    text = required(call.parameters, "product_id")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BusinessError(BAD_ARGUMENT, "The product_id is not a number.")
    columns = call.catalogue.columns
    try:
        slot = columns.slot(int(text))
    except NoSuchProduct:
        raise BusinessError(NO_SUCH_PRODUCT, "The product does not exist.") from None
    status = columns.standing(slot)[0]
    if status == DELETED:
        raise BusinessError(NO_SUCH_PRODUCT, "The product does not exist.")
    unknown = call.fault("unknown_status")
    family = call.shop.family if call.shop else ""
    item, product_id = managed_item(call, slot), columns.ids[slot]
    info: dict[str, Any] = {
        "product_id": product_id,
        "subject_list": [{"locale": "en_US", "value": subject_of(product_id)}],
        "category_id": category_of(product_id).category_id,
        "currency_code": CURRENCY,
        "gmt_create": item["created_time"],
        "gmt_modified": item["modified_time"],
        "locale": "en_US",
        "product_status_type": unknown.word if unknown else DETAIL_WORDS.get(status, status),
    }
    if family != CHOICE:
        info["postage_id"] = item.get("shipping_template")
    detail = {
        "product_info_dto": info,
        "product_sku_list": [
            sku_of(managed_sku(sku, product_id=product_id, family=family), sku.price, family=family)
            for sku in skus_of(product_id, flags=columns.flags[slot])
        ],
        "multimedia": {"main_image_list": [item["image_urls"]]},
        "package_dto": {"gross_weight": "0.500"},
        "product_ext_dto": {},
        "product_property_list": [],
        "detail_source_list": [],
    }
    return {"success": True, ROOTS[family]: detail}


def sku_of(sku: dict[str, Any], price: str, *, family: str) -> dict[str, Any]:
    """The stock of a SKU stands under another name in each family."""
    found = {"sku_id": sku["sku_id"], "sku_code": sku["seller_sku"]}
    if family == CHOICE:
        warehouses = [{"warehouse_code": "M1", "sellable_quantity": sku["sku_stock"]}]
        return found | {"supply_price": sku["supply_price"], "warehouse_list": warehouses}
    if family == LOCAL_SERVICE:
        return found | {
            "supply_price": sku["supply_price"],
            "sellable_quantity": sku["sku_stock"],
        }
    return found | {"price": price, "ipm_sku_stock": sku["sku_stock"]}
