"""AliExpress's own counters of a seller."""

from dataclasses import dataclass
from typing import Final

from aliexpress.gateway.json_shapes import LARGEST_COUNT, short_text, unwrapped
from aliexpress.gateway.signed_post import Answer

METHOD: Final = "aliexpress.merchant.profile.get"


@dataclass(frozen=True, slots=True)
class MerchantProfile:
    """Counts are None where AliExpress gave none."""

    seller_id: str
    online_count: int | None
    auditing_count: int | None
    product_limit: int | None = None  # of those on sale and in auditing together


def parsed(answer: Answer) -> MerchantProfile:
    result = unwrapped(answer)
    profile = result.get("profile", result)
    profile = profile if isinstance(profile, dict) else {}
    return MerchantProfile(
        seller_id=short_text(profile.get("seller_id") or "", 40),
        online_count=whole_number(profile.get("online_store_product_number")),
        auditing_count=whole_number(profile.get("auth_store_product_number")),
        product_limit=limit_of(profile.get("limit_store_product_number")),
    )


def whole_number(value: object) -> int | None:
    text = str(value if value is not None else "").strip()
    return int(text) if text.isdecimal() and len(text) <= 12 else None


def limit_of(value: object) -> int | None:
    """None where it is no number a column holds, or none at all: 0 would allow nothing."""
    limit = whole_number(value)
    return limit if limit and limit <= LARGEST_COUNT else None
