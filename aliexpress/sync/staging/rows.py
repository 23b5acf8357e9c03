"""Products as rows of the staging table, a column of all of them at a time: looked at value by
value they take three times as long.

Made ready beside the page they were read from, while it is still near: by the thread that read it.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from aliexpress.gateway.answers import ListedProduct, Products
from aliexpress.lifecycle import state_of
from aliexpress.search import search_texts

# What AliExpress says about a listing, and the state we take it for: these are compared and
# written.
COLUMNS: Final = ("state", *ListedProduct._fields[1:])
# Besides what it is found by, which follows from its title.
WRITTEN: Final = ("search_text", *COLUMNS)
NAMES: Final = ("product_id", *WRITTEN)
# Texts are never null, and what comes after them may be.
_FIRST_OTHER: Final = NAMES.index("created_at")
_SUBJECT: Final = ListedProduct._fields.index("subject")
_ESCAPED: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Rows(NamedTuple):
    """`number` of them; `written`: lines of COPY's text format, or the values row after row."""

    number: int
    written: Any


Ready = Callable[[Products], Rows]


def as_lines(products: Products) -> Rows:
    product_ids, *texts = _columns(products)[:_FIRST_OTHER]
    everything = "".join(map("".join, texts))
    if any(chr(mark) in everything for mark in _ESCAPED):
        texts = [[text.translate(_ESCAPED) for text in column] for column in texts]
    others = (
        [r"\N" if value is None else str(value) for value in column]
        for column in products.columns[ListedProduct._fields.index("created_at") :]
    )
    rows = zip(map(str, product_ids), *texts, *others, strict=True)
    return Rows(len(products), "".join([f"{line}\n" for line in map("\t".join, rows)]).encode())


def as_values(products: Products) -> Rows:
    rows = zip(*_columns(products), strict=True)
    return Rows(len(products), list(chain.from_iterable(rows)))


def _columns(products: Products) -> list[Any]:
    """In the order of NAMES."""
    product_ids, statuses, reasons, *rest = products.columns
    states = list(map(_state_text, statuses, reasons))
    found_by = search_texts(products.columns[_SUBJECT])
    return [product_ids, found_by, states, statuses, reasons, *rest]


@lru_cache(maxsize=256)
def _state_text(status: str, offline_reason: str) -> str:
    """Remembered: a store has a handful of these pairs, and a million rows. Gone: no state."""
    return state_of(status, offline_reason).value if status else ""
