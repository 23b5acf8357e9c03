"""Single values of BigCommerce's JSON. Whatever is not as documented raises ValueError or one of
its kin, and the call is made again."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from aliexpress.source.item_row import LARGEST_STOCK, LONGEST_CODE


def whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("no whole number")
    return value


def text(value: object, *, most: int = 1000) -> str:
    """As it is written; only what no database takes is left out."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:most]


def text_or_none(value: object, *, most: int = LONGEST_CODE) -> str:
    return "" if value is None else text(value, most=most)


def money(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("no price")
    amount = Decimal(str(value))
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
        raise ValueError("no price")
    return amount.quantize(Decimal("0.0001"))


def level(value: object) -> int | None:
    return None if value is None else max(-LARGEST_STOCK, min(LARGEST_STOCK, whole(value)))


def moment(value: object) -> datetime:
    """In UTC, as rows keep it, whatever its offset."""
    found = datetime.fromisoformat(text(value))
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def moment_or_none(image: Any) -> datetime | None:
    """When a picture changed. One whose moment cannot be read is not compared: it is no reason
    to read nothing."""
    try:
        return moment(image["date_modified"])
    except (KeyError, TypeError, ValueError):
        return None
