"""A product in full, as its own answer tells it. The part that is read:

{"product_id": 1005003033814656, "gmt_modified": "2021-07-23 08:00:00", "category_id": 5112,
 "image_u_r_ls": "https://…/a.jpg;https://…/b.jpg", "subject_list": [{"locale": "en_US",
 "value": "Linen curtain"}], "aeop_ae_product_s_k_us": [{"aeop_s_k_u_property_list":
 [{"sku_property_id": 14, …}], …}],
 "aeop_ae_product_propertys": [{"attr_name_id": 2, "attr_value": "Harbour Home"}]}
"""

from typing import Any

from aliexpress.gateway.answers import ProductDetail
from aliexpress.gateway.errors import Bound, Refused, TokenRefused, Unavailable
from aliexpress.gateway.json_shapes import items, product_id, short_text
from aliexpress.gateway.product_lookup import told_in, with_its_id
from aliexpress.gateway.product_skus import is_in_stock, skus_of
from aliexpress.gateway.upstream_facts import facts_of, says_something


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
