"""Asking for one product singly."""

import json
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


def parsed(answer: dict[str, Any], asked_for: int, *, time_zone: str) -> ListedProduct | None:
    """The product as the detail call gives it; None where AliExpress says there is none. Raises
    Failed where the answer does not tell of the product."""
    try:
        result = unwrapped(answer)
    except Unavailable as error:
        raise Failed(str(error)) from error
    if result.get("success") in (False, "false") or "product_id" not in result:
        if is_missing(result):
            return None
        raise from_result(result)
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
