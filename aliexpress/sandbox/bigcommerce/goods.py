"""What a shop sells, and the shapes BigCommerce shows it in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

Json = dict[str, Any]

AVAILABLE: Final = "available"
ONLINE_STORE: Final = 1  # the channel every shop has


@dataclass(slots=True)
class Variant:
    id: int
    sku: str = ""
    price: float | None = None  # None: the product's
    sale_price: float | None = None
    stock: int | None = 0
    labels: tuple[str, ...] = ()  # of its options; a base variant has none
    upc: str = ""
    gtin: str = ""
    purchasing_disabled: bool = False


@dataclass(slots=True)
class Product:
    id: int
    name: str
    modified: datetime
    sku: str = ""
    price: float = 0.0
    sale_price: float = 0.0
    tracking: str = "variant"
    stock: int = 0  # where the product is what is tracked
    variants: list[Variant] = field(default_factory=list)
    categories: tuple[int, ...] = ()
    channels: tuple[int, ...] = (ONLINE_STORE,)
    is_visible: bool = True
    availability: str = AVAILABLE
    image_changed: datetime | None = None

    @property
    def has_options(self) -> bool:
        return any(variant.labels for variant in self.variants)


def moment_text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def product_shape(product: Product, *, include: frozenset[str], only: frozenset[str]) -> Json:
    """`only`: the fields asked for, all where none is named; the id always comes."""
    shape: Json = {
        "id": product.id,
        "name": product.name,
        "type": "physical",
        "sku": product.sku,
        "description": "",
        "price": product.price,
        "sale_price": product.sale_price,
        "calculated_price": product.sale_price or product.price,
        "categories": list(product.categories),
        "inventory_level": product.stock,
        "inventory_tracking": product.tracking,
        "is_visible": product.is_visible,
        "availability": product.availability,
        "base_variant_id": None if product.has_options or not product.variants
        else product.variants[0].id,
        "date_modified": moment_text(product.modified),
    }  # fmt: skip
    if only:
        shape = {name: value for name, value in shape.items() if name == "id" or name in only}
    if "variants" in include:
        shape["variants"] = [variant_shape(variant, product) for variant in product.variants]
    if "primary_image" in include:
        shape["primary_image"] = image_shape(product)
    return shape


def variant_shape(variant: Variant, product: Product) -> Json:
    price = variant.price if variant.price is not None else product.price
    return {
        "id": variant.id,
        "product_id": product.id,
        "sku": variant.sku,
        "sku_id": variant.id + 7 if variant.labels else None,
        "price": variant.price,
        "sale_price": variant.sale_price,
        "calculated_price": variant.sale_price or product.sale_price or price,
        "purchasing_disabled": variant.purchasing_disabled,
        "inventory_level": variant.stock,
        "upc": variant.upc,
        "gtin": variant.gtin,
        "mpn": "",
        "option_values": [
            {"id": place, "label": label, "option_id": place, "option_display_name": "Option"}
            for place, label in enumerate(variant.labels, start=1)
        ],
    }


def image_shape(product: Product) -> Json | None:
    if product.image_changed is None:
        return None
    return {
        "id": product.id,
        "product_id": product.id,
        "is_thumbnail": True,
        "date_modified": moment_text(product.image_changed),
    }
