"""The items of a source as a file that can be taken as a source again, and is then the same."""

from collections.abc import Iterator
from typing import Final

from aliexpress.models import SourceCatalogue, SourceItem
from cards.listings.export import text_safe

SOURCE_COLUMNS: Final = (
    "sku",
    "name",
    "option",
    "price",
    "sale_price",
    "currency",
    "stock",
    "tracking",
    "product",
    "parent",
    "barcode",
    "meant",
    "not_for_sale",
    "in_tool",
    "brand",
    "category",
    "source_id",
    "sku_as_text",
)


def source_rows(source: SourceCatalogue) -> Iterator[list[object]]:
    """In the order of SOURCE_COLUMNS. The last column is the exact code, and says it is text."""
    items = SourceItem.objects.filter(catalogue=source, gone_at__isnull=True).order_by("pk")
    for item in items.iterator(chunk_size=1000):
        yield [
            text_safe(item.code),
            item.name,
            item.option,
            item.price,
            item.sale_price,
            item.currency,
            item.stock,
            item.tracking,
            text_safe(item.product_external_id),
            text_safe(item.parent_code),
            text_safe(item.barcode),
            "yes" if item.is_meant else "no",
            item.not_for_sale,
            item.tool_word,
            item.brand,
            item.category,
            text_safe(item.external_id),
            f"text:{item.code}",
        ]
