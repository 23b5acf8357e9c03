"""How the managed families show a product: in their lists, and its SKUs."""

from functools import lru_cache
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import CHOICE, LOCAL_CB, ONLINE, VIOLATION_QC_FAILED
from aliexpress.sandbox.catalogue.product import (
    CURRENCY,
    Sku,
    category_of,
    images_of,
    mixed,
    prices_of,
    skus_of,
    subject_of,
)
from aliexpress.sandbox.catalogue.selection import sku_stem
from aliexpress.sandbox.clock import time_text
from aliexpress.sandbox.methods.call import Call

AUDIT_PASSED: Final = 1
# Supply prices lie below what a buyer pays.
SUPPLY_SHARE: Final = 60


def managed_item(call: Call, slot: int) -> dict[str, Any]:
    """One product as the list of its family gives it. It does not tell its own status."""
    columns = call.catalogue.columns
    product_id, flags = columns.ids[slot], columns.flags[slot]
    status, reason = columns.words[columns.status[slot]], columns.words[columns.audit_reason[slot]]
    family = call.shop.family if call.shop else ""
    item = lasting_fields(product_id, flags, family) | {
        "created_time": time_text(columns.created[slot], call.zone),
        "modified_time": time_text(columns.modified[slot], call.zone),
        "product_audit_status": AUDIT_PASSED if status == ONLINE else 2,
    }
    if status == VIOLATION_QC_FAILED:
        item["audit_failure_type"] = reason or "audit_sub_status_basic"
        if family != LOCAL_CB:
            item["audit_failure_reason"] = f"The reviewer did not accept it ({reason})."
    if slot in columns.overrides:
        item |= columns.overrides[slot]
    return item


@lru_cache(maxsize=8192)
def lasting_fields(product_id: int, flags: int, family: str) -> dict[str, Any]:
    """What changes only when the seller edits the product. Never to be written to."""
    lowest, highest = prices_of(product_id, flags=flags)
    if family != LOCAL_CB:
        lowest, highest = supply_price(lowest), supply_price(highest)
    skus = list(skus_of(product_id, flags=flags))
    stock = sum(sku.stock for sku in skus)
    template = 715_000 + mixed(product_id) % 900
    item: dict[str, Any] = {
        "product_id": product_id,
        "title": subject_of(product_id),
        "currency_code": CURRENCY,
        "leaf_category_id": category_of(product_id).category_id,
        "product_min_price": lowest,
        "product_max_price": highest,
        "image_urls": images_of(product_id).split(";")[0],
        "total_stocks": str(stock) if family == LOCAL_CB else stock,
    }
    if family == CHOICE:
        item["product_type"] = str(mixed(product_id) % 3)
    else:
        item["shipping_template"] = str(template) if family == LOCAL_CB else template
    if family != LOCAL_CB:
        item["search_sku_info_list"] = [
            managed_sku(sku, product_id=product_id, family=family) for sku in skus
        ]
    return item


def managed_sku(sku: Sku, *, product_id: int, family: str) -> dict[str, Any]:
    code = f"{sku_stem(product_id)}-{sku.colour}"
    found: dict[str, Any] = {
        "sku_id": sku.sku_id,
        "seller_sku": code,
        "sku_stock": sku.stock,
        "supply_price": supply_price(sku.price),
        "variation": f"colour {sku.colour}",
        "status": "active",
        "sku_audit_status": "1",
        "sku_warehouse_stock_list": [
            {
                "warehouse_type": "jit_warehouse" if family == CHOICE else "dropshipping",
                "warehouse_name": "Main",
                "warehouse_code": "M1",
                "sellable_quantity": sku.stock,
            }
        ],
    }
    if family == CHOICE:
        barcode = f"{4_000_000_000_000 + sku.sku_id % 999_999_999_999}"
        found["product_sku_sc_item_info_dto"] = {
            "sc_item_id": sku.sku_id % 10**12,
            "sc_item_bar_code": barcode,
            "bind_status": "bound",
        }
    else:
        found["effective_supply_price"] = found["supply_price"]
    return found


def supply_price(price: str) -> str:
    cents = int(price.replace(".", "")) * SUPPLY_SHARE // 100
    return f"{cents // 100}.{cents % 100:02d}"
