"""Products as rows of the staging table, a column of all of them at a time: looked at value by
value they take three times as long.

Made ready beside the page they were read from, while it is still near: by the thread that read it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, Final, NamedTuple, Protocol

from aliexpress.gateway.answers import ListedProduct, Products
from aliexpress.lifecycle import POP, state_of
from aliexpress.search_text import search_texts
from aliexpress.sync.lists_to_read import CountedShop

# What AliExpress says about a listing, and the state we take it for: these are compared and
# written.
COLUMNS: Final = ("state", *ListedProduct._fields[1:], "shop_id")
# Besides what it is found by, which follows from its title.
WRITTEN: Final = ("search_text", *COLUMNS)
NAMES: Final = ("product_id", *WRITTEN)
# Texts are never null, and what comes after them may be.
_FIRST_OTHER: Final = NAMES.index("created_at")
_SUBJECT: Final = ListedProduct._fields.index("subject")
_ESCAPED: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Rows(NamedTuple):
    """Of which products, and as they are `written`: lines of COPY's text format, or the values row
    after row."""

    product_ids: Sequence[int]
    written: Any


class Ready(Protocol):
    """Makes rows of products of a shop: None for products that are gone."""

    def __call__(self, products: Products, *, shop: CountedShop | None) -> Rows: ...


def as_lines(products: Products, *, shop: CountedShop | None) -> Rows:
    product_ids, *texts = _columns(products, shop)[:_FIRST_OTHER]
    everything = "".join(map("".join, texts))
    if any(chr(mark) in everything for mark in _ESCAPED):
        texts = [[text.translate(_ESCAPED) for text in column] for column in texts]
    others = (
        [r"\N" if value is None else str(value) for value in column]
        for column in products.columns[ListedProduct._fields.index("created_at") :]
    )
    of_shop = repeat(str(shop.pk) if shop else r"\N", len(products))
    rows = zip(map(str, product_ids), *texts, *others, of_shop, strict=True)
    lines = "\n".join(map("\t".join, rows))
    return Rows(product_ids, f"{lines}\n".encode())


def as_values(products: Products, *, shop: CountedShop | None) -> Rows:
    rows = zip(*_columns(products, shop), strict=True)
    return Rows(products.product_ids, list(chain.from_iterable(rows)))


def _columns(products: Products, shop: CountedShop | None) -> list[Any]:
    """In the order of NAMES."""
    product_ids, statuses, reasons, *rest = products.columns
    family = shop.family if shop else POP
    states = [state_text(*words, family) for words in zip(statuses, reasons, strict=True)]
    found_by = search_texts(products.columns[_SUBJECT])
    of_shop = [shop.pk if shop else None] * len(products)
    return [product_ids, found_by, states, statuses, reasons, *rest, of_shop]


@lru_cache(maxsize=256)
def state_text(status: str, offline_reason: str, family: str) -> str:
    """Remembered: a store has a handful of these pairs, and a million rows. Gone: no state."""
    return state_of(status, offline_reason, family=family).value if status else ""
