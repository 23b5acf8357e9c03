"""What the numbers in AliExpress's answers are called: product groups, freight templates,
categories. And the products it lets a seller have, where the seller's profile does not say.

    {"result": {"success": true, "target_list": [{"group_id": 511, "group_name": "Textiles",
     "child_group_list": [{"group_id": 512, "group_name": "Curtains"}]}]}}
    {"aeop_freight_template_d_t_o_list": [{"template_id": -17, "template_name": "Parcels"}]}
    {"result": {"aeop_post_category_list": [{"id": 5112, "names": "{\\"en\\": \\"Curtains\\"}"}]}}
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from aliexpress.gateway import product_fields
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.json_shapes import count, short_text, unwrapped

GROUPS: Final = "aliexpress.product.productgroups.get"
FREIGHT: Final = "aliexpress.freight.redefining.listfreighttemplate"
CATEGORY: Final = "aliexpress.category.redefining.getpostcategorybyid"
HOSTING_LIMIT: Final = "aliexpress.seller.hosting.publish.limit.query"
LONGEST_NAME: Final = 300
_DEEPEST: Final = 12

Names = dict[str, str]  # by number, as text


def groups(answer: dict[str, Any]) -> Names:
    return names_in(answer, "group_id", "group_name")


def freight_templates(answer: dict[str, Any]) -> Names:
    return names_in(answer, "template_id", "template_name")


def categories(answer: dict[str, Any]) -> Names:
    return names_in(answer, "id", "names")


def hosting_limit(answer: dict[str, Any]) -> int:
    return count(sound_answer(answer), "total_limit")


def sound_answer(answer: dict[str, Any]) -> dict[str, Any]:
    """Raises what AliExpress says of itself where it refuses."""
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    return result


def names_in(answer: dict[str, Any], number: str, name: str) -> Names:
    """Whatever has both, however deep: the lists of these answers come in several shapes."""
    found = {}
    for one in tables_in(sound_answer(answer), depth=0):
        value = product_fields.number(one.get(number)).value
        text = english_name(one.get(name))
        if isinstance(value, int) and text:
            found[str(value)] = text
    return found


def tables_in(value: object, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from tables_in(one, depth=depth + 1)


def english_name(value: object) -> str:
    """Of a plain text, or of names by language as JSON in a string."""
    try:
        names = json.loads(value) if isinstance(value, str) and value[:1] == "{" else value
    except (ValueError, RecursionError):
        names = value
    if isinstance(names, dict):
        names = names.get("en") or next(iter(names.values()), "")
    return short_text(names, LONGEST_NAME).strip()
