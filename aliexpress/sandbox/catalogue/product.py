"""The looks of a listing, made from its product id: the same id gives the same listing."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from aliexpress.sandbox.aliexpress_words import EDITING_REQUIRED, OFFLINE, ON_SELLING
from aliexpress.sandbox.catalogue.categories import CATEGORIES, Category
from aliexpress.sandbox.catalogue.listing_columns import EDITION_STEP, SOLD_OUT, Columns
from aliexpress.sandbox.clock import time_text

_MASK: Final = (1 << 64) - 1
_FINISHES: Final = (
    "Soft",
    "Washed",
    "Handmade",
    "Classic",
    "Ribbed",
    "Matt",
    "Woven",
    "Simple",
)
_EXTRAS: Final = (
    "Set of 2",
    "Set of 4",
    "Large",
    "Small",
    "Gift Box",
    "45 cm",
    "60 cm",
    "Pair",
)
_SOURCES: Final = ("isv", "isv", "isv", "")
CURRENCY: Final = "USD"
# By id, which may be negative.
FREIGHT_TEMPLATES: Final = {
    -1719201133: "Standard parcels",
    50_001_002: "Large and heavy",
    50_001_003: "Free shipping to the EU",
}


@lru_cache(maxsize=1024)  # one item asks half a dozen times for the bits of its id
def mixed(number: int) -> int:
    """64 well-mixed bits for a number (the finaliser of SplitMix64)."""
    number = (number + 0x9E3779B97F4A7C15) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


class Sku(NamedTuple):
    sku_id: int
    colour: int  # index into the colour attribute's values
    price: str
    stock: int


def category_of(product_id: int) -> Category:
    return CATEGORIES[mixed(product_id) % len(CATEGORIES)]


def subject_of(product_id: int) -> str:
    bits = mixed(product_id)
    category = CATEGORIES[bits % len(CATEGORIES)]
    thing = category.things[(bits >> 8) % len(category.things)]
    materials = category.attributes[2].values
    material = materials[(bits >> 16) % len(materials)]
    finish, extra = _FINISHES[(bits >> 20) & 7], _EXTRAS[(bits >> 24) & 7]
    return f"{finish} {material} {thing}, {extra}, No. {product_id % 100_000:05d}"


def belongs_to_assistant(product_id: int) -> bool:
    """One listing in eight was published by the seller's sub-account."""
    return mixed(product_id) >> 61 == 0


def source_of(product_id: int) -> str:
    """Three in four came in by the API."""
    return _SOURCES[(mixed(product_id) >> 50) & 3]


def freight_template_of(product_id: int) -> int:
    return tuple(FREIGHT_TEMPLATES)[(mixed(product_id) >> 57) % len(FREIGHT_TEMPLATES)]


def cents_of(product_id: int, edition: int) -> int:
    bits = mixed(product_id)
    category = CATEGORIES[bits % len(CATEGORIES)]
    cents = category.cheapest + (bits >> 32) % (category.dearest - category.cheapest)
    return cents + cents * edition // 100


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def prices_of(product_id: int, *, flags: int) -> tuple[str, str]:
    """The lowest and the highest SKU price."""
    cents = cents_of(product_id, flags // EDITION_STEP)
    return money(cents), money(cents + (sku_count(product_id) - 1) * 100)


def sku_count(product_id: int) -> int:
    return 1 + (mixed(product_id) >> 28) % 4


def skus_of(product_id: int, *, flags: int) -> Iterator[Sku]:
    cents = cents_of(product_id, flags // EDITION_STEP)
    for index in range(sku_count(product_id)):
        bits = mixed(product_id + index + 1)
        # One SKU in nine is out of stock by itself, but never all of them.
        stock = 0 if index and bits % 9 == 0 else 1 + (bits >> 8) % 400
        yield Sku(
            sku_id=12_000_000_000_000_000 + bits % 900_000_000_000_000_000,  # beyond 2**53
            colour=((mixed(product_id) >> 36) + index) % 8,
            price=money(cents + index * 100),
            stock=0 if flags & SOLD_OUT else stock,
        )


@lru_cache(maxsize=64)
def picture(bits: int) -> str:
    return f"https://ae01.alicdn.example/kf/harbour-{bits:02d}"


def images_of(product_id: int) -> str:
    """One to four addresses, joined with a semicolon."""
    bits = mixed(product_id)
    stem = picture((bits >> 40) % 64)
    return ";".join(f"{stem}-{n}.jpg" for n in range(1 + (bits >> 46) % 4))


@lru_cache(maxsize=8192)  # the same listings are asked for again and again
def lasting_fields(product_id: int, flags: int, owner: str) -> dict[str, Any]:
    """What of an item changes only when the seller edits it. Never to be written to."""
    lowest, highest = prices_of(product_id, flags=flags)
    bits = mixed(product_id)
    assistant = belongs_to_assistant(product_id)
    return {
        "product_id": product_id,
        "subject": subject_of(product_id),
        "product_min_price": lowest,
        "product_max_price": highest,
        "currency_code": CURRENCY,
        "image_u_r_ls": images_of(product_id),
        "src": source_of(product_id),
        "owner_member_id": owner + "-assistant" if assistant else owner,
        "owner_member_seq": 2_675_378_077 if assistant else 2_675_378_076,
        "group_id": category_of(product_id).group_id,
        "freight_template_id": freight_template_of(product_id),
        "product_type": "POP_CHOICE" if bits >> 60 == 1 else "POP",
    }


def list_item(columns: Columns, slot: int, *, owner: str, zone: ZoneInfo) -> dict[str, Any]:
    """The item of the first list method; other lists leave some of it out."""
    product_id = columns.ids[slot]
    status, flags = columns.words[columns.status[slot]], columns.flags[slot]
    item = lasting_fields(product_id, flags, owner) | {
        "gmt_create": time_text(columns.created[slot], zone),
        "gmt_modified": time_text(columns.modified[slot], zone),
    }
    if status == OFFLINE:
        item["ws_display"] = columns.words[columns.reason[slot]]
    if status in (OFFLINE, ON_SELLING) and columns.offline_at[slot]:
        item["ws_offline_date"] = time_text(columns.offline_at[slot], zone)
    if status == EDITING_REQUIRED:
        item["audit_failure_reason"] = columns.words[columns.audit_reason[slot]]
    if slot in columns.overrides:
        item |= columns.overrides[slot]
    return item
