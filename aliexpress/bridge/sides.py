"""The two sides as the bridge looks at them: what each item, SKU and listing is, where it stands,
and what people decided. Plain values: nothing here asks a database."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from aliexpress.models import SourceCatalogue


class Item(NamedTuple):
    pk: int
    product: str  # the source's id of its product
    code: str
    key: str
    is_meant: bool = True
    in_tool: str = ""
    parent_code: str = ""
    aliexpress_product_id: int | None = None
    name: str = ""
    price: Decimal | None = None
    sale_price: Decimal | None = None
    currency: str = ""
    stock: int | None = None
    tracking: str = "item"
    not_for_sale: str = ""
    image_changed_at: datetime | None = None
    option: str = ""
    barcode: str = ""


class Sku(NamedTuple):
    listing: int
    sku_id: str
    code: str
    key: str
    price: Decimal | None = None
    currency: str = ""
    stock: int | None = None
    barcode: str = ""

    @property
    def name(self) -> tuple[int, str]:
        return self.listing, self.sku_id


class Listing(NamedTuple):
    pk: int
    product_id: int
    state: str
    is_read: bool = True  # its codes are known
    is_outdated: bool = False  # as they were before its last edit
    subject: str = ""
    modified_at: datetime | None = None
    asked_at: datetime | None = None
    has_supply_price: bool = False  # what the seller gets, not what a buyer pays


class Entry(NamedTuple):
    """Where one of them stands: a BridgeEntry without its span, in the order of its columns."""

    side: str
    item: int | None
    listing: int | None
    sku_id: str
    code: str
    part: str
    state: str = ""
    rule: str = ""
    reason: str = ""
    sibling: int | None = None
    is_unmeant: bool = False
    is_mixed: bool = False
    is_split: bool = False
    is_partly: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people said: of codes by key, of SKUs without one by product and SKU id."""

    same: Mapping[str, int] = field(default_factory=dict)  # key: item
    same_sku: Mapping[tuple[int, str], int] = field(default_factory=dict)
    bundles: Mapping[str, int] = field(default_factory=dict)
    bundle_skus: Mapping[tuple[int, str], int] = field(default_factory=dict)
    not_ours: Set[str] = frozenset()
    not_meant: Set[int] = frozenset()  # items
    count: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What the store declared of its codes."""

    prefix: str = ""
    suffix: str = ""
    code_is: str = SourceCatalogue.Declared.SKU.value


class Before(NamedTuple):
    """What the last bridge held: the listing each item was in last, the item each SKU was last."""

    listing_of: Mapping[int, int]
    item_of: Mapping[tuple[int, str], int]


NOTHING_BEFORE = Before({}, {})


@dataclass(frozen=True, slots=True)
class Sides:
    items: list[Item]
    skus: list[Sku]  # of listings that are read
    listings: Mapping[int, Listing]  # counted, by primary key
    decisions: Decisions = field(default_factory=Decisions)
    rules: Rules = field(default_factory=Rules)
    before: Before = NOTHING_BEFORE
