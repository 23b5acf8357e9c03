"""The SKUs of a product's own answer:

[{"id": "14:193", "sku_Id": 12000026912345678, "sku_code": "HH-1A2B3C4D-0", "ipm_sku_stock": 12,
  "sku_stock": true, "sku_price": "12.90", "currency_code": "USD", "barcode": "4006381333931"}]
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from aliexpress.gateway import product_fields
from aliexpress.gateway.answers import ListedSku
from aliexpress.gateway.json_shapes import LARGEST_COUNT, short_text, truth

LONGEST_ID: Final = 120
LONGEST_CODE: Final = 255


def skus_of(skus: Iterable[Mapping[str, Any]], *, currency: str = "") -> tuple[ListedSku, ...]:
    """`currency`: the product's, for a SKU that names none."""
    found: dict[str, ListedSku] = {}
    for place, sku in enumerate(skus, start=1):
        given = sku.get("sku_Id", sku.get("sku_id")) or sku.get("id")
        sku_id = short_text(given, LONGEST_ID) or f"#{place}"
        if sku_id in found:  # no two are one row, so that rows are as many as SKUs
            sku_id = f"{sku_id[: LONGEST_ID - 12]}#{place}"
        price = product_fields.price(sku.get("sku_price")).value
        found[sku_id] = ListedSku(
            sku_id=sku_id,
            code=short_text(sku.get("sku_code"), LONGEST_CODE),
            price=None if price is None else str(price),
            currency=short_text(sku.get("currency_code"), 12) or currency,
            stock=stock_of(sku),
            barcode=short_text(sku.get("barcode") or sku.get("ean_code"), 60),
        )
    return tuple(found.values())


def stock_of(sku: Mapping[str, Any]) -> int | None:
    """None where AliExpress does not tell how many."""
    stock = sku.get("ipm_sku_stock")
    if isinstance(stock, str) and stock.strip().isdecimal() and len(stock) < 20:
        stock = int(stock)
    if isinstance(stock, int) and not isinstance(stock, bool):
        return stock if abs(stock) <= LARGEST_COUNT else None
    return 0 if truth(sku.get("sku_stock")) is False else None


def is_in_stock(sku: Mapping[str, Any]) -> bool | None:
    """None where AliExpress tells nothing of it."""
    stock = stock_of(sku)
    return truth(sku.get("sku_stock")) if stock is None else stock > 0
