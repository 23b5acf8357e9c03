"""Filters that a form asks for in two fields, and an address takes as one text."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from cards.listings.property import BETWEEN


class Pair(NamedTuple):
    first: str  # the names of the two fields
    last: str
    between: str


PAIRS: Final[Mapping[str, Pair]] = {
    "created": Pair("created_from", "created_to", BETWEEN),
    "validity": Pair("validity_from", "validity_to", BETWEEN),
    "attribute": Pair("attribute_of", "attribute_is", ":"),
}


def joined(values: Mapping[str, str]) -> dict[str, str]:
    """What was asked for, with each two fields as the filter they are of."""
    found = dict(values.items())
    for name, pair in PAIRS.items():
        first, last = found.pop(pair.first, "").strip(), found.pop(pair.last, "").strip()
        if first or last:
            found[name] = f"{first}{pair.between}{last}"
    return found


def parted(name: str, text: str) -> tuple[str, str]:
    """What stands in the two fields of a filter."""
    first, _, last = text.partition(PAIRS[name].between)
    return first, last
