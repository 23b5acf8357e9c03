"""Which column of a file holds what: by the names shops give them, or as a person chose."""

from collections.abc import Mapping
from typing import Final

from aliexpress.typed.bad_input import BadInput

# Ours, and what others call it, in the order of preference. Compared without capitals, spaces
# and punctuation.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("sku", "code", "sku code", "product code/sku", "variant sku", "seller sku"),
    "code_as_text": ("sku_as_text",),
    "source_id": ("source_id",),
    "id": ("id", "variant id", "product id"),
    "item": ("item", "item type"),
    "name": ("name", "product name", "title", "product title"),
    "option": ("option", "options", "variant"),
    "product": ("product", "parent id", "product id"),
    "parent": ("parent", "parent sku", "parent code"),
    "price": ("price", "regular price", "default price"),
    "sale_price": ("sale price", "sale_price"),
    "currency": ("currency", "currency code"),
    "stock": ("stock", "current stock", "current stock level", "quantity", "inventory", "qty"),
    "tracking": ("inventory tracking", "track inventory", "tracking"),
    "visible": ("product visible", "is visible", "visible"),
    "purchasable": ("allow purchases", "purchasable"),
    "not_for_sale": ("not_for_sale",),
    "barcode": ("barcode", "product upc/ean", "upc/ean", "ean", "upc", "gtin"),
    "meant": ("meant", "on aliexpress", "meant for aliexpress"),
    "in_tool": ("aliexpress status", "in_tool"),
    "brand": ("brand", "brand name", "manufacturer"),
    "category": ("category", "categories", "product type", "category name"),
}
CHOSEN: Final = ("code", "name", "price", "currency", "stock", "product", "barcode", "meant")


def columns_of(
    header: list[str], chosen: Mapping[str, str], *, remembered: Mapping[str, str]
) -> dict[str, int]:
    """The place of each of our columns that is there. `chosen`: ours by their name, as a person
    picked them. Raises BadInput where none holds codes."""
    places: dict[str, int] = {}
    twice = set()
    for place, name in enumerate(header):
        if places.setdefault(_plain(name), place) != place:
            twice.add(places[_plain(name)])
    found = {
        ours: places[_plain(name)]
        for ours, names in NAMES.items()
        for name in [next((one for one in names if _plain(one) in places), None)]
        if name is not None
    }
    there_still = {ours: name for ours, name in remembered.items() if _plain(name) in places}
    for ours, name in {**there_still, **chosen}.items():
        if ours not in NAMES:
            raise BadInput("columns", f"columns must be some of {', '.join(CHOSEN)}.")
        if not name:
            continue
        if _plain(name) not in places:
            raise BadInput("columns", f"columns must be of the file; it has no {name!r}.")
        found[ours] = places[_plain(name)]
    if doubled := sorted(twice & set(found.values())):
        raise BadInput(
            "columns", f"columns must have one name each; two are called {header[doubled[0]]!r}."
        )
    # Without a column that tells products from variants, an id of products is no item's.
    if "item" not in found and found.get("id") == found.get("product"):
        found.pop("id", None)
    if "code" not in found and "code_as_text" not in found:
        there = ", ".join(name for name in header if name.strip())[:300]
        raise BadInput(
            "columns", f"columns must say which one holds the SKU codes; the file has: {there}."
        )
    return found


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
