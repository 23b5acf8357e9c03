"""What the pages of managed shops bring of a product besides its place in the list: its SKUs, with
their supply prices and stock.

{"product_id": 1005003033814656, "modified_time": "2026-03-14 02:00:00", "total_stocks": 12,
 "leaf_category_id": 5112, "search_sku_info_list": [{"sku_id": 12000026912345678,
 "seller_sku": "HH-1A2B3C4D-0", "sku_stock": 12, "supply_price": "7.30",
 "product_sku_sc_item_info_dto": {"sc_item_bar_code": "4006381333931"}}]}
"""

from collections.abc import Mapping
from typing import Any

from aliexpress.gateway.answers import ProductDetail
from aliexpress.gateway.json_shapes import items, product_id, short_text
from aliexpress.gateway.product_skus import is_in_stock, skus_of


def detail_of(item: object) -> ProductDetail | None:
    """None where the item is no product, or brings no SKUs. Its attributes are not told."""
    number = product_id(item.get("product_id")) if isinstance(item, dict) else None
    if number is None or not isinstance(item, dict) or "search_sku_info_list" not in item:
        return None
    listed = items(item["search_sku_info_list"])
    skus = [pop_sku(sku) for sku in listed if isinstance(sku, dict)]
    in_stock = [is_in_stock(sku) for sku in skus]
    images = item.get("image_urls")
    return ProductDetail(
        product_id=number,
        gmt_modified=short_text(item.get("modified_time"), 40),
        category_id=product_id(item.get("leaf_category_id")),
        sku_count=len(skus),
        skus_in_stock=in_stock.count(True),
        skus_unknown=in_stock.count(None),
        image_count=len(images) if isinstance(images, list) else bool(images),
        title_length=len(short_text(item.get("title"), 1000)),
        filled=None,
        skus=skus_of(skus, currency=short_text(item.get("currency_code"), 12)),
    )


def detail_of_answer(told: Mapping[str, Any]) -> ProductDetail | None:
    """From a product's own answer, as of families whose pages bring no SKUs; None where it has none
    either:

    {"product_info_dto": {"product_id": 1005003033814656, "category_id": 5112,
     "subject_list": [{"value": "Curtain"}]},
     "product_sku_list": [{"sku_id": 12000026912345678, "sku_code": "HH-1A2B3C4D-0",
     "price": "12.90", "ipm_sku_stock": 12}], "multimedia": {"main_image_list": ["https://…"]}}
    """
    if "product_sku_list" not in told:
        return None
    info, media = told["product_info_dto"], told.get("multimedia")
    subjects = [one for one in items(info.get("subject_list")) if isinstance(one, dict)]
    return detail_of(
        {
            "product_id": info.get("product_id"),
            "modified_time": info.get("gmt_modified"),
            "title": subjects[0].get("value") if subjects else "",
            "currency_code": info.get("currency_code"),
            "leaf_category_id": info.get("category_id"),
            "search_sku_info_list": told["product_sku_list"],
            "image_urls": items(media.get("main_image_list")) if isinstance(media, dict) else [],
        }
    )


def pop_sku(sku: Mapping[str, Any]) -> dict[str, Any]:
    goods = sku.get("product_sku_sc_item_info_dto")
    return {
        "sku_id": sku.get("sku_id"),
        "sku_code": sku.get("seller_sku") or sku.get("sku_code"),
        "sku_price": sku.get("supply_price", sku.get("price")),
        "ipm_sku_stock": sku.get("sku_stock", sku.get("ipm_sku_stock")),
        "barcode": goods.get("sc_item_bar_code") if isinstance(goods, dict) else None,
    }
