"""Holds one listed item against its SKU on AliExpress, field by field.

Each answer is what differs, in the two sides' own words; None where nothing differs; or UNTOLD,
where it cannot be told: which is never "no difference".
"""

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from aliexpress.bridge.sides import Item, Listing, Sku
from aliexpress.models import SourceCatalogue, SourceItem


class Untold(Enum):
    UNTOLD = "untold"


UNTOLD: Final = Untold.UNTOLD


class Difference(NamedTuple):
    source: str
    aliexpress: str


Answer = Difference | Untold | None


def price(item: Item, sku: Sku, listing: Listing, rules: SourceCatalogue) -> Answer:
    """Outside the tolerance of what the price rule expects, in one currency."""
    basis = basis_of(item, rules)
    if basis is None or sku.price is None or listing.has_supply_price:
        return UNTOLD
    expected, currency = basis, item.currency
    if rules.price_factor is not None:
        expected = basis * rules.price_factor + rules.price_fee
        currency = rules.price_currency or item.currency
    if not currency or currency != sku.currency:
        return UNTOLD
    allowed = abs(expected) * rules.price_tolerance / 100
    if abs(sku.price - expected) <= allowed:
        return None
    return Difference(_money(expected, currency), _money(sku.price, sku.currency))


def basis_of(item: Item, rules: SourceCatalogue) -> Decimal | None:
    """The price that the one expected is made of; None where the source does not tell it."""
    if rules.price_basis == SourceCatalogue.PriceBasis.ELSEWHERE:
        return None
    is_sale = rules.price_basis == SourceCatalogue.PriceBasis.SALE
    return item.sale_price or item.price if is_sale else item.price


def _money(amount: Decimal, currency: str) -> str:
    return f"{amount:.2f} {currency}"


def is_tracked(item: Item) -> bool:
    return item.tracking != SourceItem.Tracking.NONE and item.stock is not None


def stock(item: Item, sku: Sku) -> Answer:
    """More than the source has, or none while the source has some. Less but some is a buffer."""
    if not is_tracked(item) or item.stock is None or sku.stock is None:
        return UNTOLD
    if sku.stock > max(item.stock, 0) or (sku.stock <= 0 < item.stock):
        return Difference(f"{item.stock:,}", f"{sku.stock:,}")
    return None


def title(item: Item, listing: Listing, rules: SourceCatalogue) -> Answer:
    """Fewer words in common than the tolerance asks for."""
    if rules.titles_are_rewritten:
        return UNTOLD
    ours, theirs = words_of(item.name), words_of(listing.subject)
    if not ours or not theirs or script(ours) != script(theirs):
        return UNTOLD
    common = len(ours & theirs) * 100
    if common >= rules.title_tolerance * len(ours | theirs):
        return None
    return Difference(item.name, listing.subject)


def image(item: Item, listing: Listing) -> Answer:
    """The source's image changed after the listing was last modified."""
    if item.image_changed_at is None or listing.modified_at is None:
        return UNTOLD
    if item.image_changed_at <= listing.modified_at:
        return None
    return Difference(f"{item.image_changed_at:%Y-%m-%d}", f"{listing.modified_at:%Y-%m-%d}")


_WORD: Final = re.compile(r"\w+")


# Items of one product come one after the other, with one name and one title.
@lru_cache(maxsize=1_000)
def words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=1_000)
def script(words: frozenset[str]) -> str:
    """'LATIN', 'CYRILLIC' …: of most of the letters; "" where there is none."""
    letters = [letter for letter in "".join(words) if letter.isalpha()]
    names = Counter("LATIN" if one.isascii() else first_word_of_name(one) for one in letters)
    return max(sorted(names), key=names.__getitem__, default="")


def first_word_of_name(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
