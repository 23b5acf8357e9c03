"""One field of one product as a list gives it: what it says, and whether it could be understood.

Moments become text in UTC and prices stay text, the form both databases take: these values are
made by the million and written once, and as objects they would be made for nothing.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from aliexpress.gateway.json_shapes import LARGEST_ID
from aliexpress.redaction import without_secrets

LONGEST_ADDRESS: Final = 2000
PLAIN_PRICE: Final = r"[0-9]{1,11}(?:\.[0-9]{1,4})?"
_WORDS: Final = (str, int, Decimal)  # what a text may be made of
# JSON's numbers come as floats, and SQLite keeps prices as such. They are sure to keep fifteen
# digits: all of a text that has no more, and the four places of a price below this.
_DIGITS_OF_A_FLOAT: Final = 15
_LARGEST_PRICE: Final = Decimal(10) ** 11
_SMALLEST_PRICE: Final = Decimal("0.0001")
_HOUR: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}")
_MOST_HOURS: Final = 65_536  # those of seven years: a catalogue is as old as its oldest
_MOMENT: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)(?:[.,]?\d{1,6})?\s*(Z|[+-]\d\d:?\d\d)?"
)


class Read(NamedTuple):
    """`understood`: False where more was said than `value` holds."""

    value: str | int | None
    understood: bool = True


def text(value: object, most: int) -> Read:
    """At most so many characters, without our secrets; "" where there is none."""
    if value is None:
        return Read("")
    if isinstance(value, float):
        sent = Decimal(repr(value))
        places = max(len(sent.as_tuple().digits), sent.adjusted() + 1)
        value = sent if places <= _DIGITS_OF_A_FLOAT else None
    if not isinstance(value, _WORDS) or isinstance(value, bool):
        return Read("", understood=False)
    # PostgreSQL refuses NUL, and half a surrogate pair is no text.
    kept = str(value).replace("\x00", "").encode("utf-8", "replace").decode()
    kept = without_secrets(kept)
    return Read(kept[:most], understood=len(kept) <= most)


def number(value: object) -> Read:
    if value is None or value == "":
        return Read(None)
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_ID:
        return Read(None, understood=False)
    return Read(value)


def price(value: object) -> Read:
    """As it came where it is plain; any other form with four places."""
    if value is None or value == "":
        return Read(None)
    if isinstance(value, str) and re.fullmatch(PLAIN_PRICE, value):
        return Read(value)
    if isinstance(value, float):
        value = Decimal(repr(value))
    try:
        if isinstance(value, _WORDS) and not isinstance(value, bool):
            price = Decimal(value).quantize(_SMALLEST_PRICE)
            if price.is_finite() and abs(price) < _LARGEST_PRICE:
                return Read(f"{price:f}")
    except (ArithmeticError, ValueError):
        pass
    return Read(None, understood=False)


def image(value: object) -> str:
    """The first of the addresses of a product's images, where it is one a page may show: "" too
    where a secret of ours stands in it."""
    first = value.partition(";")[0].strip() if isinstance(value, str) else ""
    if first.startswith("//"):
        first = f"https:{first}"
    if without_secrets(first) != first:
        return ""
    first = first[:LONGEST_ADDRESS]
    return first if is_address(first) and first.isprintable() else ""


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and len(text) <= LONGEST_ADDRESS


def moment(value: object, zone: ZoneInfo) -> Read:
    """To the second, in UTC: "2026-03-14 12:00:00"."""
    if value is None or value == "":
        return Read(None)
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return Read(None, understood=False)
    *numbers, offset = match.groups()
    try:
        local = datetime(*(int(number) for number in numbers), tzinfo=zone)  # type: ignore[arg-type,misc]
        if offset:
            marked = "+0000" if offset == "Z" else offset.replace(":", "")
            local = datetime.strptime(f"{local:%Y%m%d%H%M%S}{marked}", "%Y%m%d%H%M%S%z")
        return Read(str(local.astimezone(UTC))[:19])
    except (ValueError, OverflowError):
        return Read(None, understood=False)


class Hours(dict[str, str]):
    """Hours of a zone in UTC: "2021-07-22 20" is "2021-07-23 03" for Los Angeles.

    "" for what is no hour, or is not one hour of UTC: one in which clocks change, one of a zone
    that is half an hour off. To ask the zone for every moment takes ten times as long.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def __missing__(self, hour: str) -> str:
        if len(self) >= _MOST_HOURS:
            self.clear()
        self[hour] = found = self._in_utc(hour)
        return found

    def _in_utc(self, hour: str) -> str:
        if not _HOUR.fullmatch(hour):
            return ""
        first, last = (moment(f"{hour}:{rest}", self.zone).value for rest in ("00:00", "59:59"))
        whole = (
            isinstance(first, str) and first.endswith(":00:00") and last == f"{first[:13]}:59:59"
        )
        return first[:13] if isinstance(first, str) and whole else ""


@cache
def hours_of(time_zone: str) -> Hours:
    return Hours(ZoneInfo(time_zone))
