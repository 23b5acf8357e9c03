"""AliExpress's own diagnosis of products on sale: their problems, and what was put right."""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from aliexpress.sandbox.aliexpress_words import ON_SELLING
from aliexpress.sandbox.catalogue.product import images_of, mixed, subject_of
from aliexpress.sandbox.errors import BusinessError, Json
from aliexpress.sandbox.methods.call import Call

TO_OPTIMISE: Final = 0
OPERATE_STATUSES: Final = (-1, TO_OPTIMISE, 1, 2, 3, 4)
# Of 100 products on sale.
WITH_PROBLEM: Final = range(8)
PUT_RIGHT: Final = range(98, 100)


class Problem(NamedTuple):
    word: str
    description: str
    suggestion: str


PROBLEMS: Final = (
    Problem("titleItemProblem", "Title is short on keywords", "Add material and use to the title"),
    Problem("imageItemProblem", "Too few pictures", "Add pictures until there are five"),
    Problem("pricingItemProblem", "Price is out of line", "Compare with similar products"),
    Problem("attributeItemProblem", "Attributes are missing", "Fill in the key attributes"),
)


def problem_types(call: Call) -> Json:
    """aliexpress.product.diagnosis.queryProblem: the words in use."""
    types = [{"problem_type": p.word, "problem_description": p.description} for p in PROBLEMS]
    return {"result": {"success": True, "error_code": 0, "product_problem_type_list": types}}


def problem_page(call: Call) -> Json:
    """aliexpress.product.diagnosis.pageQueryProblem; only what is still to be optimised exists."""
    status = number_of(call, "operate_status", default=None)
    if status not in OPERATE_STATUSES:
        raise BusinessError(13_001_004, "The operate_status is required: -1, 0, 1, 2, 3 or 4.")
    wanted = wanted_types(call)
    known = call.catalogue.remembered("problems", lambda: products_on_sale(call, WITH_PROBLEM))
    found = [
        product_id
        for product_id in known
        if status == TO_OPTIMISE and (not wanted or problem_of(product_id).word in wanted)
    ]
    shown = page_of(call, found, page="current_page")
    products = [problem_item(product_id) for product_id in shown]
    return result_of(len(found), problematic_product_list=products)


def optimised(call: Call) -> Json:
    """aliexpress.product.diagnosis.result.list: what was put right."""
    found = call.catalogue.remembered("optimised", lambda: products_on_sale(call, PUT_RIGHT))
    products = [
        {
            "product_id": product_id,
            "product_last_optimization_time": call.now.strftime("%Y-%m-01 00:00:00"),
            "optimized_source": "seller",
        }
        for product_id in page_of(call, found, page="current")
    ]
    return result_of(len(found), optimized_product_list=products)


def problem_of(product_id: int) -> Problem:
    return PROBLEMS[(mixed(product_id ^ 1) >> 8) % len(PROBLEMS)]


def products_on_sale(call: Call, hundredths: range) -> list[int]:
    """The products on sale whose place in a hundred is one of these."""
    on_sale = call.catalogue.in_status(ON_SELLING)
    return [product_id for product_id in on_sale if mixed(product_id ^ 1) % 100 in hundredths]


def problem_item(product_id: int) -> dict[str, Any]:
    problem = problem_of(product_id)
    return {
        "product_id": product_id,
        "product_title": subject_of(product_id),
        "main_picture": images_of(product_id).split(";")[0],
        "operate_status": TO_OPTIMISE,
        "product_impact": "Fewer views in search",
        "optimization_suggestion": problem.suggestion,
        "product_problem": {
            "problem_type": problem.word,
            "problem_description": problem.description,
        },
    }


def wanted_types(call: Call) -> frozenset[str]:
    """The problem types asked for; none means all."""
    text = call.parameters.get("problem_type_list", "").strip()
    try:
        words = json.loads(text or "[]")
    except ValueError:
        words = text.split(",")
    if not isinstance(words, list):
        raise BusinessError(13_001_004, "The problem_type_list is not a list.")
    return frozenset(str(word).strip() for word in words)


def page_of(call: Call, found: Sequence[int], *, page: str) -> list[int]:
    number, size = number_of(call, page, default=1), number_of(call, "page_size", default=10)
    if number is None or number < 1 or size is None or not 1 <= size < 100:
        raise BusinessError(13_001_004, "The page asked for cannot be given.")
    return list(found[(number - 1) * size : number * size])


def number_of(call: Call, name: str, *, default: int | None) -> int | None:
    text = call.parameters.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        raise BusinessError(13_001_004, f"The {name} is not a number.") from None


def result_of(count: int, **products: list[dict[str, Any]]) -> Json:
    return {"result": {"success": True, "error_code": 0, "total_count": count, **products}}
