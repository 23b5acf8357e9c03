"""What a listing is found by: one text, folded so that capitals matter in no script.

It is folded in Python when a page of listings is staged, because databases fold differently:
SQLite knows the letters of English alone, and PostgreSQL those of its locale.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Final
from unicodedata import normalize

from django.db.models import Q

# Digits of a whole product id. Fewer are a word like any other; up to MOST_OF_A_CODE they may be
# a seller's code or a barcode as well.
LEAST_OF_AN_ID: Final = 10
MOST_OF_A_CODE: Final = 14
MOST_OF_AN_ID: Final = 19
# Turkish writes two letters i, each with a capital of its own; people type either.
_OTHER_I: Final = ("\N{LATIN SMALL LETTER DOTLESS I}", "i\N{COMBINING DOT ABOVE}")


def folded(text: str) -> str:
    """The same text for "Дефлектор" and "дефлектор", and for "STRASSE" and "straße"; letters of
    full width, and letters made of several characters, are what they look like."""
    if text.isascii():
        return text.lower()
    text = normalize("NFKC", text).casefold()
    for other in _OTHER_I:
        text = text.replace(other, "i")
    return normalize("NFKC", text)


def search_text(title: str, *, sku_codes: Iterable[str] = ()) -> str:
    """What the column of a listing holds: its title, and from the first line break on the codes of
    its SKUs, a line each."""
    return folded("\n".join([title.replace("\n", " "), *sku_codes]))


def search_texts(titles: Sequence[str]) -> list[str]:
    """Of the listings of a page, at once: one by one they take ten times as long. No letter
    changes beside a line break."""
    texts = folded("\n".join(titles)).split("\n")
    return texts if len(texts) == len(titles) else list(map(search_text, titles))


def found_by(search: str) -> Q:
    """Listings with all of these words, in any order; or the one whose product id it is."""
    words = list(dict.fromkeys(folded(search).split()))
    with_words = reduce(and_, (Q(search_text__contains=word) for word in words), Q())
    digits = search.strip()
    is_an_id = digits.isascii() and digits.isdecimal() and len(digits) >= LEAST_OF_AN_ID
    if not is_an_id or len(digits) > MOST_OF_AN_ID:
        return with_words
    the_one = Q(product_id=int(digits))
    return the_one | with_words if len(digits) <= MOST_OF_A_CODE else the_one
