"""POP, the ordinary shops, semi-managed or not: their lists, what a page is asked for by, and how
its answer is read."""

import json
from typing import Any, Final

from aliexpress.gateway import product_detail, product_lookup
from aliexpress.gateway.answers import ListedProduct, ListPage, ProductDetail
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.errors import Unavailable
from aliexpress.gateway.families.family import PageQuery, Request, ShopAddress
from aliexpress.gateway.json_shapes import count, items, unwrapped
from aliexpress.gateway.product_columns import products
from aliexpress.lifecycle import DRAFT_STATUS

FIND_LIST: Final = "aliexpress.postproduct.redefining.findproductinfolistquery"
SOLUTION_LIST: Final = "aliexpress.solution.product.list.get"
LIST_METHODS: Final = (FIND_LIST, SOLUTION_LIST)
DRAFT_LIST: Final = "aliexpress.offer.draftproducts.get"
LARGEST_PAGE: Final = 99  # AliExpress: "less than 100"
_QUERY: Final = "aeop_a_e_product_list_query"
_LIST: Final = "aeop_a_e_product_display_d_t_o_list"


def list_method_of(status: str, *, list_method: str) -> str:
    """The method that lists a status, where `list_method` is the one the app may call."""
    return DRAFT_LIST if status == DRAFT_STATUS else list_method


def query(
    status: str,
    number: int,
    *,
    page_size: int,
    modified_since: str = "",
    modified_until: str = "",
    product_id: int | None = None,
    offline_reason: str = "",
) -> dict[str, str]:
    """The parameters of a list call: objects travel as JSON text."""
    if not 1 <= page_size <= LARGEST_PAGE:
        raise ValueError(f"A page holds 1 to {LARGEST_PAGE} products.")
    paging: dict[str, Any] = {"current_page": number, "page_size": page_size}
    if status == DRAFT_STATUS:
        if modified_since or modified_until or product_id or offline_reason:
            raise ValueError("The list of drafts takes no filter.")
        return {_QUERY: json.dumps(paging)}
    filters: dict[str, Any] = {"product_status_type": status, **paging}
    if modified_since:
        filters["gmt_modified_start"] = modified_since
    if modified_until:
        filters["gmt_modified_end"] = modified_until
    if product_id is not None:
        filters["product_id"] = product_id
    if offline_reason:
        filters["ws_display"] = offline_reason
    return {_QUERY: json.dumps(filters)}


def parsed(answer: dict[str, Any], status: str, number: int, *, time_zone: str) -> ListPage:
    """Raises Unavailable where the answer contradicts itself: then nothing of it is used."""
    result = unwrapped(answer)
    if "success" in result and result["success"] not in (True, "true"):
        raise from_result(result)
    declared, page_count = count(result, "product_count"), count(result, "total_page")
    if "current_page" in result and count(result, "current_page") != number:
        raise Unavailable(
            f"AliExpress answered page {result['current_page']} of {status} for page {number}."
        )
    listed = items(list_in(result))
    if not listed and declared > 0 and number <= page_count:
        raise Unavailable(
            f"AliExpress answered page {number} of {page_count} of {status} without its listings."
        )
    found, unreadable = products(listed, status=status, time_zone=time_zone)
    return ListPage(
        status=status,
        number=number,
        declared=declared,
        page_count=page_count,
        products=found,
        unreadable=unreadable,
    )


def list_in(result: dict[str, Any]) -> object:
    """The list stands under one name in most answers; drafts and older ones differ in it."""
    if _LIST in result:
        return result[_LIST]
    lists = [value for name, value in result.items() if name.endswith("_list")]
    return lists[0] if len(lists) == 1 else None


def product_method(list_method: str) -> str:
    """The look-up the app may call, by the list method it may call."""
    solution = list_method == SOLUTION_LIST
    return product_lookup.SOLUTION_INFO if solution else product_lookup.OFFER_QUERY


class Pop:
    """The family, as the client asks every family."""

    largest_page = LARGEST_PAGE
    smallest_page = LARGEST_PAGE  # its pages hold no SKUs: a smaller one is no quicker
    brings_skus = False

    def list_request(self, shop: ShopAddress, asked: PageQuery, *, list_method: str) -> Request:
        return Request(
            list_method_of(asked.status, list_method=list_method),
            query(
                asked.status,
                asked.number,
                page_size=asked.page_size,
                modified_since=asked.modified_since,
                modified_until=asked.modified_until,
                product_id=asked.product_id,
                offline_reason=asked.offline_reason,
            ),
        )

    def page(self, answer: dict[str, Any], asked: PageQuery, *, time_zone: str) -> ListPage:
        return parsed(answer, asked.status, asked.number, time_zone=time_zone)

    def product_request(self, shop: ShopAddress, product_id: int, *, list_method: str) -> Request:
        return Request(product_method(list_method), product_lookup.parameters(product_id))

    def product(
        self, answer: dict[str, Any], product_id: int, *, time_zone: str
    ) -> ListedProduct | None:
        return product_lookup.parsed(answer, product_id, time_zone=time_zone)

    def detail(self, answer: dict[str, Any], product_id: int) -> ProductDetail | None:
        return product_detail.detail(answer, product_id)


FAMILY: Final = Pop()
