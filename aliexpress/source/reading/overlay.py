"""What the source tells beside its products, where it may be read: stock by location, and how far
the seller's tool is. Neither says how many products there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from aliexpress.models import SourceItem, SourceRead
from aliexpress.source.failures import NotPermitted, SourceUnavailable
from aliexpress.source.reading.shop import SourceShop, Told
from aliexpress.source.staging import StagedItems

NOTHING = Told(SourceItem.InTool.NOT_TOLD.value, "", None)


def add_stocks(
    items: StagedItems, shop: SourceShop, *, products: Collection[str] = ()
) -> dict[str, Any]:
    """The stock over the locations that count, for what is tracked. What they do not tell of is
    not known. Answers with what the evidence says of it."""
    levels: dict[str, dict[str, int | None]] = defaultdict(dict)
    try:
        if (told := shop.stocks(products)) is None:
            return {}
        for product, item, stock in told:
            levels[product][item] = stock
    except NotPermitted:
        return {}
    for product in items.product_ids:
        rows = items.rows_of(product)
        own = levels.get(product, {})
        items.put(
            product,
            [
                row
                if row.tracking == SourceItem.Tracking.NONE
                else row._replace(stock=own.get(row.external_id))
                for row in rows
            ],
        )
    return {"stock": "by location"}


def add_tool(items: StagedItems, shop: SourceShop, read: SourceRead) -> dict[str, Any]:
    """How far the seller's tool is with each item; as it was where it cannot be told just now."""
    try:
        told, says = shop.told_by_tool(), "told"
    except SourceUnavailable:
        told, says = told_before(read), "as it was told before"
    if told is None:
        return {}
    for product, item in list(told):
        rows = items.rows_of(product)
        if any(row.external_id == item for row in rows):
            items.put(
                product,
                [
                    row._replace(**fields_of(told.get((product, row.external_id), NOTHING)))
                    for row in rows
                ],
            )
    return {"channel_listings": says}


def fields_of(told: Told) -> dict[str, Any]:
    return {
        "in_tool": told.in_tool,
        "tool_word": told.word,
        "aliexpress_product_id": told.aliexpress_product_id,
    }


def told_before(read: SourceRead) -> Mapping[tuple[str, str], Told]:
    rows = SourceItem.objects.filter(catalogue=read.catalogue_id, gone_at__isnull=True)
    known: Any = rows.exclude(in_tool="", tool_word="").values_list(
        "product_external_id", "external_id", "in_tool", "tool_word", "aliexpress_product_id"
    )
    return {(product, item): Told(*told) for product, item, *told in known}
