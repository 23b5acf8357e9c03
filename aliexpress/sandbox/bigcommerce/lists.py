"""The lists a shop answers with: products by id, variants, stock, channel listings."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.sandbox.bigcommerce.goods import (
    Json,
    Product,
    Variant,
    product_shape,
    variant_shape,
)
from aliexpress.sandbox.bigcommerce.query import (
    SORTS,
    checked,
    numbers,
    page_of,
    range_of,
    tests_of,
    whole_number,
)
from aliexpress.sandbox.bigcommerce.shop import Shop
from aliexpress.sandbox.faults.script import Fault

Query = Mapping[str, str]
MOST_STOCKS: Final = 1000


class Asked(NamedTuple):
    shop: Shop
    query: Query
    now: datetime
    fired: Sequence[Fault]

    def fault(self, kind: str) -> Fault | None:
        return next((fault for fault in self.fired if fault.kind == kind), None)


def products(asked: Asked) -> Json:
    shop, query = asked.shop, asked.query
    shop.ignored += checked(query)
    page = page_of(query)
    if (cut := asked.fault("page_size_cut")) is not None:
        page = page._replace(limit=min(page.limit, cut.count))
    found = selected(asked)
    rows = found[(page.number - 1) * page.limit : page.number * page.limit]
    include = frozenset(query.get("include", "").split(","))
    only = frozenset(filter(None, query.get("include_fields", "").split(",")))
    data = [product_shape(shop.products[key], include=include, only=only) for key in rows]
    return paged(asked, damaged(data, asked), total=len(found), page=page.number, limit=page.limit)


def selected(asked: Asked) -> list[int]:
    """The ids of what is asked for, in the order asked for."""
    shop, query = asked.shop, asked.query
    ids = shop.between(*range_of(query))
    has_range = any(name.startswith("id:") and name != "id:in" for name in query)
    if has_range and asked.fault("filters_ignored"):
        ids = list(shop.ids)
    if has_range and asked.fault("filters_empty"):
        ids = []
    for test in tests_of(query, now=asked.now):
        ids = [key for key in ids if test(shop.products[key])]
    order = query.get("sort", "id")
    if order != "id":
        ids = sorted(ids, key=lambda key: (SORTS[order](shop.products[key]), key))
    return ids[::-1] if query.get("direction") == "desc" else ids


def damaged(data: list[Json], asked: Asked) -> list[Json]:
    """The rows as a fault leaves them."""
    if not data:
        return data
    if fault := asked.fault("missing_items"):
        del data[len(data) // 2 : len(data) // 2 + fault.count]
    if asked.fault("row_twice"):
        data.append(data[-1])
    if asked.fault("rows_out_of_order"):
        data.reverse()
    for kind, harm in HARMS.items():
        if asked.fault(kind) and data:
            harm(data[len(data) // 2])
    return data


def foreign_variant(row: Json) -> None:
    for variant in row.get("variants", []):
        variant["product_id"] += 1


def no_variants(row: Json) -> None:
    row["variants"] = []


def null_text(row: Json) -> None:
    row["name"] = None


HARMS: Final[Mapping[str, Callable[[Json], None]]] = {
    "foreign_variant": foreign_variant,
    "no_variants": no_variants,
    "null_text": null_text,
}


def paged(asked: Asked, data: list[Any], *, total: int, page: int, limit: int) -> Json:
    if fault := asked.fault("total_off"):
        total = max(0, total + fault.delta)
    pages = -(-total // limit)
    if asked.fault("total_pages_low"):
        pages = max(0, pages - 1)
    return {
        "data": data,
        "meta": {
            "pagination": {
                "total": total,
                "count": len(data),
                "per_page": limit,
                "current_page": page,
                "total_pages": pages,
                "links": {"current": f"?page={page}&limit={limit}"},
                "too_many": asked.fault("too_many") is not None,
            }
        },
    }


def variants(asked: Asked) -> Json:
    """In an order of its own, with those of no product, by no range of ids."""
    shop, query = asked.shop, asked.query
    known = frozenset({"page", "limit", "id", "sku", "upc", "product_id:in"})
    shop.ignored += checked(query, known)
    page = page_of(query)
    of = numbers(query["product_id:in"]) if "product_id:in" in query else None
    if of == {0} or "sku" not in query:
        count = shop.orphans + (0 if of == {0} else shop.variant_count)
        if page.limit == 1:  # only the count is wanted
            row = [{"id": 1, "product_id": 0, "sku": ""}][:count]
            return paged(asked, row, total=count, page=page.number, limit=page.limit)
    rows = [
        variant_shape(variant, product)
        for product in sorted(shop.products.values(), key=lambda one: one.id * 7919 % 10007)
        if of is None or product.id in of
        for variant in product.variants
        if query.get("sku", variant.sku) == variant.sku
    ]
    start = (page.number - 1) * page.limit
    return paged(
        asked, rows[start : start + page.limit], total=len(rows), page=page.number, limit=page.limit
    )


def summary(asked: Asked) -> Json:
    shop = asked.shop
    counted = shop.variant_count + shop.orphans - shop.summary_lags_by
    return {"data": {"variant_count": counted, "inventory_count": 0}, "meta": {}}


def stocks(asked: Asked) -> Json:
    """A row an item that is tracked, with what each location has to sell."""
    shop, query = asked.shop, asked.query
    shop.ignored += checked(query, frozenset({"page", "limit", "product_id:in", "location_id:in"}))
    page = page_of(query, most=MOST_STOCKS, usual=10)
    of = numbers(query["location_id:in"]) if "location_id:in" in query else None
    wanted = numbers(query["product_id:in"]) if "product_id:in" in query else None
    tracked = [
        (product, variant)
        for product in shop.products.values()
        if product.tracking != "none" and (wanted is None or product.id in wanted)
        for variant in product.variants
    ]
    start = (page.number - 1) * page.limit
    places = [place for place in shop.locations if of is None or place["id"] in of]
    behind = asked.fault("stock_behind")
    data = [
        {
            "identity": {
                "sku": variant.sku,
                "sku_id": variant.id + 7 if variant.labels else None,
                "variant_id": variant.id,
                "product_id": product.id,
            },
            "locations": [
                stock_at(place, product, variant, shop, behind.delta if behind else 0)
                for place in places
            ],
        }
        for product, variant in tracked[start : start + page.limit]
    ]
    return paged(asked, data, total=len(tracked), page=page.number, limit=page.limit)


def stock_at(place: Json, product: Product, variant: Variant, shop: Shop, behind: int) -> Json:
    """What is there less what is held back; `behind`: what was sold and is not taken off yet."""
    own = product.stock if product.tracking == "product" else variant.stock or 0
    levels = shop.levels.get(variant.id, {shop.locations[0]["id"]: own})
    there = levels.get(place["id"], 0) + behind
    return {
        "location_id": place["id"],
        "location_enabled": place["enabled"],
        "available_to_sell": there - shop.held_back.get(variant.id, 0),
        "total_inventory_onhand": there,
    }


def locations(asked: Asked) -> Json:
    return paged(
        asked, list(asked.shop.locations), total=len(asked.shop.locations), page=1, limit=50
    )


def channels(asked: Asked) -> Json:
    return {"data": list(asked.shop.channels), "meta": {}}


def listings(asked: Asked, channel_id: int) -> Json:
    """Those after a listing's id; a channel there is not answers with none."""
    shop, query = asked.shop, asked.query
    shop.ignored += checked(query, frozenset({"limit", "after", "product_id:in"}))
    limit = page_of(query).limit
    after = whole_number(query, "after", otherwise=0)
    rows = sorted(shop.listings.get(channel_id, []), key=lambda row: int(row["listing_id"]))
    return {"data": [row for row in rows if row["listing_id"] > after][:limit], "meta": {}}
