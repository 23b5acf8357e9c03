"""Numbers with their receipts, and sentences that take no others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from string import Formatter
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from aliexpress.models import ListingSnapshot, Store
from cards.formats import decimals_of, moment_text

LISTINGS: Final = ("listing", "listings")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a number stands on: a snapshot, and the list that is as long as the number."""

    snapshot: int
    as_of: datetime
    verdict: str
    listings: str = ""  # the address of the list; "" where the number counts no listings
    store: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "snapshot": self.snapshot,
            "as_of": moment_text(self.as_of),
            "verdict": self.verdict,
            "store": self.store,
            "listings": self.listings or None,
        }


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an answer. `is_least`: not everything it would need is known."""

    value: int | float
    receipt: Receipt
    is_least: bool = False
    decimals: int = 0
    unit: str = ""
    also: tuple["Number", ...] = ()  # what it was worked out from
    is_most: bool = False  # the true number can only be lower

    @property
    def shown_decimals(self) -> int:
        return max(self.decimals, decimals_of(self.value)) if self.decimals else 0

    @property
    def text(self) -> str:
        words = f"{self.value:,.{self.shown_decimals}f}{self.unit}"
        if self.is_most:
            return f"at most {words}"
        return f"at least {words}" if self.is_least else words

    def as_json(self) -> dict[str, Any]:
        said = round(self.value, self.shown_decimals) if self.decimals else self.value
        return {"said": said, **self.receipt.as_json()}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the noun it counts: "1 listing", "120 listings", "no listings"."""

    number: Number
    one: str = LISTINGS[0]
    many: str = LISTINGS[1]

    @property
    def text(self) -> str:
        if self.number.value == 0 and not self.number.is_least:
            return f"no {self.many}"
        return f"{self.number.text} {self.one if self.number.value == 1 else self.many}"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, and the receipts of its numbers in their order."""

    text: str
    numbers: tuple[Number, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "numbers": [number.as_json() for number in self.numbers]}


Slot = Number | Counted | str | datetime


def say(template: str, /, **slots: Slot) -> Said:
    """Fill a template. A bare number has no receipt and is a type error, at run time too."""
    texts: dict[str, str] = {}
    numbers: list[Number] = []
    named = [name for _, name, _, _ in Formatter().parse(template) if name]
    for name in dict.fromkeys(named):
        slot = slots[name]
        if isinstance(slot, Number | Counted):
            number = slot.number if isinstance(slot, Counted) else slot
            numbers += [number, *number.also]
            texts[name] = slot.text
        elif isinstance(slot, datetime):
            texts[name] = f"{slot:%-d %B %Y, %H:%M} {slot:%Z}"
        elif isinstance(slot, str):
            texts[name] = slot
        else:
            raise TypeError(f"{name} is {slot!r}: a number of an answer needs its receipt.")
    text = template.format(**texts)
    # A template may begin with a slot such as "no listings".
    return Said(text[:1].upper() + text[1:], tuple(numbers))


_WRITTEN: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def quoted(
    text: str, receipt: Receipt, known: Sequence[Number] = (), *, apart: Sequence[str] = ()
) -> Said:
    """A sentence that was worded elsewhere: every number in it, as one of `known` or with the
    receipt. `apart`: stretches of it whose digits are names and moments."""
    counted = text
    for part in apart:
        counted = counted.replace(part, " ")
    of_text = {number.text: number for number in known}
    numbers = []
    for found in _WRITTEN.findall(counted):
        plain = found.replace(",", "")
        decimals = len(plain.partition(".")[2])
        value = float(plain) if decimals else int(plain)
        numbers.append(of_text.get(found) or Number(value, receipt, decimals=decimals))
    return Said(text, tuple(numbers))


def list_address(store: Store, values: Mapping[str, str]) -> str:
    """Of the page that lists what a number counts."""
    query = urlencode({name: text for name, text in values.items() if text})
    return f"{reverse('listings', args=[store.slug])}{'?' if query else ''}{query}"


def receipt_of(
    store: Store, snapshot: ListingSnapshot, values: Mapping[str, str] | None
) -> Receipt:
    """`values`: the query of the list; None where there is no list."""
    listings = "" if values is None else list_address(store, values)
    return Receipt(snapshot.pk, snapshot.as_of, snapshot.verdict, listings, store.slug)
