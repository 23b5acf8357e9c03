"""The shops of an account: AliExpress's own list of them, and the products that joined
semi-managed."""

import json
from typing import Any, Final, NamedTuple

from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.errors import Failed, Unavailable
from aliexpress.gateway.json_shapes import count, items, product_id, unwrapped
from aliexpress.gateway.product_fields import text

RELATIONS: Final = "global.seller.relation.query"
JOINED_LIST: Final = "aliexpress.pop.choice.products.list"
JOINED_PAGE: Final = 20


class Relation(NamedTuple):
    """One shop as AliExpress names it; "" for what it does not say."""

    channel_seller_id: str
    channel: str
    business_type: str
    name: str
    currency: str


class JoinedPage(NamedTuple):
    """One page of the products that joined semi-managed."""

    total: int
    product_ids: tuple[int, ...]


def relations(answer: dict[str, Any]) -> list[Relation]:
    """Every shop, in AliExpress's order; none twice. Raises Failed where one has no id: then the
    list of shops is not whole."""
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    if "seller_relation_list" not in result and "success" not in result:
        raise Failed("AliExpress answered without the shops of the account.")
    found: dict[tuple[str, str], Relation] = {}
    try:
        rows = items(result.get("seller_relation_list"))
    except Unavailable as error:
        raise Failed(str(error)) from error
    for row in rows:
        number = product_id(row.get("channel_seller_id")) if isinstance(row, dict) else None
        if number is None:
            raise Failed("AliExpress named a shop of the account without its id.")
        relation = Relation(
            channel_seller_id=str(number),
            channel=text_of(row.get("channel"), 40),
            business_type=text_of(row.get("business_type"), 60),
            name=text_of(row.get("channel_shop_name"), 200),
            currency=text_of(row.get("channel_currency"), 12),
        )
        found.setdefault((relation.channel, relation.channel_seller_id), relation)
    return list(found.values())


def joined_query(number: int, *, page_size: int = JOINED_PAGE) -> dict[str, str]:
    asked = {"joined_product_tab": "joined", "current_page": number, "page_size": page_size}
    return {"param": json.dumps(asked)}


def joined_page(answer: dict[str, Any]) -> JoinedPage:
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    listed = items(result.get("pop_choice_product_list"))
    ids = [product_id(one.get("product_id")) for one in listed if isinstance(one, dict)]
    return JoinedPage(count(result, "total_item"), tuple(one for one in ids if one is not None))


def text_of(value: object, most: int) -> str:
    return str(text(value, most).value)
