"""What SKU codes are compared by: the same key for what a person would call the same code."""

import re
import unicodedata
from typing import Final

# With every tally that stands on keys; another rule makes every key anew.
RULE_VERSION: Final = 1
_DASHES: Final = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\ufe58\ufe63\uff0d"), "-"
)
# Zero-width characters, the soft hyphen, and the mark a file begins with.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\u00ad\ufeff\u180e"))
_WHITE: Final = re.compile(r"\s+")


def sku_key(code: str) -> str:
    """The code without what people do not see or mean: capitals, full width, kinds of dashes,
    unseen characters, white space around it and more than one space within. "" for a blank one.
    """
    if code.isascii():
        return " ".join(code.split()).lower()  # the same, in half the time
    shown = unicodedata.normalize("NFKC", code.translate(_UNSEEN).translate(_DASHES))
    # Folding can take a letter apart, and taking apart can leave what folding changes.
    folded = unicodedata.normalize("NFKC", shown.translate(_UNSEEN).translate(_DASHES).casefold())
    return _WHITE.sub(" ", folded.casefold()).strip()
