"""What a list of the managed families is asked for by, read strictly.

AliExpress documents which parameters are required and which values they take, but not what it
answers to others: the words of these refusals are ours.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from aliexpress.sandbox.accounts import ManagedShop
from aliexpress.sandbox.aliexpress_words import FAMILY_OF_METHOD, MANAGED_STATUSES
from aliexpress.sandbox.catalogue.selection import Filters
from aliexpress.sandbox.clock import read_time
from aliexpress.sandbox.errors import BAD_ARGUMENT, BusinessError, Refusal

CONDITION: Final = "search_condition_do"
LARGEST_PAGE: Final = 20


@dataclass(frozen=True)
class ManagedQuery:
    filters: Filters
    page: int
    size: int


def shop_asked_for(
    method: str, parameters: Mapping[str, str], shops: Sequence[ManagedShop]
) -> ManagedShop:
    """The shop of the account a call names. Raises Refusal where it names none of them, or one
    that another method answers for."""
    channel_seller_id = required(parameters, "channel_seller_id")
    channel = required(parameters, "channel")
    for shop in shops:
        if (shop.channel_seller_id, shop.channel) == (channel_seller_id, channel):
            if shop.family == FAMILY_OF_METHOD[method]:
                return shop
            raise Refusal("InvalidParameter", "The shop has another business model.")
    raise Refusal("InvalidParameter", "The channel_seller_id is not of this account.")


def required(parameters: Mapping[str, str], name: str) -> str:
    text = parameters.get(name, "").strip()
    if not text:
        raise Refusal("MissingParameter", f'The input parameter "{name}" is not supplied')
    return text


def read_managed_query(parameters: Mapping[str, str], *, zone: ZoneInfo) -> ManagedQuery:
    page, size = (
        whole_number(required(parameters, name), name) for name in ("current_page", "page_size")
    )
    if page < 1:
        raise BusinessError(BAD_ARGUMENT, "The current_page must be 1 or more.")
    if not 1 <= size <= LARGEST_PAGE:
        raise BusinessError(BAD_ARGUMENT, f"The page_size must be at most {LARGEST_PAGE}.")
    try:
        condition = json.loads(required(parameters, CONDITION))
    except ValueError:
        condition = None
    if not isinstance(condition, dict):
        raise BusinessError(BAD_ARGUMENT, f"The {CONDITION} is not a JSON object.")
    status = condition.get("product_status")
    if status not in MANAGED_STATUSES:
        raise BusinessError(
            BAD_ARGUMENT, f"The product_status must be one of: {', '.join(MANAGED_STATUSES)}."
        )
    product_id = condition.get("product_id")
    filters = Filters(
        status=status,
        product_id=None if product_id is None else whole_number(product_id, "product_id"),
        audit_reason=str(condition.get("audit_failure_reason") or ""),
        created_from=moment_of(condition, "create_after", zone),
        created_to=moment_of(condition, "create_before", zone),
        modified_from=moment_of(condition, "update_after", zone),
        modified_to=moment_of(condition, "update_before", zone),
    )
    return ManagedQuery(filters, page, size)


def whole_number(value: object, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise BusinessError(BAD_ARGUMENT, f"The {name} is not a number.") from None


def moment_of(condition: Mapping[str, Any], name: str, zone: ZoneInfo) -> int | None:
    text = condition.get(name)
    if not text:
        return None
    try:
        return read_time(str(text), zone, latest=name.endswith("before"))
    except (ValueError, OverflowError):
        raise BusinessError(
            BAD_ARGUMENT, f"The {name} must be written yyyy-MM-dd HH:mm:ss."
        ) from None
