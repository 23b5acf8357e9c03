"""The attributes a category asks for."""

import json
from typing import Any, Final

from aliexpress.gateway.answers import AskedAttribute, CategoryAsks
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.errors import Refused, Unavailable
from aliexpress.gateway.json_shapes import items, product_id, short_text, truth, unwrapped

ATTRIBUTES: Final = "aliexpress.category.redefining.getallchildattributesresult"


def category_asks(answer: dict[str, Any], category_id: int) -> CategoryAsks:
    """Attributes that are not shown to sellers are left out: nobody can fill them. Raises Refused
    where they cannot be read: other categories may be sound."""
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    try:
        asked = items(result.get("attributes"))
    except Unavailable as error:
        raise Refused(str(error)) from error
    attributes = []
    for one in asked:
        number = product_id(one.get("id")) if isinstance(one, dict) else None
        if number is None or truth(one.get("visible", True)) is False:
            continue
        attributes.append(
            AskedAttribute(
                attribute_id=number,
                name=english_name(one.get("names")) or str(number),
                required=truth(one.get("required")) is True,
                key=truth(one.get("key_attribute")) is True,
            )
        )
    return CategoryAsks(category_id, tuple(attributes))


def english_name(names: object) -> str:
    """English where there is one; AliExpress sends the languages as JSON in a string."""
    try:
        found = json.loads(names) if isinstance(names, str) else names
    except (ValueError, RecursionError):
        return short_text(names, 120)
    if not isinstance(found, dict) or not found:
        return ""
    return short_text(found.get("en") or next(iter(found.values())), 120)
