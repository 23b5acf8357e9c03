"""What the source tells beside its products, where it may be read: stock by location, and how far
the seller's tool is. Neither says how many products there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from aliexpress.models import SourceItem, SourceRead, SourceSnapshot
from aliexpress.source.failures import NotPermitted, SourceUnavailable
from aliexpress.source.reading.shop import SourceShop, Told
from aliexpress.source.staging import StagedItems

BY_LOCATION: Final = {"stock": "by location"}
NOTHING = Told(SourceItem.InTool.NOT_TOLD.value, "", None)


def add_stocks(
    items: StagedItems,
    shop: SourceShop,
    *,
    last: SourceSnapshot | None,
    products: Collection[str] = (),
) -> dict[str, Any]:
    """The stock over the locations that count, for what is tracked. What they do not tell of is
    not known. Answers with what the evidence says of it.

    Where it was read so once, it is read so again: the product list may tell another level.
    """
    levels: dict[str, dict[str, int | None]] = defaultdict(dict)
    by_location = bool(last and last.evidence.get("stock"))
    try:
        if (told := shop.stocks(products, by_location=by_location)) is None:
            return {}
        for one in told:
            levels[one.product][one.item] = one.level
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
    return dict(BY_LOCATION)


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
