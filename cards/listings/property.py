"""One property of a listing: where it can be told, and what its text in an address means.

The table of them is `properties.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import Any, Final, Literal

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from aliexpress.models import AT_SUPPLY_PRICES, OF_MANAGED_SHOPS, BridgeEntry
from aliexpress.models.bridge_words import ListingClass, Side
from aliexpress.models.detail import up_to_date
from aliexpress.typed.bad_input import BadInput
from aliexpress.typed.moments import read_moment
from aliexpress.typed.numbers import price

NONE: Final = "-"  # stands for "AliExpress gives none" in an address
BETWEEN: Final = ".."
NO_EU_PERSON: Final = -2  # AliExpress's id for none
LARGEST: Final = 2**63 - 1
HAS_AN_ITEM: Final = (ListingClass.OURS, ListingClass.DUPLICATE)
# Each up to the next; the price of a listing is that of its cheapest SKU.
PRICE_STEPS: Final = tuple(Decimal(n).scaleb(k) for k in range(-1, 6) for n in (1, 2, 5))

Kind = Literal["word", "number", "band", "yes", "price", "created"]


# Where a property can be told at all, beyond that AliExpress gives it. Named, because tracing asks
# for each once a listing and not once a property.
UP_TO_DATE, TOLD, OWN_PROGRAM, OWN_PRICE = "up to date", "told", "own program", "own price"
GATES: Final[Mapping[str, Q]] = {
    UP_TO_DATE: up_to_date(),
    TOLD: Q(detail__facts_at__isnull=False),
    OWN_PROGRAM: ~OF_MANAGED_SHOPS,
    OWN_PRICE: ~AT_SUPPLY_PRICES,
}


@dataclass(frozen=True, slots=True)
class Property:
    """`field`: of a listing, as a query names it; `scale`: of what it is counted in, likewise.
    `gates`: where it can be told at all."""

    name: str
    words: str
    kind: Kind
    field: str
    gates: tuple[str, ...] = ()
    steps: tuple[int, ...] = ()  # bands: each from one step up to the next
    scale: str = ""
    none_is_one: bool = False  # an empty word is a value of its own
    nothing: int | None = None  # of a yes or no, AliExpress's number for no
    is_upstream: bool = True  # fixed before a review, whatever came of it

    @property
    def is_given(self) -> Q:
        """AliExpress gives it."""
        if self.none_is_one:
            return Q()
        if self.kind == "word":
            return Q(**{f"{self.field}__gt": ""})
        given = Q(**{f"{self.field}__isnull": False})
        return given & Q(**{f"{self.scale}__gt": ""}) if self.scale else given

    @property
    def known(self) -> Q:
        return reduce(and_, (GATES[name] for name in self.gates), self.is_given)

    def meaning(self, text: str) -> Q:
        """The listings this text names. Raises BadInput."""
        return self.known & self.named(text)

    def named(self, text: str) -> Q:
        """The same where it is known. Raises BadInput."""
        return _MEANINGS[self.kind](self, text)

    @property
    def value(self) -> Combinable:
        """Of a listing, in a query."""
        return F(self.field)

    @property
    def is_of_source(self) -> bool:
        """Whether it can be told only of a store with a source."""
        return False

    def has(self, value: Any) -> bool:
        """Of a yes or no, what a value of the field says."""
        return bool(value) if self.nothing is None else value != self.nothing


@dataclass(frozen=True, slots=True)
class SourceProperty(Property):
    """`field`: of the listing's entry in the newest bridge."""

    @property
    def known(self) -> Q:
        if self.kind == "yes":
            return Q(Exists(_in_bridge(Q(part__in=(*HAS_AN_ITEM, ListingClass.ORPHAN)))))
        return Q(Exists(_in_bridge(~Q(**{self.field: ""}))))

    def meaning(self, text: str) -> Q:
        return Q(Exists(_in_bridge(self.named(text))))

    @property
    def value(self) -> Combinable:
        return Subquery(_in_bridge(Q()).values(self.field)[:1])

    @property
    def is_of_source(self) -> bool:
        return True

    def has(self, value: Any) -> bool:
        return value in HAS_AN_ITEM


def _in_bridge(narrowed: Q) -> Any:
    entries = BridgeEntry.objects.filter(
        side=Side.LISTING, until_tally__isnull=True, listing=OuterRef("pk")
    )
    return entries.filter(narrowed)


def _word(one: Property, text: str) -> Q:
    return Q(**{one.field: "" if text == NONE and one.none_is_one else text})


def _number(one: Property, text: str) -> Q:
    if not text.removeprefix("-").isdecimal() or not text.isascii() or abs(int(text)) > LARGEST:
        raise BadInput(one.name, f"{one.name} must be a whole number; it is {text!r}.")
    return Q(**{one.field: int(text)})


def _band(one: Property, text: str) -> Q:
    first, found, last = text.partition(BETWEEN)
    ends = [first, last] if found else [first, first]
    if not any(ends) or not all(not end or is_short_number(end) for end in ends):
        raise BadInput(
            one.name, f"{one.name} must be a number, or two such as 2..5; it is {text!r}."
        )
    low = Q(**{f"{one.field}__gte": int(ends[0])}) if ends[0] else Q()
    high = Q(**{f"{one.field}__lte": int(ends[1])}) if ends[1] else Q()
    return low & high


def band_text(steps: Sequence[int], number: int) -> str:
    """The band of that number, from 1 on, as the filter takes it: up to the next step."""
    if number == len(steps):
        return f"{steps[-1]}{BETWEEN}"
    first, last = steps[number - 1], steps[number] - 1
    return str(first) if first == last else f"{first}{BETWEEN}{last}"


def is_short_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _yes(one: Property, text: str) -> Q:
    if text not in ("yes", "no"):
        raise BadInput(one.name, f"{one.name} must be yes or no; it is {text!r}.")
    if one.field == "part":
        return Q(part__in=HAS_AN_ITEM if text == "yes" else [ListingClass.ORPHAN])
    if one.nothing is not None:
        # Never the negation: of a relation to many that would ask for each listing anew.
        has = Q(**{f"{one.field}__lt": one.nothing}) | Q(**{f"{one.field}__gt": one.nothing})
        return has if text == "yes" else Q(**{one.field: one.nothing})
    return Q(**{one.field: text == "yes"})


def _price(one: Property, text: str) -> Q:
    currency, _, span = text.partition(" ")
    first, found, last = span.partition(BETWEEN)
    if not currency or not found or not (first or last):
        raise BadInput(
            one.name, f"{one.name} must be a currency and two prices such as USD 10..20."
        )
    ends = [price(one.name, end) if end else None for end in (first, last)]
    low = Q(**{f"{one.field}__gte": ends[0]}) if ends[0] is not None else Q()
    high = Q(**{f"{one.field}__lt": ends[1]}) if ends[1] is not None else Q()
    return Q(**{one.scale: currency}) & low & high


def _created(one: Property, text: str) -> Q:
    after, by = moments_between(one.name, text)
    low = Q(**{f"{one.field}__gt": after}) if after else Q()
    return low & (Q(**{f"{one.field}__lte": by}) if by else Q())


def moments_between(name: str, text: str) -> tuple[datetime | None, datetime | None]:
    """Of "2026-03-01T00:00:00Z..2026-03-09T00:00:00Z"; either may be left out. Raises BadInput."""
    first, found, last = text.partition(BETWEEN)
    ends = [read_moment(end) if end else None for end in (first, last)]
    given = [bool(first), bool(last)]
    if not found or not any(given) or [end is not None for end in ends] != given:
        raise BadInput(
            name,
            f"{name} must be two moments such as 2026-03-01T00:00:00Z..2026-03-09T00:00:00Z; "
            f"it is {text[:80]!r}.",
        )
    return ends[0], ends[1]


_MEANINGS: Final[Mapping[str, Callable[[Property, str], Q]]] = {
    "word": _word,
    "number": _number,
    "band": _band,
    "yes": _yes,
    "price": _price,
    "created": _created,
}
