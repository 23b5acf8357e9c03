"""What is known of one listing as a product: its SKUs, and what its seller settled about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aliexpress.models import CategoryAttributes, Listing, ListingDetail, ListingSku
from cards.listings.property import NO_EU_PERSON
from cards.listings.seller_facts import FACTS, LABELS, names_of

# Shown in a table of their own.
_ELSEWHERE = {"skus"}


@dataclass(frozen=True, slots=True)
class KnownFact:
    label: str
    words: str
    name: str = ""  # of the filter that finds the listings with the same
    value: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    skus: list[ListingSku]
    facts: list[KnownFact]
    told_at: datetime | None  # when AliExpress told them; None: it was not asked yet
    is_out_of_date: bool  # the listing was modified since
    codes_known: bool

    @property
    def stock(self) -> int | None:
        """Of all SKUs; None where that of one is not known."""
        stocks = [sku.stock for sku in self.skus]
        return None if None in stocks else sum(stock or 0 for stock in stocks)


def product_of(listing: Listing) -> Product:
    """`listing` comes with its detail. Three statements."""
    detail = getattr(listing, "detail", None)
    names = names_of(listing.store_id)
    facts = [
        *(
            _known(fact.name, LABELS[fact.name], fact.names, fact.value(listing), names)
            for fact in FACTS
            if fact.name not in _ELSEWHERE
        ),
        *(
            _known("attribute", label, "", chosen[1], names, of=number)
            for number, label, chosen in _attributes(detail)
        ),
    ]
    return Product(
        skus=list(listing.skus.order_by("position")),
        facts=[fact for fact in facts if fact is not None],
        told_at=detail.facts_at if detail else None,
        is_out_of_date=bool(detail and detail.asked_for != listing.gmt_modified),
        codes_known=bool(detail and detail.codes_kept),
    )


def _attributes(detail: ListingDetail | None) -> Iterator[tuple[str, str, list[Any]]]:
    """The number, the name and the value of each attribute the seller filled."""
    if detail is None or not detail.attributes:
        return
    category = CategoryAttributes.objects.filter(category_id=detail.category_id or 0).first()
    names = category.names if category else {}
    for key, chosen in detail.attributes.items():
        number = key[1:]
        yield number, names.get(number, f"Attribute {number}"), chosen


def _known(
    name: str, label: str, kind: str, value: Any, names: dict[tuple[str, str], str], *, of: str = ""
) -> KnownFact | None:
    """None where AliExpress does not tell. `of`: the attribute it is the value of."""
    if value in (None, ""):
        return None
    if isinstance(value, bool):
        text = words = "yes" if value else "no"
    elif name == "eu_person":
        text = "no" if value == NO_EU_PERSON else "yes"
        words = "none" if text == "no" else str(value)
    elif name == "weight":  # whole kilograms are what a list is narrowed by
        text, words = f"{int(value)}..{int(value) + 1}", f"{value.normalize():f}"
    else:
        text = str(value)
        words = "none" if value == NO_EU_PERSON else names.get((kind, text), text)
    return KnownFact(label, words, name, f"{of}:{text}" if of else text)
