"""The products of a page, a field of all of them at a time.

One look at a hundred texts joined takes hardly longer than a look at one of them, and nearly
always finds nothing to mend. Only a column that is not plain is read value by value.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from operator import add, itemgetter
from typing import Any, Final

from aliexpress.gateway import product_fields
from aliexpress.gateway.answers import Products
from aliexpress.gateway.json_shapes import LARGEST_ID, product_id
from aliexpress.gateway.product_fields import PLAIN_PRICE, Hours, Read
from aliexpress.redaction import may_show_secret, without_secrets

# An AliExpress title has no limit we could know.
_LONGEST_TEXT: Final = 2**31
_PLAIN_PRICES: Final = re.compile(f"(?:{PLAIN_PRICE}\n)*")
# The fields a page is looked at for, and what stands for one that was not sent.
_FIELDS: Final[dict[str, Any]] = {
    "ws_display": "",
    "audit_failure_reason": "",
    "subject": "",
    "image_u_r_ls": None,
    "owner_member_id": "",
    "product_type": "",
    "src": "",
    "currency_code": "",
    "gmt_create": "",
    "gmt_modified": "",
    "ws_offline_date": "",
    "group_id": None,
    "product_min_price": None,
    "product_max_price": None,
    "freight_template_id": None,
}
_values_of: Final = itemgetter(*_FIELDS)
_hour_of, _rest_of = itemgetter(slice(13)), itemgetter(slice(13, None))
_REST_OF_AN_HOUR: Final = frozenset(f":{m:02}:{s:02}" for m in range(60) for s in range(60))


def products(
    listed: Sequence[object], *, status: str, time_zone: str
) -> tuple[Products, tuple[str, ...]]:
    """The products among these, and, shortened, what is none: it has no usable id.

    `time_zone`: of the moments AliExpress writes.
    """
    product_ids, items, unreadable = [], [], []
    for item in listed:
        number = product_id(item.get("product_id")) if isinstance(item, dict) else None
        if number is None or not isinstance(item, dict):
            unreadable.append(printable(without_secrets(str(item))[:120]))
        else:
            product_ids.append(number)
            items.append(item)
    hours = product_fields.hours_of(time_zone)
    page = _Page(items, hours=hours)
    columns = page.columns(product_ids, status)
    if may_show_secret("\n".join(page.taken)):
        columns = _Page(items, hours=hours, one_by_one=True).columns(product_ids, status)
    return Products(columns), tuple(unreadable)


class _Page:
    """What could not be understood is named in `notes`, a text for each product. `taken`: texts
    that are kept as they came; they are looked at for secrets all at once, and where one may show
    some, the page is read again `one_by_one`."""

    def __init__(
        self, items: Sequence[dict[str, Any]], *, hours: Hours, one_by_one: bool = False
    ) -> None:
        self.notes = [""] * len(items)
        self.taken: set[str] = set()
        columns = zip(*map(_values_of, map(_FIELDS.__or__, items)), strict=True)
        self._sent: dict[str, Sequence[Any]] = dict.fromkeys(_FIELDS, ())
        self._sent.update(zip(_FIELDS, columns, strict=False))  # there are none of no items
        self._hours = hours
        self._one_by_one = one_by_one

    def columns(self, product_ids: list[int], status: str) -> tuple[Sequence[Any], ...]:
        """In the order of ListedProduct."""
        created, created_at = self.moments("gmt_create")
        modified, modified_at = self.moments("gmt_modified")
        ends, ends_at = self.moments("ws_offline_date")
        return (
            product_ids,
            [status] * len(product_ids),
            self.texts("ws_display", 120),
            self.texts("audit_failure_reason", 200),
            self.texts("subject", _LONGEST_TEXT),
            self.images("image_u_r_ls"),
            self.texts("owner_member_id", 120),
            self.texts("product_type", 60),
            self.texts("src", 60),
            self.texts("currency_code", 12),
            created,
            modified,
            ends,
            self.notes,
            created_at,
            modified_at,
            ends_at,
            self.numbers("group_id"),
            self.prices("product_min_price"),
            self.prices("product_max_price"),
            self.numbers("freight_template_id"),
        )

    def texts(self, name: str, most: int) -> Sequence[str]:
        found = self._sent[name]
        try:
            each = set(found)  # most fields say the same of many
            plain = "".join(each).isprintable() and max(map(len, each), default=0) <= most
        except TypeError:
            plain = False
        if self._one_by_one or not plain:
            return self._each(name, partial(product_fields.text, most=most))
        self.taken |= each
        return found

    def images(self, name: str) -> list[str]:
        found = self._sent[name]
        try:
            firsts = [addresses.partition(";")[0] for addresses in found]
        except AttributeError:
            return list(map(product_fields.image, found))
        each = set(firsts)
        joined = "".join(each)
        plain = joined.isprintable() and " " not in joined
        if self._one_by_one or not (plain and all(map(product_fields.is_address, each))):
            return list(map(product_fields.image, found))
        self.taken |= each
        return firsts

    def moments(self, name: str) -> tuple[Sequence[str], Sequence[str | None]]:
        """The texts of that name, and the moments they tell."""
        sent = self._sent[name]
        found = documented_moments(sent, self._hours)
        if found is not None:
            return sent, found
        texts, zone = self.texts(name, 40), self._hours.zone
        return texts, self._each(name, partial(product_fields.moment, zone=zone), values=texts)

    def numbers(self, name: str) -> Sequence[int | None]:
        found = self._sent[name]
        sent = [value for value in found if value is not None]
        plain = set(map(type, sent)) == {int} and max(max(sent), -min(sent)) <= LARGEST_ID
        return found if plain or not sent else self._each(name, product_fields.number)

    def prices(self, name: str) -> Sequence[str | None]:
        found = self._sent[name]
        try:
            plain = are_plain(_PLAIN_PRICES, found)
        except TypeError:
            plain = False
        return found if plain else self._each(name, product_fields.price)

    def _each(
        self, name: str, read: Callable[[object], Read], *, values: Sequence[object] | None = None
    ) -> list[Any]:
        """`values`: what to read instead of what was sent under that name."""
        sent = self._sent[name]
        found = []
        for place, value in enumerate(sent if values is None else values):
            kept, understood = read(value)
            found.append(kept)
            if not understood:
                self._note(place, f"{name}: {excerpt(sent[place])}")
        return found

    def _note(self, place: int, note: str) -> None:
        had = self.notes[place]
        if note not in had:
            self.notes[place] = f"{had}; {note}" if had else note


def documented_moments(texts: Sequence[Any], hours: Hours) -> Sequence[str | None] | None:
    """The moments of texts like "2021-07-22 20:17:24", which have no room for a secret; "" tells
    none. None where one of them is anything else."""
    all_present = "" not in texts
    present = texts if all_present else [text for text in texts if text != ""]
    try:
        rests = list(map(_rest_of, present))
        if not _REST_OF_AN_HOUR.issuperset(rests):
            return None
        in_utc = list(map(hours.__getitem__, map(_hour_of, present)))
    except (TypeError, KeyError):
        return None
    if "" in in_utc:
        return None
    found = map(add, in_utc, rests)
    return list(found) if all_present else [next(found) if text else None for text in texts]


def are_plain(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Whether each is what the pattern says of a line. Raises TypeError where one is no text."""
    joined = "\n".join([*texts, ""])
    return joined.count("\n") == len(texts) and pattern.fullmatch(joined) is not None


def excerpt(value: object) -> str:
    return repr(printable(without_secrets(str(value))[:60]))


def printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
