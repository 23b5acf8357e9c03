"""The lists of the managed families, and the list of POP products that joined semi-managed."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import LIVE_STATUSES, LOCAL_CB
from aliexpress.sandbox.catalogue.product import list_item
from aliexpress.sandbox.catalogue.selection import Filters, creation_window, select
from aliexpress.sandbox.errors import BAD_ARGUMENT, BusinessError, Json, Refusal
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.managed_product import managed_item
from aliexpress.sandbox.methods.managed_query import (
    ManagedQuery,
    read_managed_query,
)

LIST: Final = "product_list"
JOINED_TABS: Final = ("joined", "selected", "pre_selected")
JOINED: Final = "POP_CHOICE"
# Ids of products that are in no list: what a joined list may name all the same.
_NOWHERE: Final = 1_005_990_000_000_000


def managed_list(call: Call) -> Json:
    """One page of one status of a managed shop: under `result`, or at the root for local_cb."""
    query = read_managed_query(call.parameters, zone=call.zone)
    count, slots = page_of(call, query)
    items = [managed_item(call, slot) for slot in slots]
    result = {
        "success": True,
        "total_count": count,
        "total_page": -(-count // query.size),
        "page_size": query.size,
        "current_page": query.page,
        LIST: items,
    }
    result = result_under_faults(call, result, query)
    if call.counts_as_text:
        names = ("total_count", "total_page", "page_size", "current_page")
        result |= {name: str(result[name]) for name in names}
    return result if call.shop and call.shop.family == LOCAL_CB else {"result": result}


def page_of(call: Call, query: ManagedQuery) -> tuple[int, Any]:
    columns, filters, number = call.catalogue.columns, query.filters, query.page
    for fault in call.fired:
        if fault.kind == "repeated_page":
            number = max(1, number - 1)
        elif fault.kind == "same_list":
            filters = filters._replace(status=fault.word)
    also = call.fault("also_listed")
    if filters.only_created and not also:
        low, high = creation_window(columns, filters)
        order = columns.order(filters.status)
        return order.count(low=low, high=high), order.page(
            number, size=query.size, low=low, high=high
        )
    now = int(call.now.timestamp())
    found = call.catalogue.remembered(filters, lambda: select(columns, filters, owner="", now=now))
    if also:
        found = [*found, *select(columns, Filters(also.word), owner="", now=now)[: also.count]]
    return len(found), found[(number - 1) * query.size : number * query.size]


def result_under_faults(call: Call, result: dict[str, Any], query: ManagedQuery) -> dict[str, Any]:
    """The result after the faults that falsify it."""
    for fault in call.fired:
        match fault.kind:
            case "lost_page":
                result[LIST] = []
            case "missing_items":
                result[LIST] = result[LIST][fault.count :]
            case "not_products":
                result[LIST] = ["no product", *result[LIST]]
            case "declared_wrong":
                result["total_count"] = max(0, result["total_count"] + fault.delta)
            case "empty_list":
                result |= {"total_count": 0, "total_page": 0, LIST: []}
            case "page_count_changes":
                result["total_page"] = max(0, result["total_page"] + fault.delta)
    return result


def joined_list(call: Call) -> Json:
    """aliexpress.pop.choice.products.list over the POP catalogue: what joined semi-managed."""
    query = joined_query(call.parameters)
    tab, number, size = query["joined_product_tab"], query["page"], query["size"]
    columns = call.catalogue.columns
    owner, found = call.seller.owner_member_id, []
    if tab == "joined" and call.seller.has_pop_shop:
        for status in LIVE_STATUSES:
            for slot in columns.order(status).newest_first():
                item = list_item(columns, slot, owner=owner, zone=call.zone)
                if item.get("product_type") == JOINED:
                    found.append(joined_item(item, status=status))
    strange = call.fault("joined_elsewhere")
    if strange:
        found += [{"product_id": _NOWHERE + n, "title": "Elsewhere"} for n in range(strange.count)]
    wanted = query["product_id"]
    found = [item for item in found if wanted in (None, item["product_id"])]
    return {
        "result": {
            "success": True,
            "error_code": "0",
            "total_item": len(found),
            "total_page": -(-len(found) // size),
            "current_page": number,
            "pop_choice_product_list": found[(number - 1) * size : number * size],
        }
    }


def joined_query(parameters: Mapping[str, str]) -> dict[str, Any]:
    text = parameters.get("param", "").strip()
    if not text:
        raise Refusal("MissingParameter", 'The input parameter "param" is not supplied')
    try:
        asked = json.loads(text)
        query = {
            "joined_product_tab": asked["joined_product_tab"],
            "page": int(asked.get("current_page", 1)),
            "size": int(asked.get("page_size", 20)),
            "product_id": int(asked["product_id"]) if asked.get("product_id") else None,
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BusinessError(BAD_ARGUMENT, "The param is not as documented.") from None
    if query["joined_product_tab"] not in JOINED_TABS or query["page"] < 1 or query["size"] < 1:
        raise BusinessError(BAD_ARGUMENT, "The param is not as documented.")
    return query


def joined_item(item: Mapping[str, Any], *, status: str) -> dict[str, Any]:
    return {
        "product_id": item["product_id"],
        "title": item["subject"],
        "product_status": status,
        "product_image": item["image_u_r_ls"].split(";")[0],
        "total_stocks": "1",
        "min_sku_price": item["product_min_price"],
        "max_sku_price": item["product_max_price"],
        "currency_code": item["currency_code"],
        "create_time": item["gmt_create"],
        "modified_time": item["gmt_modified"],
    }
