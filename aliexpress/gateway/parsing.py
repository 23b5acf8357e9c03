"""From AliExpress's JSON to values: both response shapes, and one product of a list.

A product as simplified JSON gives it:

    {"product_id": 1005003033814656, "subject": "Linen curtain", "gmt_create":
     "2021-07-22 20:17:24", "gmt_modified": "2021-07-23 08:00:00", "product_min_price": "21.0",
     "product_max_price": "25.0", "currency_code": "USD", "group_id": 512, "src": "isv",
     "owner_member_seq": 2675378076, "image_u_r_ls": "https://ae01.alicdn.com/a.jpg;…",
     "ws_display": "expire_offline", "ws_offline_date": "2021-08-21 20:17:24"}
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from aliexpress.gateway.answers import ListedProduct
from aliexpress.gateway.errors import Unavailable

LARGEST_ID: Final = 2**63 - 1
LARGEST_COUNT: Final = 2**31 - 1
LONGEST_TEXT: Final = 2**31
_LARGEST_PRICE: Final = Decimal(10) ** 16
_SMALLEST_PRICE: Final = Decimal("0.0001")
_MOMENT: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)(?:[.,]?\d{1,6})?\s*(Z|[+-]\d\d:?\d\d)?"
)


def unwrapped(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The `result` of an answer, from under a `…_response` root where there is one."""
    inside: Any = answer
    if "result" not in inside:
        roots = [key for key in answer if key.endswith("_response")]
        inside = answer[roots[0]] if len(roots) == 1 else answer
    result = inside.get("result", inside) if isinstance(inside, dict) else None
    if not isinstance(result, dict):
        raise Unavailable("AliExpress answered without a result.")
    return result


def items(value: object) -> list[Any]:
    """A list, whichever way it came: plain, under one key, one item alone, or not at all."""
    if value is None or value == "":
        return []
    if isinstance(value, dict):
        inner = list(value.values())
        if not inner:
            return []
        if len(inner) == 1 and isinstance(inner[0], list | dict):
            return items(inner[0]) if isinstance(inner[0], list) else [inner[0]]
        return [value]
    if isinstance(value, list):
        return value
    raise Unavailable("AliExpress answered with something else where its list should be.")


def count(result: Mapping[str, Any], name: str) -> int:
    """A count of at least zero; numbers may come as text."""
    value = result.get(name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unavailable(f"AliExpress answered without a usable {name}: {str(value)[:40]!r}.")
    if value > LARGEST_COUNT:
        raise Unavailable(f"AliExpress gave {value} as {name}, which no store can hold.")
    return value


def product_id(value: object) -> int | None:
    """None where it is no usable id."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) <= 19:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_ID:
        return None
    return value


def product(item: object, *, status: str, time_zone: str) -> ListedProduct | None:
    """One product of a list; None where it has no usable id."""
    if not isinstance(item, dict):
        return None
    number = product_id(item.get("product_id"))
    if number is None:
        return None
    read = _Reading(item, zone=_zone(time_zone))
    text, moment = read.text, read.moment
    return ListedProduct(
        product_id=number,
        status=status,
        offline_reason=text("ws_display", 120),
        audit_failure_reason=text("audit_failure_reason", 200),
        subject=text("subject"),
        image_url=read.image("image_u_r_ls"),
        owner_member_id=text("owner_member_id", 120),
        product_type=text("product_type", 60),
        source=text("src", 60),
        currency=text("currency_code", 12),
        gmt_create=text("gmt_create", 40),
        gmt_modified=text("gmt_modified", 40),
        ws_offline_date=text("ws_offline_date", 40),
        created_at=moment("gmt_create"),
        modified_at=moment("gmt_modified"),
        offline_at=moment("ws_offline_date"),
        group_id=read.number("group_id"),
        min_price=read.price("product_min_price"),
        max_price=read.price("product_max_price"),
        unreadable=tuple(read.unreadable),
    )


class _Reading:
    """Fields of one item; what cannot be read is named, never dropped silently."""

    __slots__ = ("_item", "_zone", "unreadable")

    def __init__(self, item: Mapping[str, Any], *, zone: ZoneInfo) -> None:
        self._item = item
        self._zone = zone
        self.unreadable: list[str] = []

    def text(self, name: str, most: int = LONGEST_TEXT) -> str:
        value = self._item.get(name)
        if type(value) is str and value.isascii() and value.isprintable() and len(value) <= most:
            return value  # as nearly every text is
        return "" if value is None else self._mended(name, value, most)

    def _mended(self, name: str, value: object, most: int) -> str:
        if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
            self._note(name)
            return ""
        # PostgreSQL refuses NUL, and half a surrogate pair is no text.
        text = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
        if len(text) > most:
            self._note(name)
            return text[:most]
        return text

    def number(self, name: str) -> int | None:
        value = self._item.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value.strip()):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_ID:
            self._note(name)
            return None
        return value

    def price(self, name: str) -> Decimal | None:
        value = self._item.get(name)
        if value is None or value == "":
            return None
        usable = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
        price = _price(value) if usable else None
        if price is None:
            self._note(name)
        return price

    def moment(self, name: str) -> datetime | None:
        value = self._item.get(name)
        if value is None or value == "":
            return None
        moment = _moment(value, self._zone) if isinstance(value, str) else None
        if moment is None:
            self._note(name)
        return moment

    def image(self, name: str) -> str:
        value = self._item.get(name)
        first = value.split(";", 1)[0].strip() if isinstance(value, str) else ""
        if first.startswith("//"):
            first = f"https:{first}"
        usable = first.startswith(("https://", "http://")) and first.isprintable()
        return first[:2000] if usable else ""

    def _note(self, name: str) -> None:
        shown = "".join(c if c.isprintable() else " " for c in str(self._item.get(name))[:60])
        note = f"{name}: {shown!r}"
        if note not in self.unreadable:
            self.unreadable.append(note)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=16384)
def _price(value: str | int | Decimal) -> Decimal | None:
    try:
        price = Decimal(value)
        if not price.is_finite() or abs(price) >= _LARGEST_PRICE:
            return None
        return price.quantize(_SMALLEST_PRICE)
    except (InvalidOperation, ValueError):
        return None


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        if len(text) == 19 and text[4] == text[7] == "-" and text[10] == " ":
            # "2021-07-22 20:17:24", as AliExpress documents it
            offset = _offset_in(text[:13], zone)
            if offset is not None:
                return datetime.fromisoformat(f"{text}+00:00") - offset
        return _moment_in_another_form(text, zone)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=65_536)  # the hours of seven years: a catalogue is as old as its oldest
def _offset_in(hour: str, zone: ZoneInfo) -> timedelta | None:
    """The zone's distance from UTC throughout an hour such as "2021-07-22 20"; None where it
    changes within. Asking the zone for every moment takes five times as long."""
    first = datetime.fromisoformat(f"{hour}:00:00").replace(tzinfo=zone)
    last = first.replace(minute=59, second=59)
    return first.utcoffset() if first.utcoffset() == last.utcoffset() else None


def _moment_in_another_form(text: str, zone: ZoneInfo) -> datetime | None:
    """Raises ValueError or OverflowError for what is no moment."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    *numbers, offset = match.groups()
    local = datetime(*(int(number) for number in numbers), tzinfo=zone)  # type: ignore[arg-type,misc]
    if offset:
        marked = "+0000" if offset == "Z" else offset.replace(":", "")
        local = datetime.strptime(f"{local:%Y%m%d%H%M%S}{marked}", "%Y%m%d%H%M%S%z")
    return local.astimezone(UTC)
