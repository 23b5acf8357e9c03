"""The properties a list can be narrowed to, and tracing looks at: one table of both, so that a
list is exactly as long as the number it stands behind.

A property is of now: what a title, a price or a group was once is kept of reviews alone
(`submitted_facts.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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


def of_source(name: str, words: str, field: str, kind: Kind = "word") -> SourceProperty:
    """Of the item of the source the listing has, where that tells it."""
    return SourceProperty(name, words, kind, f"item__{field}")


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


def of_detail(
    name: str, words: str, field: str, kind: Kind, steps: tuple[int, ...] = ()
) -> Property:
    """Of the product's own answer, as long as the product was not modified since."""
    return Property(name, words, kind, f"detail__{field}", (UP_TO_DATE,), steps)


PROPERTIES: Final[Mapping[str, Property]] = {
    one.name: one
    for one in (
        Property("owner", "account", "word", "owner_member_id"),
        Property("group", "product group", "number", "group_id"),
        Property("freight", "freight template", "number", "freight_template_id"),
        Property("source", "source", "word", "source", (OWN_PROGRAM,), none_is_one=True),
        Property("product_type", "business type", "word", "product_type"),
        Property("price", "price", "price", "min_price", (OWN_PRICE,), scale="currency"),
        Property("created", "created", "created", "created_at"),
        # Hardly ever changes, so the last answer counts.
        Property("category", "category", "number", "detail__category_id"),
        Property("brand", "brand", "word", "detail__brand", (TOLD, OWN_PROGRAM), none_is_one=True),
        of_detail("images", "pictures", "image_count", "band", (0, 1, 2, 3, 4, 5, 6)),
        of_detail(
            "title_length", "title length", "title_length", "band", (0, 20, 40, 60, 80, 100, 120)
        ),
        of_detail("skus", "SKUs", "sku_count", "band", (0, 1, 2, 3, 5, 9, 17, 33, 65)),
        of_detail(
            "required",
            "required attributes filled, in percent",
            "required_filled",
            "band",
            (0, 25, 50, 75, 90, 100),
        ),
        of_detail(
            "key_attributes",
            "key attributes filled, in percent",
            "key_filled",
            "band",
            (0, 25, 50, 75, 90, 100),
        ),
        replace(
            of_detail("eu_person", "EU responsible person", "msr_eu_id", "yes"),
            nothing=NO_EU_PERSON,
        ),
        of_detail("papers", "qualification papers", "has_qualification", "yes"),
        of_detail("size_chart", "size chart", "has_size_chart", "yes"),
        of_detail("hs_code", "HS code", "has_hs_code", "yes"),
        of_detail("video", "video", "has_video", "yes"),
        of_detail("manufacturer", "manufacturer", "manufacturer_id", "number"),
        of_detail("weight", "weight in kilograms", "gross_weight", "band", (0, 1, 2, 5, 10, 20)),
        of_detail("validity_days", "days on sale", "validity_days", "band", (0, 8, 15, 31)),
        of_detail(
            "delivery_days", "days to deliver", "delivery_days", "band", (0, 3, 5, 7, 10, 15, 30)
        ),
        SourceProperty("in_source", "an item at the source", "yes", "part"),
        of_source("source_category", "category at the source", "category"),
        of_source("source_brand", "brand at the source", "brand"),
        # What is asked about, and so never what is shared.
        Property("validity", "end of validity", "created", "offline_at", is_upstream=False),
        Property(
            "out_of_stock",
            "out of stock",
            "yes",
            "detail__is_out_of_stock",
            (UP_TO_DATE,),
            is_upstream=False,
        ),
    )
}
WORDS: Final = {one.name: one.words for one in PROPERTIES.values()} | {
    "batch": "upload",
    "submitted": "submitted as",
}


def checked(name: str, text: Any) -> str:
    """The text, if the property knows it. Raises BadInput."""
    PROPERTIES[name].meaning(str(text))
    return str(text)
