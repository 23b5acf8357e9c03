"""Asking for one product singly."""

import json
from collections.abc import Callable
from typing import Any, Final

from aliexpress.gateway import product_columns
from aliexpress.gateway.answers import ListedProduct
from aliexpress.gateway.error_answers import from_result, is_missing
from aliexpress.gateway.errors import Failed, Unavailable
from aliexpress.gateway.json_shapes import items, unwrapped
from aliexpress.gateway.product_fields import text

OFFER_QUERY: Final = "aliexpress.offer.product.query"
SOLUTION_INFO: Final = "aliexpress.solution.product.info.get"


def parameters(product_id: int) -> dict[str, str]:
    return {"product_id": json.dumps(product_id)}


def told_in(
    answer: dict[str, Any], find: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> dict[str, Any] | None:
    """What an answer about one product says of it, which `find` finds in it; None where AliExpress
    says there is no such product. Raises Failed where it says nothing of it just now, and whatever
    else the answer says is wrong."""
    try:
        result = unwrapped(answer)
    except Unavailable as error:
        raise Failed(str(error)) from error
    found = find(result)
    if result.get("success") in (False, "false") or found is None:
        if is_missing(result):
            return None
        raise from_result(result)
    return found


def with_its_id(result: dict[str, Any]) -> dict[str, Any] | None:
    return result if "product_id" in result else None


def parsed(answer: dict[str, Any], asked_for: int, *, time_zone: str) -> ListedProduct | None:
    """The product as the detail call gives it; None where AliExpress says there is none. Raises
    Failed where the answer does not tell of the product."""
    result = told_in(answer, with_its_id)
    if result is None:
        return None
    status = result.get("product_status_type")
    if not isinstance(status, str) or not status.strip():
        raise Failed("AliExpress answered for a product without saying its status.")
    found, _ = product_columns.products(
        [list_item(result)], status=str(text(status.strip(), 60).value), time_zone=time_zone
    )
    if not found:
        raise Failed("AliExpress answered for a product without its id.")
    if found[0].product_id != asked_for:
        raise Failed("AliExpress answered about something else than the product asked for.")
    return found[0]


def list_item(result: dict[str, Any]) -> dict[str, Any]:
    """The detail's fields under the names a list gives them."""
    if "subject" in result:
        return result
    for subject in items(result.get("subject_list") or result.get("multi_language_subject_list")):
        if isinstance(subject, dict):
            return {**result, "subject": subject.get("value") or subject.get("subject")}
    return result
