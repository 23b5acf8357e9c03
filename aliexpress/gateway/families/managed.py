"""What the three families AliExpress manages, or helps to, have in common: one list, asked for by
`search_condition_do` and read from under `result` or from the root, and details that speak other
words of a product's status than the list does.

A family of this kind is a `Managed` with its own names: see `choice.py`.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from aliexpress.gateway import product_columns
from aliexpress.gateway.answers import ListedProduct, ListPage, ProductDetail
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.errors import Failed, Unavailable
from aliexpress.gateway.families.family import PageQuery, Request, ShopAddress
from aliexpress.gateway.json_shapes import count, items, unwrapped
from aliexpress.gateway.json_shapes import product_id as number_of
from aliexpress.gateway.managed_skus import detail_of, detail_of_answer
from aliexpress.gateway.product_detail import NoDetail
from aliexpress.gateway.product_fields import text
from aliexpress.gateway.product_lookup import told_in

LARGEST_PAGE: Final = 20
SMALLEST_PAGE: Final = 5
# What a detail says for a status of the lists.
LIST_WORDS: Final = {
    "onSelling": "ONLINE",
    "auditing": "PENDING_APPROVAL",
    "editingRequired": "VIOLATION_QC_FAILED",
    "offline": "OFFLINE",
}
# The names a POP list has for what a managed one says.
_POP_NAMES: Final = {
    "title": "subject",
    "created_time": "gmt_create",
    "modified_time": "gmt_modified",
    "image_urls": "image_u_r_ls",
    "audit_failure_type": "audit_failure_reason",
    "shipping_template": "freight_template_id",
}
_NOT_TAKEN: Final = frozenset({"audit_failure_reason", "search_sku_info_list"})


@dataclass(frozen=True, slots=True)
class Managed:
    """A family by its two methods and the name its details stand under."""

    list_method: str
    detail_method: str
    detail_name: str
    brings_skus: bool
    largest_page: int = LARGEST_PAGE
    smallest_page: int = SMALLEST_PAGE

    def list_request(self, shop: ShopAddress, asked: PageQuery, *, list_method: str) -> Request:
        if not 1 <= asked.page_size <= self.largest_page:
            raise ValueError(f"A page holds 1 to {self.largest_page} products.")
        if asked.offline_reason:
            raise ValueError("The lists of this family know no reason for being offline.")
        condition: dict[str, Any] = {
            "product_status": asked.status,
            "update_after": asked.modified_since,
            "update_before": asked.modified_until,
            "product_id": asked.product_id,
        }
        return Request(
            self.list_method,
            {
                "channel_seller_id": shop.channel_seller_id,
                "channel": shop.channel,
                "page_size": str(asked.page_size),
                "current_page": str(asked.number),
                "search_condition_do": json.dumps({k: v for k, v in condition.items() if v}),
            },
        )

    def page(self, answer: dict[str, Any], asked: PageQuery, *, time_zone: str) -> ListPage:
        result = unwrapped(answer)
        if "data" in result and isinstance(result["data"], dict):
            result = result["data"]  # a level more, as one client has seen it
        if result.get("success") not in (True, "true", None):
            raise from_result(result)
        declared, page_count = count(result, "total_count"), count(result, "total_page")
        status, number = asked.status, asked.number
        if "current_page" in result and count(result, "current_page") != number:
            raise Unavailable(
                f"AliExpress answered page {result['current_page']} of {status} for page {number}."
            )
        listed = items(result.get("product_list"))
        if not listed and declared > 0 and number <= page_count:
            raise Unavailable(
                f"AliExpress answered page {number} of {page_count} of {status} without its "
                "listings."
            )
        found, unreadable = product_columns.products(
            [pop_item(item) for item in listed], status=status, time_zone=time_zone
        )
        return ListPage(
            status=status,
            number=number,
            declared=declared,
            page_count=page_count,
            products=found,
            unreadable=unreadable,
            details=tuple(filter(None, map(detail_of, listed))) if self.brings_skus else (),
        )

    def product_request(self, shop: ShopAddress, product_id: int, *, list_method: str) -> Request:
        return Request(
            self.detail_method,
            {
                "channel_seller_id": shop.channel_seller_id,
                "channel": shop.channel,
                "product_id": str(product_id),
            },
        )

    def product(
        self, answer: dict[str, Any], product_id: int, *, time_zone: str
    ) -> ListedProduct | None:
        told = self._told(answer)
        if told is None:
            return None
        info = told["product_info_dto"]
        word = info.get("product_status_type")
        if not isinstance(word, str) or not word.strip():
            raise Failed("AliExpress answered for a product without saying its status.")
        status = str(text(word.strip(), 60).value)
        found, _ = product_columns.products(
            [{**info, "subject": subject_of(info)}],
            status=LIST_WORDS.get(status, status),
            time_zone=time_zone,
        )
        if not found or found[0].product_id != product_id:
            raise Failed("AliExpress answered about something else than the product asked for.")
        return found[0]

    def detail(self, answer: dict[str, Any], product_id: int) -> ProductDetail | None:
        told = self._told(answer)
        if told is None:
            return None
        if number_of(told["product_info_dto"].get("product_id")) != product_id:
            raise NoDetail("AliExpress answered about something else than the product asked for.")
        try:
            found = detail_of_answer(told)
        except Unavailable as error:
            raise NoDetail(str(error)) from error
        if found is None:
            raise NoDetail("AliExpress answered for a product without its SKUs.")
        return found

    def _told(self, answer: dict[str, Any]) -> dict[str, Any] | None:
        """What an answer about one product says of it, its `product_info_dto` within; None where
        there is no such product."""
        return told_in(answer, self._with_its_info)

    def _with_its_info(self, result: dict[str, Any]) -> dict[str, Any] | None:
        told = result.get(self.detail_name)
        is_told = isinstance(told, dict) and isinstance(told.get("product_info_dto"), dict)
        return told if is_told else None


def pop_item(item: object) -> object:
    if not isinstance(item, dict):
        return item
    return {
        _POP_NAMES.get(name, name): value for name, value in item.items() if name not in _NOT_TAKEN
    }


def subject_of(info: dict[str, Any]) -> object:
    for subject in items(info.get("subject_list")):
        if isinstance(subject, dict):
            return subject.get("value")
    return ""
