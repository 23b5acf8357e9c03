"""The list methods: one page of one status, from the catalogue as it is at that instant."""

from collections.abc import Sequence
from typing import Any, Final

from aliexpress.sandbox.aliexpress_words import DRAFT, LIVE_STATUSES, OFFLINE, REMOVED_STATUSES
from aliexpress.sandbox.catalogue.product import list_item
from aliexpress.sandbox.catalogue.selection import Filters, creation_window, select
from aliexpress.sandbox.errors import Json
from aliexpress.sandbox.faults.hostile_items import NOT_PRODUCTS, made_hostile
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.list_query import ListQuery, read_query

LIST: Final = "aeop_a_e_product_display_d_t_o_list"
# Fields of the first method's items that the others' items do not have.
_NOT_IN_SOLUTION: Final = frozenset({"product_type", "audit_failure_reason"})
_NOT_IN_DRAFTS: Final = _NOT_IN_SOLUTION | {"group_id", "ws_display", "ws_offline_date"}


def find_list(call: Call) -> Json:
    """aliexpress.postproduct.redefining.findproductinfolistquery: all six statuses."""
    query = read_query(
        call.parameters, statuses=(*LIVE_STATUSES, *REMOVED_STATUSES), zone=call.zone
    )
    query = ListQuery(query.filters._replace(sku_code=""), query.page, query.size)
    return list_answer(call, query, without=frozenset())


def solution_list(call: Call) -> Json:
    """aliexpress.solution.product.list.get: four statuses, and the SKU code as a filter."""
    query = read_query(call.parameters, statuses=LIVE_STATUSES, zone=call.zone)
    query = ListQuery(query.filters._replace(audit_reason=""), query.page, query.size)
    return list_answer(call, query, without=_NOT_IN_SOLUTION)


def draft_list(call: Call) -> Json:
    """aliexpress.offer.draftproducts.get: drafts only, with no filter at all."""
    query = read_query(call.parameters, statuses=(), zone=call.zone)
    drafts = ListQuery(Filters(DRAFT), query.page, query.size)
    return list_answer(call, drafts, without=_NOT_IN_DRAFTS)


def list_answer(call: Call, query: ListQuery, *, without: frozenset[str]) -> Json:
    count, slots = page_of(call, misread_query(call, query))
    items = [
        list_item(
            call.catalogue.columns,
            slot,
            owner=call.seller.owner_member_id,
            zone=call.zone,
        )
        for slot in slots
    ]
    if without:
        items = [{k: v for k, v in item.items() if k not in without} for item in items]
    result = {
        "success": True,
        "error_code": 0,
        "product_count": count,
        "total_page": -(-count // query.size),
        "current_page": query.page,
        LIST: items,
    }
    return {"result": result_under_faults(call, result, query)}


def misread_query(call: Call, query: ListQuery) -> ListQuery:
    """What is looked for under faults that mistake one page, or one list, for another."""
    filters, number, size = query.filters, query.page, query.size
    for fault in call.fired:
        match fault.kind:
            case "repeated_page":
                number = max(1, number - 1)
            case "page_size_cut":
                size = min(size, fault.count)
            case "same_list":
                filters = filters._replace(status=fault.word)
    return ListQuery(filters, number, size)


def page_of(call: Call, query: ListQuery) -> tuple[int, Sequence[int]]:
    """How many listings match, and the slots of one page of them."""
    columns, filters, number = call.catalogue.columns, query.filters, query.page
    if call.sees_only:
        filters = filters._replace(owner=call.sees_only)
    also = call.fault("also_listed")
    if filters.only_created and not also and not call.fault("repeated_end"):
        low, high = creation_window(columns, filters)
        order = columns.order(filters.status)
        slots: Sequence[int] = order.page(number, size=query.size, low=low, high=high)
        return order.count(low=low, high=high), slots
    owner, now = call.seller.owner_member_id, int(call.now.timestamp())
    found = call.catalogue.remembered(
        (filters, now if filters.valid_days is not None else 0),
        lambda: select(columns, filters, owner=owner, now=now),
    )
    if also:
        shown = select(columns, Filters(also.word), owner=owner, now=now)[: also.count]
        other = select(columns, filters._replace(status=also.word), owner=owner, now=now)
        found = [*found, *(slot for slot in other if slot in shown)]
    if call.fault("repeated_end"):
        number = min(number, max(1, -(-len(found) // query.size)))
    return len(found), found[(number - 1) * query.size : number * query.size]


def result_under_faults(call: Call, result: dict[str, Any], query: ListQuery) -> dict[str, Any]:
    """The result after the faults that falsify it."""
    items = result[LIST]
    for fault in call.fired:
        match fault.kind:
            case "lost_page":
                items = []
            case "missing_items":
                items = items[fault.count :]
            case "hostile_items":
                items = made_hostile(items)
            case "not_products":
                items = [*NOT_PRODUCTS[: fault.count], *items]
            case "unknown_reason" if query.filters.status == OFFLINE:
                items = [item | {"ws_display": fault.word} for item in items]
            case "declared_wrong":
                result["product_count"] = max(0, result["product_count"] + fault.delta)
            case "count_capped":
                result["product_count"] = min(result["product_count"], fault.count)
                result["total_page"] = -(-result["product_count"] // query.size)
            case "pages_capped":
                result["total_page"] = min(result["total_page"], fault.count)
                items = items if result["current_page"] <= fault.count else []
            case "counts_of_the_page":
                result["product_count"], result["total_page"] = len(items), min(1, len(items))
            case "empty_list":
                result["product_count"], result["total_page"], items = 0, 0, []
            case "page_count_changes":
                result["total_page"] = max(0, result["total_page"] + fault.delta)
    return result | {LIST: items}
