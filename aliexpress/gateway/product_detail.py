"""A product in full, the attributes its category asks for, and AliExpress's own diagnosis.

The part of a product's detail that is read:

    {"product_id": 1005003033814656, "gmt_modified": "2021-07-23 08:00:00", "category_id": 5112,
     "image_u_r_ls": "https://…/a.jpg;https://…/b.jpg", "subject_list": [{"locale": "en_US",
     "value": "Linen curtain"}], "aeop_ae_product_s_k_us": [{"aeop_s_k_u_property_list":
     [{"sku_property_id": 14, …}], …}],
     "aeop_ae_product_propertys": [{"attr_name_id": 2, "attr_value": "Harbour Home"}]}
"""

import json
from typing import Any, Final

from aliexpress.gateway.answers import (
    AskedAttribute,
    CategoryAsks,
    DiagnosedProblem,
    DiagnosisPage,
    ProductDetail,
)
from aliexpress.gateway.error_answers import from_result
from aliexpress.gateway.errors import Bound, Refused, TokenRefused, Unavailable
from aliexpress.gateway.json_shapes import (
    count,
    items,
    product_id,
    short_text,
    truth,
    unwrapped,
)
from aliexpress.gateway.product_lookup import told_in, with_its_id
from aliexpress.gateway.product_skus import is_in_stock, skus_of
from aliexpress.gateway.upstream_facts import facts_of, says_something

ATTRIBUTES: Final = "aliexpress.category.redefining.getallchildattributesresult"
DIAGNOSIS: Final = "aliexpress.product.diagnosis.pageQueryProblem"
TO_OPTIMISE: Final = "0"
DIAGNOSIS_PAGE: Final = 50


class NoDetail(Refused):
    """AliExpress refuses this one product; the others can be asked for."""

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence, code=code, binds=Bound.CALL)


def detail(answer: dict[str, Any], asked_for: int) -> ProductDetail | None:
    """None where AliExpress says there is no such product. Raises Failed where it says nothing of
    it just now, and NoDetail where it refuses, or what it says is not about this product: then it
    would be so the next time too."""
    try:
        result = told_in(answer, with_its_id)
    except TokenRefused:
        raise
    except Refused as error:
        raise NoDetail(str(error), code=error.code) from error
    if result is None:
        return None
    if product_id(result.get("product_id")) != asked_for:
        raise NoDetail("AliExpress answered about something else than the product asked for.")
    try:
        return detail_of(result, asked_for)
    except Unavailable as error:
        raise NoDetail(str(error)) from error


def detail_of(result: dict[str, Any], number: int) -> ProductDetail:
    skus = [sku for sku in items(result.get("aeop_ae_product_s_k_us")) if isinstance(sku, dict)]
    in_stock = [is_in_stock(sku) for sku in skus]
    return ProductDetail(
        product_id=number,
        gmt_modified=short_text(result.get("gmt_modified"), 40),
        category_id=product_id(result.get("category_id")),
        sku_count=len(skus),
        skus_in_stock=in_stock.count(True),
        skus_unknown=in_stock.count(None),
        image_count=number_of_images(result.get("image_u_r_ls")),
        title_length=len(title_of(result)),
        filled=tuple(sorted(filled_ids(result, skus))),
        skus=skus_of(skus, currency=short_text(result.get("currency_code"), 12)),
        facts=facts_of(result),
    )


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


def diagnosis(answer: dict[str, Any]) -> DiagnosisPage:
    result = unwrapped(answer)
    if result.get("success") in (False, "false"):
        raise from_result(result)
    problems = []
    for one in items(result.get("problematic_product_list")):
        number = product_id(one.get("product_id")) if isinstance(one, dict) else None
        if number is None:
            continue
        said = one.get("product_problem")
        said = said if isinstance(said, dict) else {}
        problems.append(
            DiagnosedProblem(
                product_id=number,
                kind=short_text(said.get("problem_type"), 120) or "unnamed",
                description=short_text(said.get("problem_description"), 300),
                suggestion=short_text(one.get("optimization_suggestion"), 300),
            )
        )
    return DiagnosisPage(total=count(result, "total_count"), problems=tuple(problems))


def diagnosis_query(number: int) -> dict[str, str]:
    return {
        "operate_status": TO_OPTIMISE,
        "current_page": str(number),
        "page_size": str(DIAGNOSIS_PAGE),
    }


def filled_ids(result: dict[str, Any], skus: list[dict[str, Any]]) -> set[int]:
    """Ids of attributes the seller filled, in the product or by its SKUs."""
    filled = set()
    for one in items(result.get("aeop_ae_product_propertys")):
        if isinstance(one, dict) and says_something(one):
            filled.add(product_id(one.get("attr_name_id")))
    for sku in skus:
        for chosen in items(sku.get("aeop_s_k_u_property_list")):
            if isinstance(chosen, dict):
                filled.add(product_id(chosen.get("sku_property_id")))
    return {number for number in filled if number is not None}


def number_of_images(value: object) -> int:
    return len([one for one in value.split(";") if one.strip()]) if isinstance(value, str) else 0


def title_of(result: dict[str, Any]) -> str:
    if isinstance(result.get("subject"), str):
        return str(result["subject"])
    for one in items(result.get("subject_list") or result.get("multi_language_subject_list")):
        if isinstance(one, dict):
            return short_text(one.get("value") or one.get("subject"), 1000)
    return ""


def english_name(names: object) -> str:
    """English where there is one; AliExpress sends the languages as JSON in a string."""
    try:
        found = json.loads(names) if isinstance(names, str) else names
    except (ValueError, RecursionError):
        return short_text(names, 120)
    if not isinstance(found, dict) or not found:
        return ""
    return short_text(found.get("en") or next(iter(found.values())), 120)
