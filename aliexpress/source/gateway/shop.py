"""A BigCommerce shop as a reader of sources asks it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from aliexpress.models import SourceCatalogue
from aliexpress.source.failures import NotPermitted
from aliexpress.source.gateway import shapes, stock_and_channel
from aliexpress.source.gateway.calls import Calls
from aliexpress.source.gateway.json_values import whole
from aliexpress.source.gateway.rules import locations_of, rules_of
from aliexpress.source.reading.shop import (
    Change,
    Newest,
    Page,
    Product,
    ShopFacts,
    Stock,
    Told,
    Variants,
)
from aliexpress.source.reading.walk import LARGEST_PAGE

T = TypeVar("T")

PRODUCTS: Final = "/v3/catalog/products"
VARIANTS: Final = "/v3/catalog/variants"
# For counts: a row must come, and as little of it as possible.
_COUNT: Final = {"limit": 1, "include_fields": "id"}
_ROWS: Final = {"include": shapes.INCLUDED, "include_fields": shapes.PRODUCT_FIELDS}
_BY_ID: Final = {"sort": "id", "direction": "asc"}


class Abilities(NamedTuple):
    stock_by_location: bool
    channel: str  # that of AliExpress; "" where there is none


class BigCommerceShop:
    """Every method raises SourceFailure with a sentence."""

    def __init__(self, catalogue: SourceCatalogue, calls: Calls) -> None:
        self._catalogue = catalogue
        self._calls = calls
        self._rules = rules_of(catalogue.meant_rule)

    @property
    def request_count(self) -> int:
        return self._calls.count

    def now(self) -> datetime:
        return self._get("/v2/time", {}, shapes.clock, "the time")

    def facts(self) -> ShopFacts:
        read = partial(shapes.facts, shop=self._catalogue.external_id)
        found = self._get("/v2/store", {}, read, "the shop")
        self._rules = self._rules._replace(currency=found.currency)
        return found

    def newest(self) -> Newest:
        query = {**_COUNT, "sort": "id", "direction": "desc"}
        return self._get(PRODUCTS, query, shapes.newest, "the products")

    def latest_change(self) -> Change | None:
        query = {"limit": 1, "include_fields": "id,date_modified"}
        query |= {"sort": "date_modified", "direction": "desc"}
        return self._get(PRODUCTS, query, shapes.latest_change, "the products")

    def total(self, *, above: int, at_most: int) -> int:
        query = {**_COUNT, "id:greater": above, "id:max": at_most}
        return self._get(PRODUCTS, query, shapes.total, "the products")

    def page(self, *, above: int, at_most: int, limit: int, since: datetime | None = None) -> Page:
        query: dict[str, object] = {**_BY_ID, **_ROWS, "limit": limit}
        query |= {"id:greater": above, "id:max": at_most}
        if since is not None:  # with its time of day: without, BigCommerce adds that of the call
            query["date_modified:min"] = since.isoformat(timespec="seconds")
        read = shapes.page_reader(self._rules, above=above, at_most=at_most, limit=limit)
        return self._calls.make(PRODUCTS, query, read, what="the products", may_ask_less=True)

    def numbered_page(self, number: int, *, limit: int) -> Page:
        query = {**_BY_ID, **_ROWS, "limit": limit, "page": number}
        read = shapes.page_reader(self._rules, limit=limit)
        return self._calls.make(PRODUCTS, query, read, what="the products")

    def products(self, ids: Iterable[int]) -> list[Product]:
        """Those of the ids that are there, as they are now."""
        wanted = list(ids)
        query = {**_BY_ID, **_ROWS, "limit": LARGEST_PAGE, "id:in": ",".join(map(str, wanted))}
        read = shapes.page_reader(self._rules, limit=len(wanted))
        return self._get(PRODUCTS, query, read, "the products").products

    def products_with(self, code: str) -> list[int]:
        """The ids of the products that have a variant of this SKU code."""

        def read(said: Any) -> list[int]:
            return [number for row in said["data"] if (number := whole(row["product_id"]))]

        return self._get(VARIANTS, {"sku": code, "limit": LARGEST_PAGE}, read, "the variants")

    def variants(self) -> Variants:
        declared = self._get(VARIANTS, {"limit": 1}, shapes.total, "the variants")
        summary = self._get(
            "/v3/catalog/summary",
            {},
            lambda said: whole(said["data"]["variant_count"]),
            "the summary",
        )
        return Variants(declared, summary)

    def orphan_count(self) -> int:
        query = {"limit": 1, "product_id:in": 0}
        return self._get(VARIANTS, query, shapes.total, "the variants")

    def abilities(self) -> Abilities:
        """What the token may read beside the products, and finds there."""
        try:
            by_location = self._locations() is not None
        except NotPermitted:
            by_location = False
        try:
            channel = self._channel()
        except NotPermitted:
            channel = None
        return Abilities(by_location, channel.name if channel else "")

    def stocks(
        self, products: Collection[str] = (), *, by_location: bool = False
    ) -> Iterator[Stock] | None:
        locations = self._locations(by_location=by_location)
        if locations is None:
            return None
        return stock_and_channel.stocks(self._get, locations=locations, products=products)

    def told_by_tool(self) -> Mapping[tuple[str, str], Told] | None:
        try:
            channel = self._channel()
            return stock_and_channel.listings(self._get, channel=channel.id) if channel else None
        except NotPermitted:
            return None

    def _locations(self, *, by_location: bool = False) -> list[int] | None:
        """Those whose stock counts; None where the level of the products is as good."""
        enabled = self._get(
            "/v3/inventory/locations", {}, stock_and_channel.enabled_locations, "the locations"
        )
        chosen = locations_of(self._catalogue.locations)
        return chosen or (enabled if by_location or len(enabled) > 1 else None)

    def _channel(self) -> stock_and_channel.Channel | None:
        return self._get("/v3/channels", {}, stock_and_channel.channel_of, "the channels")

    def _get(
        self, path: str, query: Mapping[str, object], read: Callable[[Any], T], what: str
    ) -> T:
        return self._calls.make(path, query, read, what=what)
