"""A BigCommerce shop: its goods, and what happens to them. Ids only grow, and are never used again.

Every operation takes the sandbox's lock. All raise KeyError for a product there is not.
"""

import threading
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from aliexpress.sandbox.bigcommerce.goods import Json, Product, Variant
from aliexpress.sandbox.bigcommerce.quota import Quota
from aliexpress.sandbox.clock import SandboxClock

SCOPES: Final = frozenset(
    {"products", "information", "inventory", "locations", "channel_listings", "channel_settings"}
)
HASH: Final = "hh2026shop"
TOKEN: Final = "sandbox-source-token"


class Shop:
    """`scopes`: what its token may read. `ignored`: parameters asked for that mean nothing here;
    `writes`: everything but GET that was tried. Both are to stay empty."""

    def __init__(
        self,
        *,
        clock: SandboxClock,
        lock: threading.RLock,
        hash_: str = HASH,
        token: str = TOKEN,
        scopes: Iterable[str] = SCOPES,
        currency: str = "USD",
        quota: Quota | None = None,
    ) -> None:
        self.clock = clock
        self.lock = lock
        self.hash = hash_
        self.token = token
        self.scopes = frozenset(scopes)
        self.currency = currency
        self.includes_tax = False
        self.name = "Harbour Home"
        self.quota = quota or Quota()
        self.products: dict[int, Product] = {}
        self.ids: list[int] = []  # ascending
        self.orphans = 0  # variants of no product, which their list holds all the same
        self.summary_lags_by = 0
        self.locations: list[Json] = [location(1)]
        self.levels: dict[int, dict[int, int]] = {}  # by variant and location
        self.held_back: dict[int, int] = {}  # the safety stock of variants, at each location
        self.channels: list[Json] = [channel(1, "Storefront", kind="storefront")]
        self.listings: dict[int, list[Json]] = {}  # by channel
        self.ignored: list[str] = []
        self.writes: list[str] = []
        self._last_product = 100
        self._last_variant = 500

    @property
    def variant_count(self) -> int:
        return sum(len(product.variants) for product in self.products.values())

    def refresh(self) -> None:
        """Before it is asked: a shop that follows something else takes in what is new there."""

    def add(
        self, name: str, *skus: str, price: float = 10.0, stock: int | None = 5, **fields: Any
    ) -> Product:
        """A product with a variant for each SKU; with one, that is its base variant."""
        with self.lock:
            self._last_product += 1
            alone = len(skus) < 2
            product = Product(
                id=self._last_product,
                name=name,
                modified=self.clock.now(),
                price=price,
                sku=skus[0] if skus and alone else "",
                **fields,
            )
            for number, sku in enumerate(skus or ("",), start=1):
                labels = () if alone else (f"Option {number}",)
                product.variants.append(self._variant(sku, stock=stock, labels=labels))
            self.products[product.id] = product
            self.ids.append(product.id)
            return product

    def put(self, product: Product) -> None:
        """A product under an id of its own, in place of what stood there."""
        with self.lock:
            if product.id not in self.products:
                insort(self.ids, product.id)
            self.products[product.id] = product
            self._last_product = max(self._last_product, product.id)
            last = max((variant.id for variant in product.variants), default=0)
            self._last_variant = max(self._last_variant, last)

    def delete(self, product_id: int) -> None:
        with self.lock:
            del self.products[product_id]
            self.ids.remove(product_id)

    def edit(self, product_id: int, **fields: Any) -> None:
        with self.lock:
            self.products[product_id] = replace(
                self.products[product_id], modified=self.clock.now(), **fields
            )

    def change_variant(self, product_id: int, place: int = 0, **fields: Any) -> None:
        """A new SKU, price or stock of one of its variants."""
        with self.lock:
            product = self.products[product_id]
            variants = list(product.variants)
            variants[place] = replace(variants[place], **fields)
            self.edit(product_id, variants=variants)

    def gain_options(self, product_id: int, *skus: str) -> None:
        """Its base variant vanishes, and variants of its own stand there."""
        with self.lock:
            variants = [
                self._variant(sku, stock=5, labels=(f"Option {number}",))
                for number, sku in enumerate(skus, start=1)
            ]
            self.edit(product_id, variants=variants)

    def between(self, above: int, at_most: int | None) -> list[int]:
        """The ids in a range, ascending."""
        high = len(self.ids) if at_most is None else bisect_right(self.ids, at_most)
        return self.ids[bisect_right(self.ids, above) : high]

    def truth(self) -> dict[int, tuple[int, ...]]:
        """The variant ids of each product, as the shop is now."""
        with self.lock:
            return {
                key: tuple(variant.id for variant in product.variants)
                for key, product in self.products.items()
            }

    def _variant(self, sku: str, *, stock: int | None, labels: tuple[str, ...]) -> Variant:
        self._last_variant += 1
        return Variant(self._last_variant, sku, stock=stock, labels=labels)


def location(number: int, *, name: str = "", enabled: bool = True) -> Json:
    return {"id": number, "label": name or f"Warehouse {number}", "enabled": enabled}


def channel(number: int, name: str, *, kind: str = "marketplace", platform: str = "custom") -> Json:
    return {"id": number, "name": name, "type": kind, "platform": platform, "status": "active"}


def channel_listing(
    number: int, product: Product, state: str, *, external_id: str = "", at: datetime
) -> Json:
    return {
        "listing_id": number,
        "product_id": product.id,
        "state": state,
        "external_id": external_id,
        "date_modified": at.isoformat(timespec="seconds"),
        "variants": [
            {"product_id": product.id, "variant_id": variant.id, "state": state}
            for variant in product.variants
        ],
    }
