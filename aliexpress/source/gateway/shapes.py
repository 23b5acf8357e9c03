"""Reads BigCommerce's JSON into rows and counts. Whatever is not as documented raises ValueError or
one of its kin, and the call is made again."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from aliexpress.models import SourceItem
from aliexpress.source.failures import SourceUnproven, Unfit
from aliexpress.source.gateway.json_values import (
    level,
    moment,
    moment_or_none,
    money,
    text,
    text_or_none,
    whole,
)
from aliexpress.source.gateway.rules import Rules
from aliexpress.source.item_row import ItemRow
from aliexpress.source.reading.shop import Change, Newest, Page, Product, ShopFacts

PRODUCT_FIELDS: Final = (
    "name,sku,price,sale_price,inventory_level,inventory_tracking,is_visible,availability,"
    "categories,base_variant_id,date_modified"
)
INCLUDED: Final = "variants,primary_image"
TRACKING: Final = {
    "none": SourceItem.Tracking.NONE.value,
    "product": SourceItem.Tracking.PRODUCT.value,
    "variant": SourceItem.Tracking.ITEM.value,
}


def facts(said: Any, *, shop: str) -> ShopFacts:
    return ShopFacts(
        external_id=text(said.get("id", shop)) or shop,
        name=text(said.get("name") or "", most=200),
        currency=text(said["currency"], most=12).strip(),
        prices_include_tax=said.get("is_price_entered_with_tax"),
    )


def clock(said: Any) -> datetime:
    return datetime.fromtimestamp(whole(said["time"]), UTC)


def total(said: Any) -> int:
    """Of the whole list. Raises SourceUnproven where BigCommerce says that it is not exact."""
    told = said["meta"]["pagination"]
    if told.get("too_many"):
        raise SourceUnproven(
            "BigCommerce says that its count of products is not exact, so nothing can be held "
            "against it."
        )
    found = whole(told["total"])
    if found < 0:
        raise ValueError("no count")
    return found


def newest(said: Any) -> Newest:
    rows = said["data"]
    return Newest(whole(rows[0]["id"]) if rows else 0, total(said))


def latest_change(said: Any) -> Change | None:
    for row in said["data"][:1]:
        return Change(whole(row["id"]), moment(row["date_modified"]), total(said))
    return None


def page_reader(
    rules: Rules, *, above: int = 0, at_most: int | None = None, limit: int
) -> Callable[[Any], Page]:
    """Reads a page, and holds it to what was asked for. Raises Unfit."""

    def read(said: Any) -> Page:
        page = Page([product(row, rules) for row in said["data"]], total(said))
        ids = [one.id for one in page.products]
        if len(ids) > limit or whole(said["meta"]["pagination"]["count"]) != len(ids):
            raise Unfit("BigCommerce's page holds another number of products than it says.")
        if any(later <= earlier for earlier, later in zip([above, *ids], ids, strict=False)):
            raise Unfit("BigCommerce's products do not come in the order of their ids.")
        if at_most is not None and ids and ids[-1] > at_most:
            raise Unfit("BigCommerce's page holds products beyond what was asked for.")
        if page.total < len(ids):
            raise Unfit("BigCommerce declares fewer products than its page holds.")
        return page

    return read


def product(row: Any, rules: Rules) -> Product:
    number = whole(row["id"])
    variants = row["variants"]
    if number <= 0 or not variants:
        raise ValueError("a product without variants")
    shared = Shared.of(row, rules)
    rows = [item(one, number, shared) for one in variants]
    if len({one.external_id for one in rows}) != len(rows):
        raise ValueError("a variant twice")
    return Product(number, rows)


class Shared(NamedTuple):
    """What all variants of a product have in common."""

    name: str
    parent_code: str
    price: Decimal | None
    sale_price: Decimal | None
    currency: str
    tracking: str
    stock: int | None  # of the product, where that is what is tracked
    not_for_sale: str
    image_changed_at: datetime | None
    is_meant: bool

    @classmethod
    def of(cls, row: Any, rules: Rules) -> "Shared":
        image = row.get("primary_image") or {}
        tracking = TRACKING[row["inventory_tracking"]]
        is_visible = row["is_visible"] is not False
        not_for_sale = "" if is_visible else "hidden"
        if row["availability"] == "disabled":
            not_for_sale = "disabled"
        categories = frozenset(row.get("categories") or ())
        return cls(
            name=text(row["name"]),
            parent_code=text_or_none(row["sku"]) if row.get("base_variant_id") is None else "",
            price=money(row["price"]),
            sale_price=money(row.get("sale_price")) or None,
            currency=rules.currency,
            tracking=tracking,
            stock=level(row["inventory_level"]),
            not_for_sale=not_for_sale,
            image_changed_at=moment_or_none(image),
            is_meant=(rules.categories is None or bool(categories & rules.categories))
            and (is_visible or not rules.only_visible),
        )


def item(row: Any, product_id: int, shared: Shared) -> ItemRow:
    if whole(row["product_id"]) != product_id:
        raise ValueError("a variant of another product")
    own = money(row["price"])
    stock = {
        SourceItem.Tracking.NONE.value: None,
        SourceItem.Tracking.PRODUCT.value: shared.stock,
        SourceItem.Tracking.ITEM.value: level(row["inventory_level"]),
    }[shared.tracking]
    labels = (text_or_none(one["label"]) for one in row.get("option_values") or ())
    return ItemRow(
        external_id=str(whole(row["id"])),
        product_external_id=str(product_id),
        code=text_or_none(row["sku"]),
        name=shared.name,
        option=" / ".join(labels),
        parent_code=shared.parent_code,
        price=shared.price if own is None else own,
        sale_price=money(row.get("sale_price")) or shared.sale_price,
        currency=shared.currency,
        stock=stock,
        tracking=shared.tracking,
        not_for_sale=shared.not_for_sale
        or ("purchasing off" if row.get("purchasing_disabled") else ""),
        barcode=text_or_none(row.get("upc") or row.get("gtin") or "", most=60),
        image_changed_at=shared.image_changed_at,
        is_meant=shared.is_meant,
    )
